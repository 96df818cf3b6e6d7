"""What changed between two releases, table by table and cell by cell."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Literal

from incidents.releases.cells import is_missing
from incidents.releases.check import order_of
from incidents.releases.schema import Row, Table

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A row that came or went, with no column, or one cell that holds something else now."""

    table: str
    key: Key
    kind: Literal["added", "removed", "changed"]
    column: str | None = None
    old: object = None
    new: object = None


def difference(table: Table, old: Iterable[Row], new: Iterable[Row]) -> Iterator[Change]:
    """Yield the changes in the order of the table, whose order both must follow.

    A claim or count that went to another incident is removed there and added here.
    """
    sides = merge(_groups(table, old, "old"), _groups(table, new, "new"), key=itemgetter(0))
    for _, group in groupby(sides, key=itemgetter(0)):
        rows: dict[str, dict[Key, Row]] = {"old": {}, "new": {}}
        for _, side, keyed in group:
            rows[side] = keyed
        for key in rows["old"] | rows["new"]:
            yield from _row_changes(table, key, rows["old"].get(key), rows["new"].get(key))


def _groups(
    table: Table, rows: Iterable[Row], side: str
) -> Iterator[tuple[Key, str, dict[Key, Row]]]:
    """Yield the rows by key, those of one place in the order together."""
    for place, group in groupby(rows, key=order_of(table)):
        yield place, side, {tuple(row[name] for name in table.key): row for row in group}


def _row_changes(table: Table, key: Key, old: Row | None, new: Row | None) -> Iterator[Change]:
    if old is None:
        yield Change(table.name, key, "added")
    elif new is None:
        yield Change(table.name, key, "removed")
    else:
        for name in table.header:
            before, after = _cell(old, name), _cell(new, name)
            if before != after:
                yield Change(table.name, key, "changed", name, before, after)


def _cell(row: Row, name: str) -> object:
    """Return the cell's value; a column that the older format lacked is a missing value."""
    value = row.get(name)
    return None if is_missing(value) else value
