"""Guesses that two incidents are one. They wait for a person's answer and change nothing."""

from collections.abc import Iterable

from django.db.models import Q

from incidents import matching
from incidents.actions.facts import facts_of
from incidents.enums import Answer
from incidents.models import Incident, IncidentClaim, Suggestion
from sources.locks import wait_for_turn

LOCK_SPACE = 0x50524F  # "PRO"
COMPARED = 200  # incidents that share a matching key, newest first
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
    are. A pair that people have answered stays answered, also for an incident merged into this
    one. The caller has waited for its turn.
    """
    known = Suggestion.objects.about(incident.pk).count()
    answered = _answered(incident)
    named = {row.pk: row for row in succeeds if row.pk not in answered and row != incident}
    others = {row.pk: row for row in _comparable(incident, answered)} | named
    facts = facts_of(incident, *others.values())
    if incident.pk not in facts:
        return 0
    found = []
    for pk in others.keys() & facts.keys():
        alike = matching.similarity(facts[incident.pk], facts[pk])
        if alike.score >= matching.SUGGEST or pk in named:
            reasons = [
                {"code": r.code, "label": r.label, "weight": round(r.weight, 3)}
                for r in alike.reasons
            ]
            found.append(
                Suggestion(
                    older_id=min(pk, incident.pk),
                    newer_id=max(pk, incident.pk),
                    score=round(alike.score, 4),
                    reasons=[SUCCEEDS, *reasons] if pk in named else reasons,
                )
            )
    found.sort(key=lambda one: (one.older_id, one.newer_id))
    Suggestion.objects.bulk_create(found, ignore_conflicts=True)
    return Suggestion.objects.about(incident.pk).count() - known


def _comparable(incident: Incident, answered: set[int]) -> Iterable[Incident]:
    """Return live incidents that share a matching key, and no document, with this one."""
    standing = IncidentClaim.objects.standing()
    documents = standing.filter(incident=incident).values("claim__document")
    beside = standing.filter(claim__document__in=documents).values("incident")
    rows = Incident.objects.live().filter(blocks__overlap=incident.blocks)
    rows = rows.exclude(pk__in=[incident.pk, *answered]).exclude(pk__in=beside)
    return rows.order_by("-pk")[:COMPARED]


def _answered(incident: Incident) -> set[int]:
    """Return the incidents that people told apart from this one or from one merged into it."""
    ours = {incident.pk, *incident.merged_from.values_list("pk", flat=True)}
    answered = Suggestion.objects.filter(Q(older__in=ours) | Q(newer__in=ours))
    answered = answered.exclude(answer=Answer.OPEN)
    pairs = answered.values_list("older", "newer")
    return {pk for pair in pairs for pk in pair} - ours
