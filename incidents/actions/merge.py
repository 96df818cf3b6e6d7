"""Make two incidents one. Every part is a decision with before and after, so it can be undone."""

import uuid
from collections.abc import Mapping
from copy import copy
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from incidents.actions.decisions import decide_on_claim, decide_on_incident, lock, plain
from incidents.actions.facts import FACTS, evidence, refresh, work_out
from incidents.actions.suggestions import suggest, wait_to_suggest
from incidents.enums import Action, Answer, Status
from incidents.exceptions import ReviewError
from incidents.models import Decision, Incident, IncidentCount, Suggestion


@transaction.atomic
def merge(
    survivor: Incident,
    other: Incident,
    *,
    by: User,
    versions: Mapping[int, int],
    keep: Mapping[str, str],
    reason: str = "",
) -> Decision:
    """Move the claims of ``other`` to ``survivor``; the old reference leads there for ever.

    What was confirmed stays confirmed, whichever of the two survives.

    Args:
        versions: the version of each incident that the person saw, by primary key.
        keep: for a fact on which the two differ, "survivor" or "other"; facts left out are as a
            person has set them on either side, else worked out from the claims of both. Numbers
            are never chosen: they are reconciled.

    Raises:
        StaleError: somebody decided on one of them first.
        ReviewError: they cannot be merged; the message says why.
    """
    if survivor.pk == other.pk:
        raise ReviewError("An incident cannot be merged into itself.")
    wait_to_suggest()
    rows = lock(survivor.pk, other.pk)
    kept, gone = rows[survivor.pk], rows[other.pk]
    for row in (kept, gone):
        if row.status not in (Status.CANDIDATE, Status.CONFIRMED) and (
            row.version == versions[row.pk]
        ):
            raise ReviewError(f"{row.reference} is {row.get_status_display().lower()} already.")
    if needs_lead(kept, gone) and not by.has_perm("incidents.lead_review"):
        raise ReviewError("Both were confirmed: only a lead merges them.")
    batch = uuid.uuid4()
    changes: dict[str, Any] = {"overrides": _chosen(kept, gone, keep, by, reason)}
    if gone.status == Status.CONFIRMED and kept.status == Status.CANDIDATE:
        changes |= {
            "status": Status.CONFIRMED,
            "confirmed_by": gone.confirmed_by,
            "confirmed_at": gone.confirmed_at,
        }
    act: dict[str, Any] = {"by": by, "reason": reason, "batch": batch}
    decision = decide_on_incident(
        kept, Action.MERGE, version=versions[kept.pk], changes=changes, **act
    )
    decide_on_incident(
        gone,
        Action.MERGE,
        version=versions[gone.pk],
        changes={"status": Status.MERGED, "merged_into": kept},
        **act,
    )
    for link in gone.links.select_related("claim").locked():
        decide_on_claim(
            link, Action.MOVE_CLAIM, by=by, version=link.version, batch=batch, incident=kept
        )
    for row in (gone, kept):
        refresh(row)
    older, newer = sorted((kept, gone), key=lambda row: row.pk)
    for suggestion in Suggestion.objects.filter(older=older, newer=newer, answer=Answer.OPEN):
        _answer(suggestion, Answer.SAME, by=by, batch=batch)
    suggest(kept)
    return decision


def needs_lead(survivor: Incident, other: Incident) -> bool:
    """Return whether both were confirmed once: opening one again does not free the pair."""
    return None not in (survivor.confirmed_at, other.confirmed_at)


@transaction.atomic
def answer(suggestion: Suggestion, answer: Answer, *, by: User) -> Decision:
    """Remember what a person says to a suggestion, so that it does not come back."""
    return _answer(suggestion, answer, by=by, batch=uuid.uuid4())


def _answer(suggestion: Suggestion, answer: Answer, *, by: User, batch: uuid.UUID) -> Decision:
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


def _chosen(
    kept: Incident, gone: Incident, keep: Mapping[str, str], by: User, reason: str
) -> dict[str, dict]:
    """Return the survivor's overrides: those of both, and each fact that the person chose."""
    overrides = _overrides_of_both(kept, gone)
    for fact, side in keep.items():
        chosen = kept if side == "survivor" else gone
        overrides[fact] = {
            "value": [plain(getattr(chosen, column)) for column in FACTS[fact]],
            "reason": reason or f"chosen from {chosen.reference} in the merge",
            "by": by.pk,
            "at": timezone.now().isoformat(),
        }
    return overrides


def _overrides_of_both(survivor: Incident, other: Incident) -> dict[str, dict]:
    return other.overrides | survivor.overrides


def differing(survivor: Incident, other: Incident) -> set[str]:
    """Return the facts on which two incidents differ."""
    return {
        fact
        for fact, columns in FACTS.items()
        if any(getattr(survivor, name) != getattr(other, name) for name in columns)
    }


def preview(survivor: Incident, other: Incident) -> tuple[Incident, list[IncidentCount]]:
    """Return, unsaved, the facts and ranges that a merge gives if the person chooses none."""
    together = copy(survivor)
    together.overrides = _overrides_of_both(survivor, other)
    ranges = work_out(together, evidence(survivor, other))
    return together, ranges
