"""The codes that stand in answers, with every value that each may have."""

from typing import Annotated, Any

from django.db.models import Choices
from pydantic import Field

from accounts.models import Scope
from incidents.enums import (
    RANGE_QUALIFIERS,
    Action,
    Answer,
    Grade,
    RelationKind,
    ReleaseStatus,
    Status,
    Verdict,
)
from sources import enums


def _one_of(codes: list[Any]) -> Any:
    return Field(json_schema_extra={"enum": codes})


def _values(kind: type[Choices]) -> Any:
    return _one_of(list(kind.values))


def _codes(pairs: Any) -> Any:
    return _one_of([code for code, _ in pairs])


IncidentStatus = Annotated[str, _values(Status)]
ClaimVerdict = Annotated[str, _values(Verdict)]
IncidentGrade = Annotated[str, _values(Grade)]
DecisionAction = Annotated[str, _values(Action)]
SuggestionAnswer = Annotated[str, _values(Answer)]
Bearing = Annotated[str, _values(RelationKind)]
StateOfRelease = Annotated[str, _values(ReleaseStatus)]
TokenScope = Annotated[str, _values(Scope)]
Qualifier = Annotated[str, _codes(enums.QUALIFIERS)]
RangeQualifier = Annotated[str, _codes(RANGE_QUALIFIERS)]
EventType = Annotated[str, _codes(enums.EVENT_TYPES)]
Effect = Annotated[str, _codes(enums.EFFECTS)]
Stance = Annotated[str, _codes(enums.STANCES)]
Unit = Annotated[str, _codes(enums.UNITS)]
PlacePrecision = Annotated[str, _values(enums.PlacePrecision)]
DatePrecision = Annotated[str, _values(enums.DatePrecision)]
SourceKind = Annotated[str, _values(enums.SourceKind)]
RunStatus = Annotated[str, _values(enums.RunStatus)]
LikenessKind = Annotated[str, _values(enums.LikenessKind)]
