"""Words for what the charts of an incident show."""

from collections.abc import Sequence
from datetime import date

from django import template
from django.template.defaultfilters import date as format_date

from sources.enums import EFFECTS, UNITS

register = template.Library()

EFFECT_LABELS, UNIT_LABELS = dict(EFFECTS), dict(UNITS)
# The radius that the map draws for each precision of a place.
RADII = {
    "site": "300 m",
    "settlement": "3 km",
    "district": "15 km",
    "region": "60 km",
}


@register.filter
def effect_label(code: str) -> str:
    return EFFECT_LABELS[code]


@register.filter
def unit_label(code: str) -> str:
    return UNIT_LABELS[code].lower()


@register.filter
def radius_words(precision: str) -> str:
    return RADII.get(precision, RADII["region"])


@register.filter
def span_of_days(days: Sequence[date]) -> str:
    """Return the first and the last of some days in order, or the only one.

    >>> span_of_days([date(2021, 3, 14)]), span_of_days([date(2021, 3, 14), date(2021, 3, 20)])
    ('14 Mar 2021', '14 Mar 2021 to 20 Mar 2021')
    """
    first, last = (format_date(day, "j M Y") for day in (days[0], days[-1]))
    return first if first == last else f"{first} to {last}"


@register.filter
def days_after(days: int) -> str:
    """Return how long after the event a report appeared.

    >>> days_after(0), days_after(1), days_after(12), days_after(-3), days_after(800)
    ('the same day', '1 day after', '12 days after', 'before it was over', '2 years after')
    """
    if days < 0:
        return "before it was over"
    if days == 0:
        return "the same day"
    if days >= 2 * 365:
        return f"{days // 365} years after"
    return f"{days} day{'' if days == 1 else 's'} after"
