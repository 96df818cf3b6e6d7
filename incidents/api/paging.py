"""Pages of an API: by key, so that no row comes twice or is missed while others are added."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest
from pydantic import BaseModel, Field

from incidents.api.parameters import Parameter
from sources.paging import NEWEST, Order, url_with

MOST, USUAL = 200, 50
AFTER, BEFORE = "a", "b"
CURSOR = re.compile(r"[ab][0-9a-z]{1,11}")  # eleven digits to the base of 36 fit into a bigint
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
OLDEST = Order()

Item = TypeVar("Item", bound=BaseModel)


class Page(BaseModel, Generic[Item]):
    """Some rows in order. Follow ``next`` until it is null; build no cursor yourself."""

    items: list[Item]
    next: str | None = Field(description="the address of the page after this one")
    previous: str | None = Field(description="the address of the page before this one")


@dataclass(frozen=True, slots=True)
class Cut:
    """Rows of one page, and whether others lie before and after them."""

    rows: Sequence[Any]
    before: bool
    after: bool


def cut(rows: QuerySet, asked: dict[str, str], order: Order = NEWEST) -> Cut:
    """Return the rows that ``cursor`` and ``limit`` ask for."""
    limit = int(asked.get("limit", USUAL))
    cursor = asked.get("cursor", "")
    if cursor[:1] == BEFORE:
        backwards = order.reversed()
        found = list(backwards.sort(backwards.behind(rows, _place(cursor)))[: limit + 1])
        return Cut(found[:limit][::-1], before=len(found) > limit, after=bool(found))
    if cursor:
        rows = order.behind(rows, _place(cursor))
    found = list(order.sort(rows)[: limit + 1])
    return Cut(found[:limit], before=bool(cursor and found), after=len(found) > limit)


def links(request: HttpRequest, part: Cut) -> dict[str, str | None]:
    """Return the addresses of the pages beside this one."""
    following = part.rows and part.after and _cursor(AFTER, part.rows[-1].pk)
    preceding = part.rows and part.before and _cursor(BEFORE, part.rows[0].pk)
    return {"next": _address(request, following), "previous": _address(request, preceding)}


def _address(request: HttpRequest, cursor: Any) -> str | None:
    if not cursor:
        return None
    return request.build_absolute_uri(f"{request.path}{url_with(request, cursor=cursor)}")


def _cursor(direction: str, key: int) -> str:
    """Return a cursor that stands at the row with this key.

    >>> _cursor("a", 35), _cursor("b", 36)
    ('az', 'b10')
    """
    digits = ""
    while key:
        key, digit = divmod(key, len(DIGITS))
        digits = DIGITS[digit] + digits
    return f"{direction}{digits or '0'}"


def _place(cursor: str) -> tuple[int]:
    return (int(cursor[1:], len(DIGITS)),)


def _read_cursor(text: str) -> str:
    if not CURSOR.fullmatch(text):
        raise ValueError("Give a cursor as it stands in “next” or “previous”.")
    return text


def _read_limit(text: str) -> str:
    if not re.fullmatch("[0-9]{1,3}", text) or not 1 <= int(text) <= MOST:
        raise ValueError(f"Give a number from 1 to {MOST}.")
    return text


PAGING = (
    Parameter(
        "cursor",
        "Where the page begins, from “next” or “previous” of another one.",
        {"type": "string", "pattern": f"^{CURSOR.pattern}$"},
        _read_cursor,
    ),
    Parameter(
        "limit",
        "How many rows the page holds at most.",
        {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
        _read_limit,
    ),
)
