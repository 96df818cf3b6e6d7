"""Decisions: the record of what people did, when and why. It is only ever added to."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.db.models import QuerySet
from ninja import Router
from pydantic import Field

from incidents.api import codes
from incidents.api.filters import DecisionFilter
from incidents.api.rights import INCIDENTS, ApiRequest
from incidents.api.routes import Row, listing
from incidents.models import Decision
from incidents.references import reference_of

router = Router(tags=["decisions"])


class DecisionRow(Row):
    """What a person did to an incident or a claim."""

    id: int
    at: datetime
    by: str
    action: codes.DecisionAction
    incident: str | None
    claim: int | None
    reason: str
    changes: dict[str, Any] = Field(description="{column: [before, after]}")
    act: UUID | None = Field(description="shared by the decisions of one act")
    undone_by: int | None = Field(description="the decision that took it back")
    undoes: int | None

    @classmethod
    def of(cls, row: Decision) -> Self:
        undoing = getattr(row, "undone_by", None)
        return cls(
            id=row.pk,
            at=row.at,
            by=row.by.username,
            action=row.action,
            incident=reference_of(row.incident_id) if row.incident_id else None,
            claim=row.claim_id,
            reason=row.reason,
            changes=row.changes,
            act=row.batch,
            undone_by=undoing.pk if undoing else None,
            undoes=row.undoes_id,
        )


@listing(router, "", DecisionRow, right=INCIDENTS, filters=DecisionFilter)
def list_decisions(request: ApiRequest) -> QuerySet:
    """Every decision, the newest first."""
    return Decision.objects.in_full()
