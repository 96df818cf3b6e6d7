"""Words for what two articles have in common."""

from django import template

from sources.likeness.difference import Change

register = template.Library()

CHANGES: dict[Change, str] = {
    "same": "Alike",
    "changed": "Changed",
    "moved": "Elsewhere in the other",
    "left": "Only in the left one",
    "right": "Only in the right one",
}


@register.filter
def change_words(change: Change) -> str:
    return CHANGES[change]


@register.filter
def as_share(part: float) -> str:
    """Return a share in per cent: nothing but all is 100 %.

    >>> as_share(0.5), as_share(0.999), as_share(1.0), as_share(0.001)
    ('50 %', '99 %', '100 %', 'under 1 %')
    """
    if 0 < part < 0.01:
        return "under 1 %"
    return f"{100 if part == 1 else min(99, round(part * 100))} %"
