"""Pages of a list that may hold millions of rows: by key, so the last page costs as little as the
first, and a row that is added meanwhile neither repeats another nor pushes one out."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import F, Func, IntegerField, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.lookups import GreaterThan, LessThan, Lookup
from django.http import HttpRequest

AFTER, BEFORE = "after", "before"  # the key of the row beside the page, in the address
ROWS = 30
COUNTED = 1000
CHEAP = 500  # what a count may cost in the planner's own unit; a page of a list costs about 100
LONGEST_KEY = 18  # digits of a bigint that cannot overflow


class Row(Func):
    """Columns compared as one, as an index over them compares them."""

    function = "ROW"
    output_field = IntegerField()  # never read; a lookup asks for one


@dataclass(frozen=True, slots=True)
class Order:
    """Columns that put rows in one order, all rising or all falling; together they are unique.

    None of them is ever null. An index over the same columns makes each page cost the same.
    """

    columns: tuple[str | Combinable, ...] = ("pk",)
    falling: bool = False

    def sort(self, rows: QuerySet) -> QuerySet:
        return rows.order_by(*(c.desc() if self.falling else c.asc() for c in self._columns))

    def behind(self, rows: QuerySet, place: Sequence[Any]) -> QuerySet:
        """Keep the rows that come after this place."""
        lookup: type[Lookup] = LessThan if self.falling else GreaterThan
        values = [Value(value) for value in place]
        if len(values) == 1:
            return rows.filter(lookup(self._columns[0], values[0]))
        return rows.filter(lookup(Row(*self._columns), Row(*values)))

    def place_of(self, rows: QuerySet, key: int) -> Sequence[Any] | None:
        """Return where the row with this primary key stands, None if there is no such row."""
        if self.columns == ("pk",):
            return (key,)
        return rows.filter(pk=key).order_by().values_list(*self._columns).first()

    def reversed(self) -> "Order":
        return Order(self.columns, falling=not self.falling)

    @property
    def _columns(self) -> list[Any]:
        return [F(column) if isinstance(column, str) else column for column in self.columns]


NEWEST = Order(falling=True)


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows in order, and the addresses of the pages beside them; None where there is none."""

    rows: Sequence[Any]
    first_url: str | None
    newer_url: str | None
    older_url: str | None

    @classmethod
    def beside(
        cls, request: HttpRequest, rows: Sequence[Any], *, before: bool, after: bool
    ) -> Self:
        """Return the page of these rows; ``before`` and ``after`` say whether others lie there."""
        return cls(
            rows=rows,
            first_url=url_with(request, after=None, before=None) if before else None,
            newer_url=url_with(request, before=rows[0].pk, after=None) if before and rows else None,
            older_url=url_with(request, after=rows[-1].pk, before=None) if after else None,
        )


def page(
    queryset: QuerySet, request: HttpRequest, *, size: int = ROWS, order: Order = NEWEST
) -> Page:
    """Return the page that the address asks for: after or before the row with some key."""
    rows = queryset.model._default_manager.all()
    if before := _place(order, rows, request, BEFORE):
        backwards = order.reversed()
        found = list(backwards.sort(backwards.behind(queryset, before))[: size + 1])
        if len(found) > size:
            return Page.beside(request, found[size - 1 :: -1], before=True, after=True)
    # Nothing but the first page lies before a row that has no full page before it.
    after = None if before else _place(order, rows, request, AFTER)
    if after:
        queryset = order.behind(queryset, after)
    found = list(order.sort(queryset)[: size + 1])
    return Page.beside(request, found[:size], before=bool(after), after=len(found) > size)


def url_with(request: HttpRequest, **changes: str | int | None) -> str:
    """Return the query of this address with some parameters changed; None drops one."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@dataclass(frozen=True, slots=True)
class Number:
    """How many rows there are. ``more``: at least as many; ``rough``: as the planner reckons."""

    value: int
    more: bool = False
    rough: bool = False


def count_roughly(rows: QuerySet, *, most: int = COUNTED) -> Number:
    """Count rows up to ``most``, or ask the planner where even that would take long."""
    some = rows.order_by().values("pk")[:most]
    if some.query.is_empty():
        return Number(0)  # the filters make no sense, so nothing is asked for
    plan = json.loads(some.explain(format="json"))[0]["Plan"]
    if plan["Total Cost"] <= CHEAP:
        found = some.count()
        return Number(found, more=found == most)
    inner = plan["Plans"][0] if plan["Node Type"] == "Limit" else plan
    return Number(inner["Plan Rows"], rough=True)


def key_in(request: HttpRequest, parameter: str) -> int | None:
    """Return the primary key that the address names, None if it names none."""
    text = request.GET.get(parameter, "")
    readable = text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY
    return int(text) if readable else None


def _place(
    order: Order, rows: QuerySet, request: HttpRequest, parameter: str
) -> Sequence[Any] | None:
    key = key_in(request, parameter)
    return None if key is None else order.place_of(rows, key)
