"""How far two intervals overlap: of days, or of the numbers that an article allows."""

from datetime import date
from typing import Any

from .readings import COUNT, Draft, counts_of

Bounds = tuple[int | None, int | None]  # both ends belong to it; None: open
KEY = COUNT.index("lower")  # what comes before says which number it is


def jaccard(one: Bounds, other: Bounds) -> float:
    """Return how much of what either interval holds both hold: 1 if they are the same.

    Whole numbers are counted between the outermost ends that are known; an open end counts as one
    number more, beyond all others. So "at least 10" and "10" share a half.

    >>> jaccard((10, 19), (15, 24)), jaccard((10, None), (10, 10)), jaccard((3, 3), (4, 4))
    (0.3333333333333333, 0.5, 0.0)
    """
    known = [end for end in (*one, *other) if end is not None]
    if not known:
        return 1.0
    (left, right), (start, end) = (
        _closed(bounds, min(known), max(known)) for bounds in (one, other)
    )
    shared = max(0, min(right, end) - max(left, start) + 1)
    return shared / (right - left + 1 + end - start + 1 - shared)


def overlap_of_dates(one: Draft, other: Draft) -> float | None:
    """Return the overlap of the days of two readings, None if neither gives any."""
    first, second = _days(one), _days(other)
    if first is None and second is None:
        return None
    return jaccard(first, second) if first and second else 0.0


def overlap_of_counts(one: Draft, other: Draft) -> float | None:
    """Return the mean overlap of the numbers of two readings, None if neither gives any.

    Numbers are compared that count the same: effect, unit, class of victims, a part or not. One
    that the other reader does not give at all overlaps with nothing.
    """
    first, second = _by_key(one), _by_key(other)
    keys = first.keys() | second.keys()
    if not keys:
        return None
    shares = [jaccard(first[key], second[key]) for key in first.keys() & second.keys()]
    return sum(shares) / len(keys)


def _closed(bounds: Bounds, least: int, most: int) -> tuple[int, int]:
    lower, upper = bounds
    return (least - 1 if lower is None else lower), (most + 1 if upper is None else upper)


def _days(draft: Draft) -> Bounds | None:
    start, end = draft.get("date_start"), draft.get("date_end")
    if not start or not end:
        return None
    return date.fromisoformat(start).toordinal(), date.fromisoformat(end).toordinal()


def _by_key(draft: Draft) -> dict[tuple[Any, ...], Bounds]:
    return {row[:KEY]: (row[KEY], row[KEY + 1]) for row in counts_of(draft)}
