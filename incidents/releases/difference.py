"""What changed between two releases, table by table and cell by cell, in one pass over both.

Compared are the cells as the CSV files spell them; rows come in the order of their table, so no
more than two of them are held at a time.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from incidents.releases.cells import decode
from incidents.releases.schema import Table
from incidents.releases.tables import CLAIMS, COUNTS, DOCUMENTS, INCIDENTS, RELATIONS, SOURCES

# Decisions are only ever added and are told with what they changed; provenance follows the rest.
COMPARED: dict[str, Table] = {
    table.name: table for table in (INCIDENTS, COUNTS, CLAIMS, DOCUMENTS, SOURCES, RELATIONS)
}
NAMED_BY = {
    "incidents": "title",
    "counts": "effect",
    "claims": "sentence",
    "documents": "title",
    "sources": "name",
    "relations": "relation",
}

Cells = Sequence[str]
Place = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A row that came or went, with no column, or one cell that holds something else now.

    ``key`` tells the row apart in its table, ``incident`` is the reference it belongs to, if any,
    ``name`` says in words which row it is. A missing value is an empty text.
    """

    table: str
    key: str
    incident: str | None
    name: str
    kind: Literal["added", "removed", "changed"]
    column: str | None = None
    old: str = ""
    new: str = ""


def difference(table: Table, old: Iterable[Cells], new: Iterable[Cells]) -> Iterator[Change]:
    """Yield the changes in the order of the table, which both sides follow.

    A claim or count that went to another incident is removed there and added here.
    """
    place_of = place_function(table)
    tell = _teller(table)
    olds, news = iter(old), iter(new)
    before, after = next(olds, None), next(news, None)
    while before is not None or after is not None:
        if before == after:
            before, after = next(olds, None), next(news, None)
            continue
        one = place_of(before) if before is not None else None
        other = place_of(after) if after is not None else None
        if before is not None and (other is None or (one is not None and one < other)):
            yield tell(before, "removed")
            before = next(olds, None)
        elif after is not None and (one is None or (other is not None and other < one)):
            yield tell(after, "added")
            after = next(news, None)
        elif before is not None and after is not None:
            yield from _changed(table, tell(after, "changed"), before, after)
            before, after = next(olds, None), next(news, None)


def place_function(table: Table) -> Callable[[Cells], Place]:
    """Return the function that gives a row's place in the order of its table, from its cells.

    >>> place_function(INCIDENTS)(["AT-000012"]) < place_function(INCIDENTS)(["AT-1000000"])
    True
    """
    names = list(dict.fromkeys((*table.order, *table.key)))
    columns = [(table.header.index(name), table.column(name)) for name in names]

    def place(cells: Cells) -> Place:
        found: list[int | str] = []
        for position, column in columns:
            cell = cells[position]
            if column.type == "integer":
                found.append(int(cell))
            else:
                found += [len(cell), cell]
        return tuple(found)

    return place


def behind(table: Table, rows: Iterable[Cells], place: Place) -> Iterator[Cells]:
    """Yield the rows that come after this place."""
    place_of = place_function(table)
    return (cells for cells in rows if place_of(cells) > place)


def page_of(changes: Iterable[Change], size: int) -> tuple[list[Change], bool]:
    """Return the first changes, all of the last row among them, and whether more follow."""
    found = iter(changes)
    shown = list(islice(found, size))
    for change in found:
        if change.key != shown[-1].key or change.kind != shown[-1].kind:
            return shown, True
        shown.append(change)
    return shown, False


def cursor_of(table: Table, change: Change) -> str:
    """Return a text that names the place of a change in its table: the parts of it, by commas.

    >>> cursor_of(INCIDENTS, Change("incidents", "AT-000012", "AT-000012", "", "added"))
    'AT-000012'
    """
    names = dict.fromkeys((*table.order, *table.key))
    keys = dict(zip(table.key, change.key.split(" "), strict=True))
    return ",".join(keys.get(name, change.incident or "") for name in names)


def place_at(table: Table, cursor: str) -> Place | None:
    """Return the place that a cursor names, None if it names none."""
    names = list(dict.fromkeys((*table.order, *table.key)))
    parts = cursor.split(",")
    if len(parts) != len(names) or not all(parts):
        return None
    cells = [""] * len(table.header)
    for name, part in zip(names, parts, strict=True):
        if table.column(name).type == "integer" and not (part.isascii() and part.isdecimal()):
            return None
        cells[table.header.index(name)] = part[:40]
    return place_function(table)(cells)


def _teller(table: Table) -> Callable[[Cells, Literal["added", "removed", "changed"]], Change]:
    keys = [table.header.index(name) for name in table.key]
    named = table.header.index(NAMED_BY[table.name])
    owner = next((n for n in ("incident", "reference") if n in table.header), None)
    owned = table.header.index(owner) if owner else None

    def tell(cells: Cells, kind: Literal["added", "removed", "changed"]) -> Change:
        return Change(
            table.name,
            " ".join(cells[position] for position in keys),
            None if owned is None else cells[owned],
            str(decode(table.columns[named], cells[named]) or ""),
            kind,
        )

    return tell


def _changed(table: Table, row: Change, before: Cells, after: Cells) -> Iterator[Change]:
    for column, old, new in zip(table.columns, before, after, strict=True):
        if old != new:
            yield Change(
                row.table, row.key, row.incident, row.name, "changed", column.name, old, new
            )
