"""Say how one incident bears on another, or take that away: two events stay two."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from incidents.actions.decisions import lock
from incidents.actions.lineage import bearers, trees
from incidents.actions.suggestions import record_answer, wait_to_suggest
from incidents.enums import Action, Answer, RelationKind, Status
from incidents.exceptions import ReviewError
from incidents.models import Decision, Incident, Relation, Suggestion
from incidents.references import parse


@dataclass(frozen=True, slots=True)
class Related:
    """Another incident, and how it and the one at hand bear on each other, in words."""

    relation: Relation
    words: str
    other: Incident


@dataclass(frozen=True, slots=True)
class Bond:
    """How one incident bears on another today, by their keys."""

    incident: int
    kind: RelationKind
    other: int

    @property
    def held(self) -> int | None:
        """The one whose numbers are never added, for those of the other hold them already.

        That is a part, evidence, and what an update replaced.
        """
        if self.kind == RelationKind.SAME_OPERATION:
            return None
        return self.other if self.kind == RelationKind.UPDATE_OF else self.incident


@transaction.atomic
def relate(
    incident: Incident,
    kind: RelationKind,
    other: Incident,
    *,
    by: User,
    reason: str = "",
    batch: uuid.UUID | None = None,
) -> Relation:
    """Say that ``incident`` is evidence of, part of, an update of ... the other.

    Raises:
        ReviewError: it cannot be said; the message says why.
    """
    if kind == RelationKind.SAME_OPERATION and other.pk < incident.pk:
        incident, other = other, incident
    if incident.pk == other.pk:
        raise ReviewError("An incident is not related to itself.")
    wait_to_suggest()
    for row in lock(incident.pk, other.pk).values():
        if row.status not in (Status.CANDIDATE, Status.CONFIRMED):
            raise ReviewError(f"{row.reference} is {row.get_status_display().lower()}.")
    if problem := _problem(incident.pk, kind, other.pk):
        raise ReviewError(problem)
    relation, _ = Relation.objects.update_or_create(
        incident=incident,
        kind=kind,
        other=other,
        defaults={"in_force": True, "by": by, "reason": reason},
    )
    _record(relation, Action.RELATE, by=by, reason=reason, batch=batch or uuid.uuid4())
    return relation


@transaction.atomic
def answer_related(
    suggestion: Suggestion, kind: RelationKind, *, older_bears: bool, by: User
) -> Relation:
    """Answer a suggestion with a relation between its two incidents, as one act."""
    wait_to_suggest()
    batch = uuid.uuid4()
    pair = (suggestion.older, suggestion.newer)
    first, second = pair if older_bears else pair[::-1]
    record_answer(suggestion, Answer.RELATED, by=by, batch=batch)
    return relate(first, kind, second, by=by, batch=batch)


@transaction.atomic
def unrelate(relation: Relation, *, by: User, reason: str = "") -> Relation:
    """Take a relation away. That it was said, and by whom, stays in the history of both."""
    wait_to_suggest()
    if not Relation.objects.in_force().filter(pk=relation.pk).update(in_force=False):
        raise ReviewError("Somebody has taken this relation away already.")
    _record(relation, Action.UNRELATE, by=by, reason=reason, batch=uuid.uuid4())
    return relation


def related(incident: Incident) -> list[Related]:
    """Return what bears on an incident, and on what it bears, as the incidents stand today."""
    ours = trees([incident.pk])[incident.pk]
    rows = Relation.objects.in_force().of(ours).select_related("by", "incident", "other")
    relations = list(rows.order_by("kind", "pk"))
    bearer = bearers({pk for one in relations for pk in (one.incident_id, one.other_id)} - ours)
    standing = Incident.objects.in_bulk(set(bearer.values()))
    found: dict[tuple[str, int], Related] = {}
    for relation in relations:
        first = relation.incident_id in ours
        words = relation.get_kind_display() if first else relation.inverse
        other = standing[bearer[relation.other_id if first else relation.incident_id]]
        found.setdefault((words, other.pk), Related(relation, words, other))
    return list(found.values())


def between(incidents: QuerySet[Incident]) -> list[Bond]:
    """Return how these incidents bear on each other, as they stand today, each bond once."""
    bonds = _bonds()
    ours = _of(bonds, incidents)
    order = list(RelationKind)
    return sorted(
        (bond for bond in bonds if {bond.incident, bond.other} <= ours),
        key=lambda bond: (bond.incident, order.index(bond.kind), bond.other),
    )


def counted_in(incidents: QuerySet[Incident]) -> dict[int, set[int]]:
    """Return for each of these incidents those of these whose numbers hold its own already.

    Also through others: a day of a week of a siege is in the siege, whoever judged the week.
    """
    bonds = _bonds()
    ours, live = _of(bonds, incidents), _of(bonds, Incident.objects.live())
    holders: dict[int, set[int]] = {}
    for bond in bonds:
        if bond.held is not None and {bond.incident, bond.other} <= live:
            holders.setdefault(bond.held, set()).update({bond.incident, bond.other} - {bond.held})
    found = {pk: _holders_of(pk, holders) & ours for pk in ours & holders.keys()}
    return {pk: above for pk, above in found.items() if above}


def _bonds() -> set[Bond]:
    """Return every relation that stands, between what bears its two sides today."""
    rows = list(Relation.objects.in_force().values_list("incident", "kind", "other"))
    bearer = bearers(pk for first, _, second in rows for pk in (first, second))
    return {Bond(bearer[one], RelationKind(kind), bearer[two]) for one, kind, two in rows}


def _of(bonds: Iterable[Bond], incidents: QuerySet[Incident]) -> set[int]:
    """Return those of the incidents that have a bond."""
    bound = {pk for bond in bonds for pk in (bond.incident, bond.other)}
    return set(incidents.order_by().filter(pk__in=bound).values_list("pk", flat=True))


def _holders_of(event: int, holders: Mapping[int, set[int]]) -> set[int]:
    """Return all in which an event is counted, directly or through others."""
    found: set[int] = set()
    level = {event}
    while level:
        level = {above for one in level for above in holders.get(one, ())} - found
        found |= level
    return found


def refuse_related(*incidents: Incident) -> None:
    """Refuse to make incidents one of which a person has said that one bears on another."""
    one_event = trees(row.pk for row in incidents)
    tree_of = {one: pk for pk, tree in one_event.items() for one in tree}
    for relation in Relation.objects.in_force().of(tree_of).select_related("incident", "other"):
        sides = {tree_of.get(relation.incident_id), tree_of.get(relation.other_id)}
        if None not in sides and len(sides) > 1:
            raise ReviewError(f"A person said: {relation}. Take that away before you merge them.")
    for row in incidents:
        for pk in _above(row.pk) & one_event.keys() - {row.pk}:
            raise ReviewError(
                f"{row.reference} leads to {Incident(pk=pk).reference} through other incidents. "
                "Take a relation between them away before you merge them."
            )


def put_back(decision: Decision, record: dict[str, list[Any]], kept: list[str]) -> None:
    """Undo what a decision did to a relation; the other side of the act only tells of it."""
    before, after = decision.changes["relation"]
    first, kind, second = (before or after).split()
    if decision.incident_id != parse(first):
        return
    relation = Relation.objects.get(incident=parse(first), kind=kind, other=parse(second))
    if relation.in_force == bool(before):
        kept.append(f"{relation}: somebody has decided on that since.")
    elif before and (
        problem := _problem(relation.incident_id, RelationKind(kind), relation.other_id)
    ):
        kept.append(problem)
    else:
        Relation.objects.filter(pk=relation.pk).update(in_force=bool(before))
        record["relation"] = [after, before]


def _record(relation: Relation, action: Action, *, by: User, reason: str, batch: uuid.UUID) -> None:
    first, second = relation.incident, relation.other
    said = f"{first.reference} {relation.kind} {second.reference}"
    changes = [None, said] if action == Action.RELATE else [said, None]
    for row in (second, first):  # an undoing goes backwards, and the first side does it
        Decision.objects.create(
            incident=row,
            action=action,
            by=by,
            reason=reason,
            batch=batch,
            changes={"relation": changes},
        )


def _problem(incident_id: int, kind: RelationKind, other_id: int) -> str | None:
    """Return why a relation cannot be in force beside those that are, or None."""
    sides = trees(bearers([incident_id, other_id]).values())
    if len(sides) < 2:
        return "They are one incident now."
    tree_of = {one: pk for pk, tree in sides.items() for one in tree}
    between = Relation.objects.in_force().filter(incident__in=tree_of, other__in=tree_of)
    if said := between.select_related("incident", "other").first():
        return f"They are related already: {said}. Take that away first."
    bearer, above = tree_of[incident_id], _above(tree_of[other_id])
    if kind != RelationKind.SAME_OPERATION and bearer in above:
        first, second = Incident(pk=incident_id).reference, Incident(pk=other_id).reference
        return f"{second} leads to {first} already: events that hold each other hold none."
    return None


def _above(incident_id: int) -> set[int]:
    """Return all incidents that one leads up to, step by step, as they stand today."""
    found: set[int] = set()
    level = {incident_id}
    while level:
        members = {one for tree in trees(level).values() for one in tree}
        rows = Relation.objects.in_force().directed().filter(incident__in=members)
        level = set(bearers(rows.values_list("other", flat=True)).values()) - found
        found |= level
    return found
