"""What a table and a column of a release are."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

FORMAT_VERSION = "1"
LIST_SEPARATOR = ";"

NOT_SAID = "not said"
UNKNOWN = "not known"
NOT_CODED = "the codebook named would not code it"

Type = Literal["string", "integer", "number", "date", "datetime", "boolean"]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column: what it means, and what a cell of it may hold.

    ``missing`` says what an empty cell means; a ``required`` cell is never empty. ``references``
    names the table and column that hold the row meant. ``since`` is the version of the format.
    """

    name: str
    type: Type
    description: str
    unit: str | None = None
    missing: str = NOT_SAID
    required: bool = False
    enum: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    references: tuple[str, str] | None = None
    since: str = "1"


@dataclass(frozen=True, eq=False)
class Table:
    """One table: ``key`` tells its rows apart, ``order`` (the key if empty) is how they come."""

    name: str
    title: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    order: tuple[str, ...] = ()

    @cached_property
    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def file(self) -> str:
        return f"{self.name}.csv"

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def join_list(values: list[str]) -> str | None:
    """Return the values as the text of one list cell; a separator inside a value turns comma.

    >>> join_list(["Governor Oleh; Kharkiv", "police"])
    'Governor Oleh, Kharkiv;police'
    """
    return LIST_SEPARATOR.join(value.replace(LIST_SEPARATOR, ",") for value in values) or None
