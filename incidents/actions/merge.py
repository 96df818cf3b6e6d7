"""Make incidents one. Every part is a decision with before and after, so it can be undone."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from incidents.actions.confirmations import once_confirmed
from incidents.actions.decisions import decide_on_claim, decide_on_incident, lock, plain
from incidents.actions.facts import FACTS, evidence, refresh, work_out
from incidents.actions.relations import refuse_related
from incidents.actions.suggestions import record_answer, suggest, wait_to_suggest
from incidents.enums import Action, Answer, Sensitivity, Status
from incidents.exceptions import ReviewError
from incidents.models import Decision, Incident, IncidentCount, Suggestion


def merge(
    survivor: Incident,
    other: Incident,
    *,
    by: User,
    versions: Mapping[int, int],
    keep: Mapping[str, str],
    reason: str = "",
) -> Decision:
    """Merge one incident into another; ``keep`` names "survivor" or "other" for a fact."""
    sides = {"survivor": survivor.pk, "other": other.pk}
    chosen = {fact: sides[side] for fact, side in keep.items()}
    return merge_all(survivor, [other], by=by, versions=versions, keep=chosen, reason=reason)


@transaction.atomic
def merge_all(
    survivor: Incident,
    others: Sequence[Incident],
    *,
    by: User,
    versions: Mapping[int, int],
    keep: Mapping[str, int],
    reason: str = "",
) -> Decision:
    """Move the claims of the others to ``survivor``; their references lead there for ever.

    What was confirmed stays confirmed, whichever of them survives. All of it is one act.

    Args:
        versions: the version of each incident that the person saw, by primary key.
        keep: for a fact on which they differ, the key of the incident to take it from; facts left
            out are as a person has set them on any of them, the survivor first, else worked out
            from the claims of all. Numbers are never chosen: they are reconciled.

    Raises:
        StaleError: somebody decided on one of them first.
        ReviewError: they cannot be merged; the message says why.
    """
    if survivor in others:
        raise ReviewError("An incident cannot be merged into itself.")
    wait_to_suggest()
    rows = lock(survivor.pk, *(row.pk for row in others))
    kept, gone = rows.pop(survivor.pk), list(rows.values())
    _refuse(kept, gone, by, versions)
    batch = uuid.uuid4()
    changes: dict[str, Any] = {"overrides": _chosen(kept, gone, keep, by, reason)}
    if confirmed := _confirmation(kept, gone):
        changes |= {
            "status": Status.CONFIRMED,
            "confirmed_by": confirmed.confirmed_by,
            "confirmed_at": confirmed.confirmed_at,
        }
    if (careful := _sensitivity(kept, gone)) != kept.sensitivity:
        changes["sensitivity"] = careful
    act: dict[str, Any] = {"by": by, "reason": reason, "batch": batch}
    decision = decide_on_incident(
        kept, Action.MERGE, version=versions[kept.pk], changes=changes, **act
    )
    for row in gone:
        merged = {"status": Status.MERGED, "merged_into": kept}
        decide_on_incident(row, Action.MERGE, version=versions[row.pk], changes=merged, **act)
        for link in row.links.select_related("claim").locked():
            decide_on_claim(
                link, Action.MOVE_CLAIM, by=by, version=link.version, batch=batch, incident=kept
            )
    for row in (*gone, kept):
        refresh(row)
    one_event = [row.pk for row in (kept, *gone)]
    asked = Suggestion.objects.filter(older__in=one_event, newer__in=one_event, answer=Answer.OPEN)
    for suggestion in asked.select_related("older", "newer").order_by("pk"):
        record_answer(suggestion, Answer.SAME, by=by, batch=batch)
    suggest(kept)
    return decision


def needs_lead(*incidents: Incident) -> bool:
    """Return whether two of them were confirmed once, however that ended: a lead merges them."""
    return len(once_confirmed(row.pk for row in incidents)) > 1


def _refuse(
    kept: Incident, gone: Sequence[Incident], by: User, versions: Mapping[int, int]
) -> None:
    if not gone:
        raise ReviewError("Choose at least one other incident to merge.")
    for row in (kept, *gone):
        if row.status not in (Status.CANDIDATE, Status.CONFIRMED) and (
            row.version == versions[row.pk]
        ):
            raise ReviewError(f"{row.reference} is {row.get_status_display().lower()} already.")
    if needs_lead(kept, *gone) and not by.has_perm("incidents.lead_review"):
        raise ReviewError("More than one was confirmed: only a lead merges them.")
    refuse_related(kept, *gone)


def _confirmation(kept: Incident, gone: Iterable[Incident]) -> Incident | None:
    """Return the incident whose confirmation a survivor that has none takes over: the oldest."""
    if kept.status == Status.CONFIRMED:
        return None
    confirmed = (row for row in gone if row.status == Status.CONFIRMED)
    return min(confirmed, key=lambda row: (row.confirmed_at, row.pk), default=None)


def _chosen(
    kept: Incident, gone: Sequence[Incident], keep: Mapping[str, int], by: User, reason: str
) -> dict[str, dict]:
    """Return the survivor's overrides: those of all, and each fact that the person chose."""
    overrides = _overrides_of_all(kept, gone)
    rows = {row.pk: row for row in (kept, *gone)}
    for fact, pk in keep.items():
        overrides[fact] = {
            "value": [plain(getattr(rows[pk], column)) for column in FACTS[fact]],
            "reason": reason or f"chosen from {rows[pk].reference} in the merge",
            "by": by.pk,
            "at": timezone.now().isoformat(),
        }
    return overrides


def _overrides_of_all(survivor: Incident, others: Iterable[Incident]) -> dict[str, dict]:
    overrides: dict[str, dict] = dict(survivor.overrides)
    for other in others:
        overrides = other.overrides | overrides
    return overrides


def differing(*incidents: Incident) -> set[str]:
    """Return the facts on which incidents differ."""
    return {
        fact
        for fact, columns in FACTS.items()
        for one, other in pairwise(incidents)
        if any(getattr(one, name) != getattr(other, name) for name in columns)
    }


def preview(survivor: Incident, *others: Incident) -> tuple[Incident, list[IncidentCount]]:
    """Return, unsaved, the facts and ranges that a merge gives if the person chooses none."""
    together = copy(survivor)
    together.overrides = _overrides_of_all(survivor, others)
    ranges = work_out(together, evidence(survivor, *others))
    return together, ranges


def _sensitivity(kept: Incident, gone: list[Incident]) -> str | None:
    """Return the mark of the whole: as careful as that of its most careful part."""
    marks = {row.sensitivity for row in (kept, *gone)}
    if Sensitivity.SENSITIVE in marks:
        return Sensitivity.SENSITIVE
    return kept.sensitivity if len(marks) == 1 else None
