"""Guesses: two incidents are one, or one bears on another. They wait for a person's answer."""

import uuid
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from incidents import matching
from incidents.actions.facts import facts_in, facts_of, range_of
from incidents.actions.lineage import bearers, trees
from incidents.enums import Action, Answer
from incidents.exceptions import ReviewError
from incidents.matching.fit import load
from incidents.models import (
    Decision,
    Incident,
    IncidentClaim,
    IncidentCount,
    Relation,
    Suggestion,
)
from sources.locks import wait_for_turn

LOCK_SPACE = 0x50524F  # "PRO"
COMPARED = 200  # incidents that share a matching key, newest first
KIN = 50  # incidents close by that this one may bear on, newest first
NEAR = 0.5  # degrees of latitude
SUCCEEDS = {
    "code": "succeeds",
    "label": "a new reading of the same article found it again",
    "weight": 0,
}


def wait_to_suggest() -> None:
    """Wait until nobody else compares incidents, or two at once would miss each other's.

    Held until the commit. It comes before every lock of a row, so that no two wait in a ring.
    """
    wait_for_turn(LOCK_SPACE)


def suggest(incident: Incident, *, succeeds: Iterable[Incident] = ()) -> int:
    """Write down which other incidents may be the same event. Returns how many are new.

    Two events that stand in one document are told apart already, unless this one holds what a new
    reading made of a claim of the other: those it ``succeeds`` are suggested however unlike they
    are. A pair that people have answered stays answered, also for an incident merged into either.
    The caller has waited for its turn.
    """
    ours = facts_of(incident).get(incident.pk)
    if ours is None:
        return 0
    known, answered = _known(incident)
    named = {row.pk: row for row in succeeds if row.pk not in answered and row != incident}
    others = {row.pk: row for row in _likely(ours, _comparable(incident, answered))} | named
    kin = {row.pk: row for row in _kin(incident, answered)}
    found = []
    for pk, one in _guesses(ours, kin | others).items():
        if pk in named:
            one.reasons = [SUCCEEDS, *one.reasons]
        elif one.score < matching.SUGGEST or not (one.relation or pk in others):
            continue
        if (one.older_id, one.newer_id) not in known:
            found.append(one)
    Suggestion.objects.bulk_create(found)
    return len(found)


@transaction.atomic
def answer(suggestion: Suggestion, answer: Answer, *, by: User) -> Decision:
    """Remember what a person says to a suggestion, so that it does not come back."""
    return record_answer(suggestion, answer, by=by, batch=uuid.uuid4())


def record_answer(
    suggestion: Suggestion, answer: Answer, *, by: User, batch: uuid.UUID
) -> Decision:
    """Answer an open suggestion as part of an act."""
    answered = Suggestion.objects.filter(pk=suggestion.pk, answer=Answer.OPEN).update(
        answer=answer, answered_by=by, answered_at=timezone.now()
    )
    if not answered:
        raise ReviewError("Somebody has answered this suggestion already.")
    return Decision.objects.create(
        incident=suggestion.older,
        action=Action.ANSWER,
        by=by,
        batch=batch,
        changes={"answer": [Answer.OPEN, answer], "other": [None, suggestion.newer.reference]},
    )


def tell_apart(one: Incident, other: Incident, *, by: User, batch: uuid.UUID) -> None:
    """Remember as part of an act that two incidents are different, as if it had been asked."""
    ours = facts_of(one).get(one.pk)
    for guess in _guesses(ours, {other.pk: other}).values() if ours else ():
        suggestion, _ = Suggestion.objects.get_or_create(
            older_id=guess.older_id,
            newer_id=guess.newer_id,
            defaults={"score": guess.score, "reasons": guess.reasons},
        )
        record_answer(suggestion, Answer.DIFFERENT, by=by, batch=batch)


