"""Shares as the page about the extractor prints and draws them."""

from django import template

register = template.Library()


@register.filter
def percent(share: float) -> str:
    """Return a share in per cent; only all is 100 and only none is 0.

    >>> percent(0.914), percent(0.999), percent(0.001), percent(1.0), percent(0.0)
    ('91', '99', '1', '100', '0')
    """
    if 0 < share < 1:
        return str(min(99, max(1, round(100 * share))))
    return str(round(100 * share))


@register.filter
def along(share: float) -> str:
    """Return where a share lies on an axis from left to right.

    >>> along(0.9144)
    '91.44%'
    """
    return f"{round(100 * share, 2):g}%"


@register.filter
def upto(low: float, high: float) -> str:
    """Return the length from one share to another on the same axis."""
    return along(max(0.004, high - low))
