"""The one way to change what is judged: compare, swap, and write down who did it and why.

Every decision records each column it changed as [before, after]. So any decision can be undone
later by the same few lines, whatever it was.
"""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F, Model
from django.utils import timezone

from accounts.models import User
from incidents.enums import Action
from incidents.exceptions import ReviewError, StaleError
from incidents.models import Decision, Incident, IncidentClaim
from sources.enums import SENSITIVE

READ_BY_TWO = "Two people read this claim blind to each other: it is decided when both have."


def lock(*incident_ids: int) -> dict[int, Incident]:
    """Lock incidents for the rest of the transaction, always in the order of their keys.

    Lock them before their claims. Rows that only refer to them, as suggestions do, need not wait.
    """
    rows = (
        Incident.objects.select_for_update(no_key=True).filter(pk__in=incident_ids).order_by("pk")
    )
    return {row.pk: row for row in rows}


def decide_on_incident(
    incident: Incident,
    action: Action,
    *,
    by: User,
    version: int,
    reason: str = "",
    batch: uuid.UUID | None = None,
    changes: dict[str, Any],
    told: Mapping[str, list[Any]] | None = None,
) -> Decision:
    """Change columns of a locked incident that still has this version.

    What is ``told`` goes into the record beside the columns, as [before, after] too.

    Raises:
        StaleError: somebody decided first; the message says who and what.
    """
    if incident.version != version:
        raise StaleError(_who_was_first(incident.decisions.select_related("by").first()))
    record = {}
    for column, after in changes.items():
        record[column] = [plain(getattr(incident, column)), plain(after)]
        setattr(incident, column, after)
    incident.version += 1
    incident.save(update_fields=[*record, "version"])
    return Decision.objects.create(
        incident=incident,
        action=action,
        by=by,
        reason=reason,
        changes=record | dict(told or {}),
        batch=batch,
    )


def decide_on_claim(
    link: IncidentClaim,
    action: Action,
    *,
    by: User,
    version: int,
    reason: str = "",
    batch: uuid.UUID | None = None,
    **columns: Any,
) -> Decision:
    """Change columns of a claim's link that still has this version, and free its lease.

    Raises:
        StaleError: somebody decided first; the message says who and what.
        ReviewError: two people read the claim, and not both have.
    """
    if "verdict" in columns:
        if link.awaits and "awaits" not in columns:
            raise ReviewError(READ_BY_TWO)
        columns |= {"decided_by": by, "decided_at": timezone.now()}
    record = {name: [plain(getattr(link, name)), plain(value)] for name, value in columns.items()}
    same = IncidentClaim.objects.filter(pk=link.pk, version=version)
    changed = link.version == version and same.update(
        **columns, version=F("version") + 1, leased_to=None, leased_until=None
    )
    if not changed:
        raise StaleError(_who_was_first(link.claim.decisions.select_related("by").first()))
    decision = Decision.objects.create(
        incident=columns.get("incident", link.incident),
        claim=link.claim,
        action=action,
        by=by,
        reason=reason,
        changes=record,
        batch=batch,
    )
    link.refresh_from_db()
    return decision


def name_of(target: Incident | IncidentClaim) -> str:
    """Return how a message calls an incident or a claim. None quotes the hardest text."""
    if isinstance(target, Incident):
        return target.reference
    claim = target.claim
    if claim.event_type in SENSITIVE:
        return f"A claim about {claim.get_event_type_display().lower()}"
    return f"“{claim.quote[:60]}”"


def plain(value: Any) -> Any:
    """Return a value as JSON holds it."""
    if isinstance(value, Model):
        return value.pk
    return value.isoformat() if isinstance(value, date) else value


def _who_was_first(decision: Decision | None) -> str:
    if decision is None:
        return "This was changed meanwhile. Look at it again before you decide."
    return (
        f"{decision.by} {decision.get_action_display()} at {decision.at:%H:%M}, before you. "
        "Look at it again before you decide."
    )