def _guesses(ours: matching.IncidentFacts, others: Mapping[int, Incident]) -> dict[int, Suggestion]:
    """Return for each other incident, unsaved, the likelier: one event, or one bears on one."""
    facts = facts_of(*others.values()) if others else {}
    return {pk: _guess(ours, facts[pk]) for pk in sorted(facts)}


def _guess(one: matching.IncidentFacts, other: matching.IncidentFacts) -> Suggestion:
    older, newer = sorted((one, other), key=lambda facts: int(facts.key or 0))
    alike = matching.similarity(older, newer, load(settings.MATCHING_DIR))
    relation = None
    for first, second in ((older, newer), (newer, older)):
        bearing = matching.bearing(first, second)
        if bearing and bearing.likelihood.score >= matching.SUGGEST:
            alike, relation = bearing.likelihood, bearing.kind
            break
    return Suggestion(
        older_id=int(older.key or 0),
        newer_id=int(newer.key or 0),
        score=round(alike.score, 4),
        relation=relation,
        older_bears=relation is not None and first is older,
        reasons=[
            {"code": r.code, "label": r.label, "weight": round(r.weight, 3)} for r in alike.reasons
        ],
    )


def _comparable(incident: Incident, answered: set[int]) -> Iterable[Incident]:
    """Return live incidents that share a matching key, and no document, with this one."""
    standing = IncidentClaim.objects.standing()
    documents = standing.filter(incident=incident).values("claim__document")
    beside = standing.filter(claim__document__in=documents).values("incident")
    rows = Incident.objects.live().filter(blocks__overlap=incident.blocks)
    rows = rows.exclude(pk__in=[incident.pk, *answered]).exclude(pk__in=beside)
    return rows.order_by("-pk")[:COMPARED]


def _kin(incident: Incident, answered: set[int]) -> Iterable[Incident]:
    """Return live incidents close by of a type that this one's may bear on, or be borne on by."""
    kinds = matching.bears_on(incident.event_type) + matching.borne_by(incident.event_type)
    latitude, longitude = incident.place_latitude, incident.place_longitude
    if not kinds or latitude is None or longitude is None:
        return []
    rows = Incident.objects.live().filter(
        event_type__in=kinds,
        place_latitude__range=(latitude - NEAR, latitude + NEAR),
        place_longitude__range=(longitude - 2 * NEAR, longitude + 2 * NEAR),
    )
    return rows.exclude(pk__in=[incident.pk, *answered]).order_by("-pk")[:KIN]


def _likely(ours: matching.IncidentFacts, others: Iterable[Incident]) -> list[Incident]:
    """Leave out, by their columns alone, those that no words of their claims could make likely."""
    rows, fit = {row.pk: row for row in others}, load(settings.MATCHING_DIR)
    counts: dict[int, list[matching.CountRange]] = {pk: [] for pk in rows}
    for one in IncidentCount.objects.filter(incident__in=rows).order_by("pk"):
        counts[one.incident_id].append(range_of(one))
    return [
        row
        for pk, row in rows.items()
        if row.overrides  # columns set by hand say other than the claims
        or matching.at_best(ours, facts_in(row, counts[pk]), fit) >= matching.SUGGEST
    ]


def _known(incident: Incident) -> tuple[set[tuple[int, int]], set[int]]:
    """Return the pairs that were suggested, and the incidents that people told apart from it.

    Told apart from this one, or from one merged into it; of an incident that was merged since, it
    is the one that bears it now.
    """
    ours = trees([incident.pk])[incident.pk]
    rows = Suggestion.objects.filter(Q(older__in=ours) | Q(newer__in=ours))
    answers = {
        (older, newer): it for older, newer, it in rows.values_list("older", "newer", "answer")
    }
    pairs = {pair for pair, answer in answers.items() if answer != Answer.OPEN}
    pairs |= set(Relation.objects.in_force().of(ours).values_list("incident", "other"))
    others = {pk for pair in pairs for pk in pair} - ours
    return set(answers), set(bearers(others).values())
