"""Keys that incidents must share to be compared at all, so that the work stays near-linear."""

from collections.abc import Iterable
from datetime import date
from math import cos, floor, radians

from .dates import days, event_interval
from .model import related_types
from .places import level
from .types import IncidentFacts, Place

CELL = 1.0  # Degrees.
MARGIN_KM = (25.0, 25.0, 60.0, 170.0)  # By level of place, from site to region.
KM_PER_DEGREE = 111.0
LONG = 62  # Days; a longer interval is placed by the date of its report.
TELLING = 20  # From this size a number is worth an index entry of its own.
COUNTRY = 4


def blocks(facts: IncidentFacts) -> tuple[str, ...]:
    """Return index keys: two incidents that may be one event have at least one in common.

    A key joins where and when (a cell of the globe or a country and type; a month), or names a
    large number with its country.
    """
    months = _months(facts)
    where = _where(facts)
    keys = {f"{place}/{month}" for place in where for month in months}
    country = facts.place.country if facts.place and facts.place.country else "-"
    for count in facts.counts:
        for number in {count.lower, count.upper} - {None}:
            if number is not None and number >= TELLING and count.qualifier != "vague":
                keys.add(f"{count.effect}/{number}/{country}")
    return tuple(sorted(keys))


def _where(facts: IncidentFacts) -> set[str]:
    place = facts.place
    if place is None:
        return {f"type/{facts.event_type}/-"}
    country = place.country or "-"
    types = [facts.event_type]
    if level(place) == COUNTRY:
        types += related_types(facts.event_type)
    keys = {f"type/{kind}/{country}" for kind in types}
    if level(place) == COUNTRY:
        return keys
    if place.gazetteer_id is None:  # its point, if any, is a guess
        keys.add(f"name/{place.name.casefold()[:40]}")
    if place.latitude is None or place.longitude is None:
        return keys
    return keys | set(_cells(place, place.latitude, place.longitude))


def _cells(place: Place, latitude: float, longitude: float) -> Iterable[str]:
    """Yield the cells that a circle around the place touches."""
    north = MARGIN_KM[level(place)] / KM_PER_DEGREE
    east = min(180.0, north / max(0.05, cos(radians(latitude))))
    for row in range(floor((latitude - north) / CELL), floor((latitude + north) / CELL) + 1):
        for column in range(floor((longitude - east) / CELL), floor((longitude + east) / CELL) + 1):
            yield f"cell/{row}/{(column + 180) % 360 - 180}"


def _months(facts: IncidentFacts) -> set[str]:
    interval = event_interval(facts)
    if interval and days(interval) <= LONG:
        return {_month(number) for number in range(_number(interval[0]), _number(interval[1]) + 1)}
    if facts.reported:
        first, last = _number(facts.reported[0]), _number(facts.reported[1])
        return {_month(number) for number in {first - 1, first, last - 1, last}}
    return {_month(_number(interval[1]))} if interval else {"-"}


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02}"
