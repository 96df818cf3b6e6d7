"""Dates and numbers by the extractor's own rules, so that people and machine agree."""

from datetime import date

from sources.extraction.dates import find_dates
from sources.extraction.numbers import Quantity, parse_quantity
from sources.extraction.types import When

BEFORE, AFTER = 300, 80


def read_date(words: str, published: date | None) -> When | None:
    """Return the days that the words mean; without days if they cannot be worked out.

    >>> str(read_date("early March 2022", None).end), read_date("the market", None)
    ('2022-03-31', None)
    """
    found = find_dates(words, published)
    return next((when for when in found if when.start), found[0] if found else None)


def stretch_of_date(text: str, start: int, end: int, published: date | None) -> When | None:
    """Return what the words between two offsets mean where they stand.

    >>> text = "They were shot on Friday."
    >>> str(stretch_of_date(text, 18, 24, date(2021, 5, 5)).start)
    '2021-04-30'
    """
    first = max(0, start - BEFORE)
    for when in find_dates(text[first : end + AFTER], published):
        inside = when.span.start + first < end and start < when.span.end + first
        if inside and when.start:
            return when
    return read_date(text[start:end], published)


def why_no_date(published: date | None) -> str:
    """Return why no day could be worked out of words."""
    if published is None:
        return "No day follows from these words: the article has no published date to count from."
    return "No day follows from these words. Type the days."


def read_number(words: str) -> Quantity | None:
    """Return the range that the words state, None if they state none.

    >>> read_number("at least 10"), read_number("the villagers")
    (Quantity(lower=10, upper=None, qualifier='at_least'), None)
    """
    return parse_quantity(words)
