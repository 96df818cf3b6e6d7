"""Relations that people stated between incidents, and pairs that the machine suggests."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db.models import QuerySet
from ninja import Router
from pydantic import BaseModel, Field

from incidents.api import codes
from incidents.api.filters import RelationFilter
from incidents.api.rights import INCIDENTS, SUGGESTIONS, ApiRequest
from incidents.api.routes import Row, listing
from incidents.models import Relation, Suggestion
from incidents.references import reference_of

relations = Router(tags=["relations"])
suggestions = Router(tags=["suggestions"])


class RelationRow(Row):
    """Two events that are not one: the first bears on the second."""

    id: int
    incident: str
    kind: codes.Bearing
    other: str
    by: str
    at: datetime
    reason: str

    @classmethod
    def of(cls, row: Relation) -> Self:
        return cls(
            id=row.pk,
            incident=reference_of(row.incident_id),
            kind=row.kind,
            other=reference_of(row.other_id),
            by=row.by.username,
            at=row.at,
            reason=row.reason,
        )


class Reason(BaseModel):
    """What speaks for or against two incidents being one."""

    code: str
    label: str
    weight: float = Field(description="below 0: against")


class SuggestionRow(Row):
    """The machine's guess about two incidents. Only a person's answer does anything."""

    id: int
    older: str
    newer: str
    score: float
    relation: codes.Bearing | None = Field(description="null: they may be one event")
    older_bears: bool = Field(description="the relation leads from the older to the newer")
    reasons: list[Reason]
    created_at: datetime

    @classmethod
    def of(cls, row: Suggestion) -> Self:
        return cls(
            id=row.pk,
            older=reference_of(row.older_id),
            newer=reference_of(row.newer_id),
            score=row.score,
            relation=row.relation,
            older_bears=row.older_bears,
            reasons=[Reason(**reason) for reason in row.reasons],
            created_at=row.created_at,
        )


@listing(relations, "", RelationRow, right=INCIDENTS, filters=RelationFilter)
def list_relations(request: ApiRequest) -> QuerySet:
    """Every relation in force, the newest first."""
    return Relation.objects.in_force().select_related("by")


@listing(suggestions, "", SuggestionRow, right=SUGGESTIONS)
def list_suggestions(request: ApiRequest) -> QuerySet:
    """Pairs that nobody has answered yet, the newest first."""
    return Suggestion.objects.open()


def relations_of(incidents: Iterable[int]) -> QuerySet[Relation]:
    """Return the relations in force that name any of these incidents."""
    return Relation.objects.in_force().of(incidents).select_related("by")
