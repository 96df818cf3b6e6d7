"""Whether a row may be released: its columns, its types and what must hold between its cells."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from incidents.releases.cells import MISSING, encoder, is_missing
from incidents.releases.columns import EFFECTS
from incidents.releases.schema import Column, Row, Table


class ReleaseError(ValueError):
    """Rows that must not be released; says which table, row and column, and why."""


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row that may be released, with the CSV text of its cells in the order of the header."""

    row: Row
    cells: list[str]


def check_row(table: Table, row: Row) -> CheckedRow:
    """Return the row with the text of its cells, or raise ReleaseError."""
    if row.keys() != _names(table):
        wrong = min(row.keys() ^ _names(table))
        problem = "is not a column of the table." if wrong in row else "is missing from the row."
        raise ReleaseError(f"{_where(table, row, wrong)} {problem}")
    cells = []
    name = ""
    try:
        for name, optional, encode in _encoders(table):
            value = row[name]
            cells.append(MISSING if value is None and optional else encode(value))
    except ValueError as error:
        raise ReleaseError(f"{_where(table, row, name)} {error}") from None
    for rule in RULES.get(table.name, ()):
        if found := rule(row):
            name, problem = found
            raise ReleaseError(f"{_where(table, row, name)} {problem}")
    return CheckedRow(row, cells)


class Checker:
    """Checks the rows of a table one after the other; two with one key are wrong, and disorder.

    Holds no more in memory than the keys of one run of equal ``order`` columns.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._position = order_of(table)
        self._before: tuple[object, ...] = ()
        self._keys: set[tuple[object, ...]] = set()

    def __call__(self, row: Row) -> CheckedRow:
        """Return the row with the text of its cells, or raise ReleaseError."""
        table = self._table
        checked = check_row(table, row)
        here = self._position(row)
        if here < self._before:
            raise ReleaseError(f"{_where(table, row, _order(table)[0])} comes too late: sort rows.")
        if here != self._before:
            self._keys.clear()
        key = tuple(row[name] for name in table.key)
        if key in self._keys:
            raise ReleaseError(f"{_where(table, row, table.key[0])} comes twice.")
        self._keys.add(key)
        self._before = here
        return checked


def check_rows(table: Table, rows: Iterable[Row]) -> Iterator[CheckedRow]:
    """Yield the rows with the text of their cells; raise ReleaseError at the first wrong one."""
    yield from map(Checker(table), rows)


def order_of(table: Table) -> Callable[[Row], tuple[object, ...]]:
    """Return the function that gives a row's place in the order of its table."""
    columns = [table.column(name) for name in _order(table)]
    return lambda row: tuple(_rank(column, row[column.name]) for column in columns)


def _rank(column: Column, value: object) -> tuple[object, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return (column.enum.index(value),) if column.enum else (len(value), value)
    return (value,)


def _order(table: Table) -> tuple[str, ...]:
    return table.order or table.key


@cache
def _encoders(table: Table) -> tuple[tuple[str, bool, Callable[[Any], str]], ...]:
    """Return for each column its name, whether it may be missing, and how it is written."""
    return tuple((column.name, not column.required, encoder(column)) for column in table.columns)


@cache
def _names(table: Table) -> frozenset[str]:
    return frozenset(table.header)


def _where(table: Table, row: Row, column: str) -> str:
    key = " ".join(str(row.get(name)) for name in table.key)
    return f"Table {table.name}, row {key}, column {column}:"


Problem = tuple[str, str]


def _range_problem(row: Row, prefix: str = "") -> Problem | None:
    lower, upper = row[f"{prefix}lower"], row[f"{prefix}upper"]
    if lower is not None and upper is not None and lower > upper:
        return f"{prefix}lower", f"{lower} is more than {prefix}upper, {upper}."
    return None


EFFECT_COLUMNS = tuple(
    (
        effect,
        f"{effect}_known",
        tuple(f"{effect}_{part}" for part in ("lower", "upper", "qualifier")),
    )
    for effect in EFFECTS
)


def _unknown_effect_has_no_number(row: Row) -> Problem | None:
    for effect, known, parts in EFFECT_COLUMNS:
        if not row[known]:
            for part in parts:
                if not is_missing(row[part]):
                    return part, f"is filled although {known} is false."
        elif is_missing(row[f"{effect}_qualifier"]):
            return f"{effect}_qualifier", f"is missing although {known} is true."
        elif problem := _range_problem(row, f"{effect}_"):
            return problem
    return None


def _dates_in_order(row: Row) -> Problem | None:
    start, end = row["date_start"], row["date_end"]
    if start is not None and end is not None and start > end:
        return "date_start", f"{start} is after date_end, {end}."
    return None


def _coordinates_in_pairs(row: Row) -> Problem | None:
    if (row["latitude"] is None) != (row["longitude"] is None):
        name = "latitude" if row["latitude"] is None else "longitude"
        return name, "is missing although the other coordinate is there."
    return None


def _span_not_empty(row: Row) -> Problem | None:
    start, end = row["start"], row["end"]
    if (start is None) != (end is None):
        return "start" if start is None else "end", "is missing although the other end is there."
    if start is not None and start >= end:
        return "start", f"{start} is not before end, {end}."
    return None


RULES: dict[str, tuple[Callable[[Row], Problem | None], ...]] = {
    "incidents": (_unknown_effect_has_no_number, _dates_in_order, _coordinates_in_pairs),
    "counts": (_range_problem,),
    "claims": (_span_not_empty, _dates_in_order, _coordinates_in_pairs),
    "provenance": (_span_not_empty,),
}
