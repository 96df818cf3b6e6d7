"""What two readers say of one claim, field by field, and whether they say the same."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

Draft = Mapping[str, Any]  # a claim as one person reads it, as JSON holds it

PLACE = ("name", "precision", "gazetteer_id", "admin1", "country", "latitude", "longitude")
COUNT = ("effect", "unit", "victim_class", "part", "lower", "upper", "qualifier")
DEGREES = 3  # decimals: about a hundred metres

# The fields of a claim and the columns that hold each: what is chosen is chosen as a whole.
FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "event_type": ("event_type", "event_type_span"),
        "stance": ("stance", "stance_span"),
        "place": (*(f"place_{name}" for name in PLACE), "place_span"),
        "date": ("date_start", "date_end", "date_precision", "date_span"),
        "counts": ("counts",),
        "perpetrator": ("perpetrator", "perpetrator_actor", "perpetrator_span"),
        "victims": ("victims", "victims_span"),
        "weapon": ("weapon", "weapon_span"),
        "speakers": ("speakers",),
        "aggregate": ("aggregate",),
        "sentence": ("start", "end"),
    }
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The verdict of one reader, and what they read if they accepted the claim."""

    verdict: str
    draft: Draft | None = None


def differing(one: Draft, other: Draft) -> list[str]:
    """Return the fields of which two readings say different things.

    Spelling in capitals and spaces tells no readings apart, nor do the words that a field rests
    on, nor a hundred metres.

    >>> differing({"victims": "Two  men", "weapon": "a gun"}, {"victims": "two men"})
    ['weapon']
    """
    return [field for field in FIELDS if said(one, field) != said(other, field)]


def merged(one: Draft, other: Draft, *, taken: Mapping[str, bool]) -> dict[str, Any]:
    """Return a reading put together: each field that ``taken`` names from the other one."""
    together = dict(one)
    for field in (field for field in FIELDS if taken.get(field)):
        together |= {column: other.get(column) for column in FIELDS[field]}
    return together


def said(draft: Draft, field: str) -> Hashable:
    """Return what a reading says of a field, in a form that compares; None where it is silent."""
    special = SPECIAL.get(field)
    if special:
        return special(draft)
    values = tuple(_plain(draft.get(c)) for c in FIELDS[field] if not c.endswith("_span"))
    return None if all(value is None for value in values) else values


def counts_of(draft: Draft) -> list[tuple[Any, ...]]:
    """Return the numbers of a reading, each as the columns of ``COUNT``."""
    return [tuple(row.get(column) for column in COUNT) for row in draft.get("counts") or ()]


def _counts(draft: Draft) -> Hashable:
    return frozenset(counts_of(draft)) or None


def _speakers(draft: Draft) -> Hashable:
    return frozenset(_plain(row["name"]) for row in draft.get("speakers") or ()) or None


def _place(draft: Draft) -> Hashable:
    name, precision, number, _, country, latitude, longitude = (
        draft.get(f"place_{column}") for column in PLACE
    )
    if not name:
        return None
    if number is not None:
        return number, precision
    point = tuple(round(end, DEGREES) for end in (latitude, longitude) if end is not None)
    return _plain(name), country, precision, point


def _plain(value: Any) -> Any:
    return (" ".join(value.split()).casefold() or None) if isinstance(value, str) else value


SPECIAL: dict[str, Callable[[Draft], Hashable]] = {
    "counts": _counts,
    "speakers": _speakers,
    "place": _place,
}
