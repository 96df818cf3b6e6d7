"""Take back the decisions of a bulk act, many in a fixed number of queries."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, Q

from incidents.actions.decisions import lock, name_of, plain
from incidents.actions.lineage import bearers
from incidents.actions.standing import settle
from incidents.enums import Action, BulkStatus, Verdict
from incidents.models import Bulk, Decision, Incident, IncidentClaim
from incidents.querysets import IncidentClaimQuerySet

NAMED = 50  # rows that stay and are named one by one
VERDICT = ("verdict", "decided_by_id", "decided_at")
STATUS = ("status", "confirmed_by_id", "confirmed_at")

Target = tuple[int | None, int | None]


def restore(bulk: Bulk, size: int) -> None:
    """Put back what the next decisions of a bulk act changed, unless a later one changed it again.

    Incidents come before their claims, as when a single act is undone.
    """
    waiting = Decision.objects.filter(batch=bulk.pk, undone_by=None)
    act = list(waiting.order_by(F("claim").asc(nulls_first=True), "-pk")[:size])
    incidents = lock(*_touched(act))
    links = {link.claim_id: link for link in _links_of(act).select_related("claim").locked()}
    later = _later(bulk, act)
    undoings = []
    for done in act:
        target = links[done.claim_id] if done.claim_id else incidents[done.incident_id or 0]
        overtaken = next((one for one in later.get(_target(done), ()) if one.pk > done.pk), None)
        stays = _why_it_stays(target, overtaken)
        changes = {} if stays else _put_back(target, done)
        target.version += 1
        undoings.append(_undoing(bulk, done, changes))
        if stays:
            bulk.kept_rows += 1
            bulk.kept = [*bulk.kept, stays][:NAMED]
        elif done.action == bulk.action:
            bulk.restored += 1
    turned = {done.incident_id for done in act if done.claim_id is None}
    Incident.objects.bulk_update(
        [incidents[pk] for pk in turned if pk], [*_fields(STATUS), "version"]
    )
    IncidentClaim.objects.bulk_update(links.values(), [*_fields(VERDICT), "version"])
    Decision.objects.bulk_create(undoings)
    if bulk.undone_by and incidents:
        settle(*incidents.values(), by=bulk.undone_by, batch=_batch(bulk))
    if len(act) < size:
        bulk.status = BulkStatus.UNDONE


def _fields(columns: Iterable[str]) -> list[str]:
    return [name.removesuffix("_id") for name in columns]


def _touched(act: Sequence[Decision]) -> set[int]:
    """Return the incidents that these decisions were about, and those that bear them now."""
    found = {done.incident_id for done in act if done.incident_id}
    found |= set(_links_of(act).values_list("incident", flat=True))
    return {*found, *bearers(found).values()}


def _links_of(act: Iterable[Decision]) -> IncidentClaimQuerySet:
    return IncidentClaim.objects.filter(claim__in=[done.claim_id for done in act if done.claim_id])


def _later(bulk: Bulk, act: Sequence[Decision]) -> dict[Target, list[Decision]]:
    """Return what other acts that still hold changed again since, by what they are about."""
    claims = Q(claim__in=[done.claim_id for done in act if done.claim_id])
    incidents = Q(incident__in=[done.incident_id for done in act if not done.claim_id])
    again = (claims & Q(changes__has_key="verdict")) | (
        incidents & Q(claim=None, changes__has_key="status")
    )
    first = min((done.pk for done in act), default=0)
    rows = Decision.objects.filter(again, pk__gt=first, undone_by=None)
    rows = rows.exclude(action=Action.UNDO).exclude(batch=bulk.pk).select_related("by")
    found: dict[Target, list[Decision]] = {}
    for later in rows.order_by("pk"):
        found.setdefault(_target(later), []).append(later)
    return found


def _target(decision: Decision) -> Target:
    about = decision.claim_id
    return about, None if about else decision.incident_id


def _put_back(target: Incident | IncidentClaim, decision: Decision) -> dict[str, list[Any]]:
    """Set what the decision found; return what that changes, as a decision records it."""
    changes = {}
    for name in VERDICT if decision.claim_id else STATUS:
        if name.removesuffix("_id") not in decision.changes:
            continue
        before, _ = decision.changes[name.removesuffix("_id")]
        changes[name.removesuffix("_id")] = [plain(getattr(target, name)), before]
        setattr(target, name, before)
    return changes


def _undoing(bulk: Bulk, decision: Decision, changes: dict[str, list[Any]]) -> Decision:
    return Decision(
        incident_id=decision.incident_id,
        claim_id=decision.claim_id,
        action=Action.UNDO,
        undoes=decision,
        by=bulk.undone_by,
        changes=changes,
        batch=_batch(bulk),
    )


def _batch(bulk: Bulk) -> uuid.UUID:
    """Return what the decisions that undo a bulk act share, in whatever stretch they are made."""
    return uuid.uuid5(bulk.pk, "undo")


def _why_it_stays(target: Incident | IncidentClaim, later: Decision | None) -> str:
    """Return why a row stays as it is, empty if nothing stands in the way."""
    if later:
        did = f"{later.by} {later.get_action_display()} since"
        return f"{name_of(target)} stays as it is: {did}."
    if isinstance(target, IncidentClaim) and target.awaits:
        return f"{name_of(target)} stays as it is: two people read it now."
    if isinstance(target, IncidentClaim) and target.verdict == Verdict.REPLACED:
        return f"{name_of(target)} stays as it is: a newer reading took its place."
    return ""
