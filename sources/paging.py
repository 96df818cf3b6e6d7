"""Pages of a list that may hold millions of rows: by key, so the last page costs as little as the
first, and a row that is added meanwhile neither repeats another nor pushes one out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

AFTER, BEFORE = "after", "before"  # the key of the row beside the page, in the address
LONGEST_KEY = 18  # digits of a bigint that cannot overflow


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows in order, and the addresses of the pages beside them; None where there is none."""

    rows: Sequence[Any]
    first_url: str | None
    newer_url: str | None
    older_url: str | None


def page(queryset: QuerySet, request: HttpRequest, *, size: int = 50, order: str = "-pk") -> Page:
    """Return the page that the address asks for. ``order`` is one unique whole-number column."""
    column = order.removeprefix("-")
    descending = order.startswith("-")
    after, before = _key(request, AFTER), _key(request, BEFORE)
    if before is not None:
        backwards = column if descending else f"-{column}"
        lookup = f"{column}__{'gt' if descending else 'lt'}"
        rows = list(queryset.filter(**{lookup: before}).order_by(backwards)[: size + 1])
        if len(rows) > size:
            shown = rows[size - 1 :: -1]
            return _page(request, shown, column, before=True, after=True)
        after = None  # nothing but the first page lies before this row
    if after is not None:
        lookup = f"{column}__{'lt' if descending else 'gt'}"
        queryset = queryset.filter(**{lookup: after})
    rows = list(queryset.order_by(order)[: size + 1])
    return _page(request, rows[:size], column, before=after is not None, after=len(rows) > size)


def url_with(request: HttpRequest, **changes: str | int | None) -> str:
    """Return the query of this address with some parameters changed; None drops one."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"


def _page(request: HttpRequest, rows: list[Any], column: str, *, before: bool, after: bool) -> Page:
    def beside(parameter: str, row: Any) -> str:
        other = AFTER if parameter == BEFORE else BEFORE
        return url_with(request, **{parameter: getattr(row, column), other: None})

    return Page(
        rows=rows,
        first_url=url_with(request, after=None, before=None) if before else None,
        newer_url=beside(BEFORE, rows[0]) if before and rows else None,
        older_url=beside(AFTER, rows[-1]) if after else None,
    )


def _key(request: HttpRequest, parameter: str) -> int | None:
    text = request.GET.get(parameter, "")
    readable = text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY
    return int(text) if readable else None
