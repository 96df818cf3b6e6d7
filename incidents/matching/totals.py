"""How many over several events, none of which is counted twice."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Event = TypeVar("Event", bound=Hashable)
Range = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of ranges: ``upper`` None is open. ``events`` say a number, ``held`` were left out."""

    lower: int
    upper: int | None
    events: int
    held: int


def total(ranges: Mapping[Event, Range], counted_in: Mapping[Event, Collection[Event]]) -> Total:
    """Add up the numbers of events, but for those that another one's number holds already.

    A part counts by itself where nothing that it is counted in says a number.

    >>> days = {"first day": (4, 4), "second day": (6, None)}
    >>> parts = {"first day": ["siege"], "second day": ["siege"]}
    >>> total(days | {"siege": (10, 12)}, parts)
    Total(lower=10, upper=12, events=1, held=2)
    >>> total(days, parts)
    Total(lower=10, upper=None, events=2, held=0)
    """
    counted = [found for event, found in ranges.items() if not _is_held(event, ranges, counted_in)]
    uppers = [upper for _, upper in counted]
    return Total(
        lower=sum(lower or 0 for lower, _ in counted),
        upper=None if None in uppers else sum(upper or 0 for upper in uppers),
        events=len(counted),
        held=len(ranges) - len(counted),
    )


def _is_held(
    event: Event, ranges: Mapping[Event, Range], counted_in: Mapping[Event, Collection[Event]]
) -> bool:
    seen: set[Event] = set()
    level = set(counted_in.get(event, ()))
    while level - seen:
        if level & ranges.keys():
            return True
        seen |= level
        level = {above for one in level for above in counted_in.get(one, ())}
    return False
