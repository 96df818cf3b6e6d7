"""The form that states a claim: which words of the article each of its fields rests on."""

import re
from typing import Any

from django import template
from django.db.backends.postgresql.psycopg_any import NumericRange
from django.forms import BoundField

register = template.Library()


@register.filter
def words_of(span: BoundField) -> str:
    """Return the words of the article that a span field names, empty for none."""
    value: Any = span.value()
    if not isinstance(value, NumericRange):
        start, _, end = str(value or "").partition("-")
        if not (re.fullmatch("[0-9]{1,9}", start) and re.fullmatch("[0-9]{1,9}", end)):
            return ""
        value = NumericRange(int(start), int(end))
    text: str = getattr(span.form, "document").text  # noqa: B009 -- only such forms have spans
    return text[value.lower : value.upper]
