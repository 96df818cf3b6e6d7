"""Facts in words, as pages print them. They take a claim, an incident or one of their counts."""

from typing import Any

from django import template
from django.template.defaultfilters import date as format_date
from django_countries import countries

from sources import languages
from sources.metadata import is_web_address

register = template.Library()


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
    start, end = thing.date_start, thing.date_end
    if start is None:
        return ""
    if thing.date_precision == "year" and start.year == end.year:
        return str(start.year)
    if thing.date_precision == "month" and (start.year, start.month) == (end.year, end.month):
        return format_date(start, "F Y")
    if start == end:
        return format_date(start, "j M Y")
    return f"{format_date(start, 'j M Y')} to {format_date(end, 'j M Y')}"


@register.filter
def place_words(thing: Any) -> str:
    """Return the place with the region and the country around it."""
    country = countries.name(thing.place_country) if thing.place_country else ""
    parts = [thing.place_name, thing.place_admin1, country]
    return ", ".join(dict.fromkeys(part for part in parts if part))


@register.filter
def language_name(code: str) -> str:
    return languages.name_of(code)


@register.filter
def is_web_link(url: str) -> bool:
    return is_web_address(url)
