"""What an article is mainly about: its chief events, country, town and day."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sources.extraction.types import Claim, Extraction, Place

# Fitted by hand on the training part of HRDsAttack.
FADE = 1500  # characters after which a mention counts for a third
MENTION = 0.6  # what naming a place counts for, beside a claim that something happened there
GUESSED = 0.5  # what a place or a date counts for that a claim took from an earlier one
ENOUGH = 0.5  # evidence below which no town is named
LEAD = 1500  # characters in which a date counts that belongs to no claim
CHIEF = 0.2  # share of the first event's weight from which an event is a chief one
OWN = frozenset({"in the clause", "described in the clause", "in the sentence"})
CITY_STATES = frozenset({"GI", "HK", "MC", "MO", "SG", "VA"})
Key = TypeVar("Key", str, date)


@dataclass(frozen=True, slots=True)
class Digest:
    """The main event of an article; what its text does not settle is None or empty.

    ``event_types`` are those of the chief claims, the weightiest first.
    """

    event_types: tuple[str, ...]
    country: str | None
    city: Place | None
    day: date | None


def digest(extraction: Extraction, text: str, *, published: date | None = None) -> Digest:
    """Return what an article is mainly about: what it claims and names first and most often."""
    claims = [c for c in extraction.claims if c.stance != "denied" and not c.aggregate]
    country = _top(_countries(claims, extraction.places))
    return Digest(
        event_types=_event_types(claims),
        country=country,
        city=_city(claims, extraction.places, country),
        day=_day(claims, extraction, text, published or date.max),
    )


def _event_types(claims: Iterable[Claim]) -> tuple[str, ...]:
    weights: dict[str, float] = defaultdict(float)
    for claim in claims:
        weights[claim.event_type] += _weight(claim.start)
    most = max(weights.values(), default=0.0)
    ranked = sorted(weights, key=lambda kind: -weights[kind])
    return tuple(kind for kind in ranked if weights[kind] >= CHIEF * most)


def _countries(claims: Iterable[Claim], places: Iterable[Place]) -> Mapping[str, float]:
    weights: dict[str, float] = defaultdict(float)
    for claim in claims:
        if claim.place and claim.place.country:
            weights[claim.place.country] += _weight(claim.start) * _certainty(claim, "place")
    for place in places:
        if place.country:
            weights[place.country] += MENTION * _weight(place.span.start)
    return weights


def _city(claims: Iterable[Claim], places: Iterable[Place], country: str | None) -> Place | None:
    weights: dict[str, float] = defaultdict(float)
    found: dict[str, Place] = {}
    said = [(c.place, _weight(c.start) * _certainty(c, "place")) for c in claims if c.place]
    named = [(p, MENTION * _weight(p.span.start)) for p in places]
    for place, weight in (*said, *named):
        if place.country == country and _is_city(place):
            weights[place.name] += weight
            found.setdefault(place.name, place)
    name = _top(weights)
    return found[name] if name and weights[name] >= ENOUGH else None


def _is_city(place: Place) -> bool:
    return place.precision in ("site", "settlement") or place.country in CITY_STATES


def _day(claims: Iterable[Claim], extraction: Extraction, text: str, latest: date) -> date | None:
    """Return the day of the weightiest claims, else the first that the lead gives in figures."""
    weights: dict[date, float] = defaultdict(float)
    for claim in claims:
        if claim.when and claim.when.start and claim.when.precision == "day":
            weights[claim.when.start] += _weight(claim.start) * _certainty(claim, "date")
    if not weights:
        for when in extraction.dates:
            words = text[when.span.start : when.span.end]
            in_figures = any(letter.isdigit() for letter in words)
            if when.start is None or when.precision != "day" or when.start > latest:
                continue
            if in_figures and when.span.start < LEAD:
                weights[when.start] += _weight(when.span.start)
    return _top(weights)


def _weight(start: int) -> float:
    return math.exp(-start / FADE)


def _certainty(claim: Claim, field: str) -> float:
    return 1.0 if claim.rules.get(field) in OWN else GUESSED


def _top(weights: Mapping[Key, float]) -> Key | None:
    return max(weights, key=lambda key: weights[key], default=None)
