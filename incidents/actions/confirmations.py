"""Whether a confirmation was given, and whether what it was given on is still together."""

import uuid
from collections.abc import Iterable
from typing import Any

from accounts.models import User
from incidents.actions.decisions import decide_on_incident
from incidents.actions.lineage import trees
from incidents.enums import Action, Status
from incidents.models import Decision, Incident
from incidents.review_querysets import DecisionQuerySet

CAME_APART = "What it was confirmed on came apart when a merge was undone."


def once_confirmed(incident_ids: Iterable[int]) -> set[int]:
    """Return those that were ever confirmed, or bear one that was, however that ended.

    That a confirmation was taken back, or the incident opened again, does not unsay it.
    """
    found = trees(incident_ids)
    members = {pk for tree in found.values() for pk in tree}
    confirmed = set(_confirmations(members).values_list("incident", flat=True))
    return {pk for pk, tree in found.items() if confirmed.intersection(tree)}


def joined_confirmed(merges: Iterable[Decision]) -> bool:
    """Return whether an act of merging joined incidents of which two had been confirmed."""
    return sum(_was_confirmed_before(merge) for merge in merges) > 1


def ask_again(incident: Incident, *, by: User, batch: uuid.UUID) -> None:
    """Open a locked incident whose confirmation rests on claims that an undone merge took away.

    That is one that came with an incident that left again, or one that was given to several as
    one event.
    """
    if incident.status != Status.CONFIRMED or incident.confirmed_at is None:
        return
    ours = trees([incident.pk])[incident.pk]
    parted = Decision.objects.filter(
        incident__in=ours, action=Action.MERGE, undone_by__isnull=False
    ).values_list("batch", "pk", "undone_by")
    sides = Decision.objects.filter(batch__in=[batch for batch, _, _ in parted], claim=None)
    confirming = _confirmations({*ours, *sides.values_list("incident", flat=True)}).filter(
        changes__confirmed_at__1=incident.confirmed_at.isoformat()
    )
    given = confirming.filter(incident__in=ours).first() or confirming.first()
    if given is None:
        return
    own = given.incident_id in ours
    if own and not any(merge < given.pk < undoing for _, merge, undoing in parted):
        return
    changes: dict[str, Any] = {"status": Status.CANDIDATE}
    if not own:
        changes |= {"confirmed_by": None, "confirmed_at": None}
    decide_on_incident(
        incident,
        Action.REOPEN,
        by=by,
        version=incident.version,
        reason=CAME_APART,
        batch=batch,
        changes=changes,
    )


def _was_confirmed_before(merge: Decision) -> bool:
    """Return whether a side of a merge had been confirmed by then, itself or what it bore."""
    pk = merge.incident_id or 0
    earlier = Decision.objects.filter(
        action=Action.MERGE,
        pk__lt=merge.pk,
        incident__merged_into=pk,
        changes__has_key="merged_into",
        undone_by=None,
    )
    borne = trees(earlier.exclude(batch=merge.batch).values_list("incident", flat=True))
    members = {pk, *(one for tree in borne.values() for one in tree)}
    return _confirmations(members).filter(pk__lt=merge.pk).exists()


def _confirmations(incident_ids: Iterable[int]) -> DecisionQuerySet:
    return Decision.objects.filter(action=Action.CONFIRM, incident__in=list(incident_ids))
