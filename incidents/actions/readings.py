"""A claim as one person reads it: as a draft, as JSON holds it, and back."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import NumericRange

from sources.actions.claims import ClaimDraft, CountDraft, SpeakerDraft
from sources.models import Claim

DATES = ("date_start", "date_end")


def draft_of(claim: Claim) -> ClaimDraft:
    """Return the draft that states a claim as it stands. Expects counts and speakers prefetched."""
    rows = {
        "counts": (CountDraft, claim.counts.all()),
        "speakers": (SpeakerDraft, claim.speakers.all()),
    }
    stated = {name: getattr(claim, name) for name in _names(ClaimDraft) if name not in rows}
    for name, (kind, found) in rows.items():
        stated[name] = tuple(kind(**{c: getattr(row, c) for c in _names(kind)}) for row in found)
    return ClaimDraft(**stated)


def as_json(draft: ClaimDraft) -> dict[str, Any]:
    """Return a draft as JSON holds it: days as ISO dates, stretches of text as two numbers."""
    plain: dict[str, Any] = _plain(asdict(draft))
    return plain


def from_json(values: dict[str, Any]) -> ClaimDraft:
    """Return the draft that ``as_json`` wrote down."""
    stated = _spans(values)
    for name in DATES:
        stated[name] = date.fromisoformat(stated[name]) if stated.get(name) else None
    stated["counts"] = tuple(CountDraft(**_spans(row)) for row in values["counts"])
    stated["speakers"] = tuple(SpeakerDraft(**_spans(row)) for row in values["speakers"])
    return ClaimDraft(**stated)


def _names(kind: type) -> list[str]:
    return list(kind.__dataclass_fields__)  # type: ignore[attr-defined]


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {name: _plain(one) for name, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case NumericRange():
            return [value.lower, value.upper]
        case date():
            return value.isoformat()
    return value


def _spans(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: NumericRange(*value) if value and name.endswith("span") else value
        for name, value in row.items()
    }
