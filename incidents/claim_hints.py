"""What a person who states a claim is offered: known parties, and what selected words say."""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.backends.postgresql.psycopg_any import NumericRange
from django_countries import countries

from incidents.lookup import (
    Surroundings,
    find_places,
    named_place,
    read_date,
    read_number,
    stretch_of_date,
    why_no_date,
)
from incidents.models import Incident
from sources.enums import PlacePrecision
from sources.extraction.actors import actor_name
from sources.extraction.gazetteer import Entry
from sources.extraction.lexicon import read_data, victim_classes
from sources.extraction.types import When
from sources.models import ClaimSpeaker, Document
from sources.templatetags.facts import count_words, day

RECENT = 200
OFFERED = 60
PRECISION = {"area": PlacePrecision.REGION}
FIELDS = ("place", "date", "count", "perpetrator", "speaker", "victims", "weapon")


def hints(document: Document) -> dict[str, Any]:
    """Return the suggestions of the form: actors, speakers of this article first, classes."""
    claims = list(document.claims.in_force().values("perpetrator", "perpetrator_actor"))
    own = [claim[name] for claim in claims for name in ("perpetrator_actor", "perpetrator")]
    used = Incident.objects.exclude(perpetrators=[]).order_by("-pk")
    incidents = (name for names in used.values_list("perpetrators")[:RECENT] for name in names[0])
    said = ClaimSpeaker.objects.order_by("-pk").values_list("name", flat=True)
    here = said.filter(claim__document=document).order_by("pk")
    return {
        "parties": _first([*own, *incidents, *_actor_list()]),
        "actors": _actor_list(),
        "speakers": _first([*here[:RECENT], *said[:RECENT]]),
        "victim_classes": _victim_classes(),
    }


def surroundings(document: Document) -> Surroundings:
    """Return the countries and places of the claims of an article."""
    told = document.claims.filter(place_name__isnull=False)
    rows = told.values_list("place_country", "place_latitude", "place_longitude")
    found = list(rows[:RECENT])
    named = Counter(country for country, *_ in found if country)
    points = dict.fromkeys(
        (lat, lon) for _, lat, lon in found if lat is not None and lon is not None
    )
    order = tuple(country for country, _ in named.most_common())
    return Surroundings(countries=order, points=tuple(points)[:20])


def offers(words: str, document: Document | None) -> list[dict[str, Any]]:
    """Return the places that the words may mean, as the form and its map take them."""
    around = surroundings(document) if document else Surroundings()
    return [place_of(entry) for entry in find_places(words, around)]


def place_of(entry: Entry) -> dict[str, Any]:
    """Return a place of the gazetteer, in the names of the form's fields and in words."""
    region = entry.name if entry.kind == "region" else entry.admin1
    country = str(countries.name(entry.country)) if entry.country else ""
    return {
        "name": entry.name,
        "admin1": region or "",
        "country": entry.country,
        "country_name": country,
        "latitude": entry.latitude,
        "longitude": entry.longitude,
        "gazetteer_id": entry.geoname_id or "",
        "precision": str(PRECISION.get(entry.kind, entry.kind)),
        "kind": entry.kind,
        "within": ", ".join(dict.fromkeys(filter(None, (entry.admin1, country)))),
        "population": entry.population,
    }


def say(document: Document, field: str, start: int, end: int) -> tuple[dict[str, Any], str]:
    """Return what words of an article say of one field: values for the form, and a sentence."""
    words = " ".join(document.text[start:end].split())
    span = NumericRange(start, end)
    if field == "place":
        return _place(words, span, document)
    if field == "date":
        return _date(document, span)
    if field == "count":
        return _count(words, span)
    if field == "speaker":
        return {"name": words[:300], "actor": actor_name(words), "span": span}, f"“{words}”"
    values: dict[str, Any] = {field: words[:200], f"{field}_span": span}
    if field == "perpetrator":
        values["perpetrator_actor"] = actor_name(words)
    return values, f"“{words}”"


def typed(document: Document, field: str, words: str) -> tuple[dict[str, Any], str]:
    """Return what typed words say of a date or a number: values for the form, and a sentence."""
    if field == "date":
        return _days(read_date(words, document.published), document)
    if field == "count":
        return _number(words)
    return {}, ""


def _place(words: str, span: NumericRange, document: Document) -> tuple[dict[str, Any], str]:
    entry = named_place(words, surroundings(document))
    if entry is None:
        values = {"place_name": words[:200], "place_precision": PlacePrecision.SETTLEMENT.value}
        return values | {"place_span": span}, f"“{words}” is not in the gazetteer: kept as written."
    place = place_of(entry)
    columns = ("name", "precision", "country", "admin1", "latitude", "longitude", "gazetteer_id")
    values = {f"place_{column}": place[column] for column in columns}
    values |= {"place_span": span, "place_as_shown": "on"}
    return values, f"{entry.name}, {place['within']}".rstrip(", ")


def _date(document: Document, span: NumericRange) -> tuple[dict[str, Any], str]:
    when = stretch_of_date(document.text, span.lower, span.upper, document.published)
    values, said = _days(when, document)
    nothing = dict.fromkeys(("date_start", "date_end", "date_precision"))
    return (values or nothing) | {"date_span": span}, said


def _days(when: When | None, document: Document) -> tuple[dict[str, Any], str]:
    if when is None or when.start is None or when.end is None:
        return {}, why_no_date(document.published)
    values = {"date_start": when.start, "date_end": when.end, "date_precision": when.precision}
    days = " to ".join(dict.fromkeys(day(each) for each in (when.start, when.end)))
    return values | {"date_as_shown": "on"}, f"{days} ({when.precision})"


def _count(words: str, span: NumericRange) -> tuple[dict[str, Any], str]:
    values, said = _number(words)
    return values | {"span": span}, said


def _number(words: str) -> tuple[dict[str, Any], str]:
    number = read_number(words)
    if number is None:
        return {}, "There is no number in these words. Type what they mean."
    values = {"lower": number.lower, "upper": number.upper, "qualifier": number.qualifier}
    return values, f"“{words}”: {count_words(number)}"


def _first(names: Iterable[str | None]) -> list[str]:
    """Return names once each, in their order, as many as a list can hold."""
    return list(dict.fromkeys(" ".join(name.split()) for name in names if name))[:OFFERED]


@cache
def _actor_list() -> tuple[str, ...]:
    return tuple(row["name"] for row in read_data("actors.toml")["actors"])


@cache
def _victim_classes() -> tuple[str, ...]:
    return tuple(sorted(set(victim_classes().values())))
