"""Facts in words, as pages print them. They take a claim, an incident or one of their counts."""

from datetime import date
from functools import cache, lru_cache
from typing import Any

from django import template
from django.template.defaultfilters import date as format_date
from django.urls import reverse
from django_countries import countries

from sources import languages, taxonomy
from sources.metadata import is_web_address

register = template.Library()

ANY_KEY = 987_654_321  # stands for the key in an address until there is one


@register.filter
def count_words(count: Any) -> str:
    """Return a number as the article bounds it: "at least 440", "24 to 99", "3"."""
    lower, upper = count.lower, count.upper
    if lower is None and upper is None:
        return "an unclear number"
    if lower is None:
        return f"at most {upper:,}"
    if count.qualifier == "at_least" or upper is None:
        return f"at least {lower:,}"
    number = f"{lower:,}" if lower == upper else f"{lower:,} to {upper:,}"
    return f"about {number}" if count.qualifier == "about" else number


@register.filter
def date_words(thing: Any) -> str:
    """Return the day or the days between which it happened, as exact as they are known."""
    if thing.date_start is None:
        return ""
    return _days(thing.date_start, thing.date_end, thing.date_precision)


@lru_cache(maxsize=10_000)
def _days(start: date, end: date, precision: str | None) -> str:
    if precision == "year" and start.year == end.year:
        return str(start.year)
    if precision == "month" and (start.year, start.month) == (end.year, end.month):
        return format_date(start, "F Y")
    if start == end:
        return day(start)
    return f"{day(start)} to {day(end)}"


@register.filter
@lru_cache(maxsize=10_000)
def day(value: date) -> str:
    """Return a day as the pages print it: 3 Oct 2022."""
    return format_date(value, "j M Y")


@register.filter
def place_words(thing: Any) -> str:
    """Return the place with the region and the country around it."""
    country = _country(thing.place_country) if thing.place_country else ""
    parts = [thing.place_name, thing.place_admin1, country]
    return ", ".join(dict.fromkeys(part for part in parts if part))


@cache
def _country(code: str) -> str:
    return str(countries.name(code))


@register.filter
def clip(text: str, most: int) -> str:
    """Return text cut to a length, with an ellipsis for what is missing. Quicker than Django's,
    which can also cut HTML: lists cut hundreds of sentences.
    """
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


@register.filter
def address(key: int, name: str) -> str:
    """Return the address of a page about one row: `{{ link.pk|address:"incidents:judge" }}`.

    Quicker than `url`, for lists that print a hundred of them.
    """
    before, after = _address(name)
    return f"{before}{key}{after}"


@cache
def _address(name: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=[ANY_KEY]).partition(str(ANY_KEY))
    return before, after


@register.filter
def label_of(code: str, name: str) -> str:
    """Return the label of a code: `{{ claim.event_type|label_of:"event_types" }}`."""
    return _labels(name).get(code, code)


@cache
def _labels(name: str) -> dict[str, str]:
    return dict(taxonomy.choices(name))


@register.filter
def language_name(code: str) -> str:
    return languages.name_of(code)


@register.filter
def is_web_link(url: str) -> bool:
    return is_web_address(url)
