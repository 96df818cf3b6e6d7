"""Running totals: counts over a period or a whole war, which are no single incident's."""

import re
from functools import cache
from typing import TYPE_CHECKING

from sources.extraction.lexicon import read_data
from sources.extraction.types import Count, When

if TYPE_CHECKING:
    from sources.extraction.joining import Happening

LONGEST_INCIDENT = 31
LARGEST_INCIDENT = 5000


def is_total(
    happening: "Happening", words: str, when: When | None, counts: tuple[Count, ...]
) -> bool:
    """Whether the counts add up many events: over months, "so far this year", "in the war".

    ``words`` is the sentence or the clause that states them.
    """
    if not counts:
        return False
    if when is not None and when.start is not None and when.end is not None:
        spans = (when.end - when.start).days > LONGEST_INCIDENT
        if spans and (when.precision == "range" or _is_plural(counts)):
            return True
    if any(event.frame.background for event in happening.events) and _is_plural(counts):
        return True
    if sums(words):
        return True
    return any((count.lower or 0) >= LARGEST_INCIDENT for count in counts if _takes_life(count))


def _is_plural(counts: tuple[Count, ...]) -> bool:
    return any((count.lower or count.upper or 0) > 1 for count in counts)


def _takes_life(count: Count) -> bool:
    return count.effect in ("killed", "injured")


def sums(words: str) -> bool:
    """Whether the words add up what many events did: "since January", "in recent years"."""
    return _summing().search(words) is not None


@cache
def _summing() -> re.Pattern[str]:
    return re.compile("|".join(read_data("cues.toml")["totals"]["phrases"]), re.IGNORECASE)
