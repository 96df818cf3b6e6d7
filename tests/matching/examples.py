"""Invented claims and places that the tests of matching share."""

from datetime import date
from itertools import count
from typing import Any

from incidents.matching import ClaimFacts, Count, Place

KORVA = Place("Korva", "UA", 49.2, 37.2, "settlement", admin1="Kharkiv")
LESNE = Place("Lesne", "UA", 49.9, 36.2, "settlement", admin1="Kharkiv")
DISTRICT = Place("Kharkiv", "UA", 49.6, 36.5, "region", admin1="Kharkiv")
UKRAINE = Place("Ukraine", "UA", None, None, "country")
DAY = date(2022, 9, 10)

_numbers = count(1)


def make_claim(
    quote: str = "Villagers were shot dead.", *, day: date | None = None, **facts: Any
) -> ClaimFacts:
    """Return a claim on an unlawful killing; ``day`` sets both ends of its date."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "key": number,
        "document": "paper",
        "start": number * 100,
        "end": number * 100 + len(quote),
        "quote": quote,
        "event_type": "unlawful_killing",
        "date_start": day,
        "date_end": day,
        "date_precision": "day" if day else None,
    }
    return ClaimFacts(**(values | facts))


def killed(lower: int | None, upper: int | None, qualifier: str = "exact", **facts: Any) -> Count:
    """Return a number of people killed."""
    return Count("killed", lower, upper, qualifier, **facts)
