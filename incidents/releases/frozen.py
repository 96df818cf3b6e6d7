"""What a release keeps of a table: parts, each a small CSV file with a header of its own.

The cells of a part are those of the table's CSV file, so that file is its parts without their
headers, and every other file is worked out from the same cells. The parts of the tables that
belong to incidents are cut together: the n-th of each tells of the same incidents. The lines of
JSON are kept as well: with the CSV files, they are what most readers take, so writing them costs
no more than reading them.
"""

import csv
import io
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from incidents.releases.cells import decode
from incidents.releases.check import CheckedRow, Checker, ReleaseError
from incidents.releases.formats import json_line
from incidents.releases.output import csv_line
from incidents.releases.provenance import BASIS
from incidents.releases.records import IncidentRecord, header_line
from incidents.releases.schema import Row, Table
from incidents.releases.tables import CLAIMS, COUNTS, INCIDENTS, PROVENANCE, TABLES

LINES = "incidents.jsonl"
HANGING = {table.name: table for table in (COUNTS, CLAIMS, BASIS)}  # on incidents
KEPT: dict[str, Table] = {
    table.name: table for table in (*TABLES.values(), BASIS) if table is not PROVENANCE
}


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of a table as the text of a CSV file, or some lines of JSON."""

    text: str
    rows: int


Parts = Callable[[str], Iterable[Part]]
Cells = list[str]


class Freezer:
    """Turns the rows of each kept table into its parts. Raises ReleaseError at a wrong row.

    Incidents, counts and claims come in this order; the lines of JSON follow from all three.
    """

    def __init__(self) -> None:
        self._checkers = {name: Checker(table) for name, table in KEPT.items()}
        self._batch: dict[str, list[CheckedRow]] = {}

    def parts(self, table: str, rows: Iterable[Row]) -> Iterator[tuple[str, Part]]:
        """Yield the next part of a table, and after claims that of the lines of JSON."""
        self._batch[table] = list(map(self._checkers[table], rows))
        yield table, part_of(KEPT[table], self._batch[table])
        if table == CLAIMS.name:
            yield LINES, self._lines()

    def _lines(self) -> Part:
        counts, claims = (_by_incident(self._batch[name]) for name in ("counts", "claims"))
        lines = []
        for incident in self._batch["incidents"]:
            found = (rows.get(incident.row["reference"], ()) for rows in (counts, claims))
            lines.append(json_line(IncidentRecord(incident, *found)))
        return Part("".join(lines), len(lines))


def part_of(table: Table, rows: Iterable[CheckedRow]) -> Part:
    """Return checked rows as one part of their table."""
    lines = [csv_line(row.cells) for row in rows]
    return Part(header_line(table) + "".join(lines), len(lines))


def body(table: Table, part: Part) -> str:
    """Return the rows of a part as they stand in the table's CSV file."""
    header, _, lines = part.text.partition("\r\n")
    if f"{header}\r\n" == header_line(table):
        return lines
    return "".join(csv_line(cells) for cells in cells_of(table, part))


def cells_of(table: Table, part: Part) -> Iterator[Cells]:
    """Return the cells of each row of a part, in the order of the table's header.

    A column that the table did not have when the part was frozen is empty.
    """
    lines = csv.reader(io.StringIO(part.text, newline=""))
    header = next(lines)
    if tuple(header) == table.header:
        return lines
    places = [header.index(name) if name in header else None for name in table.header]
    return (["" if place is None else cells[place] for place in places] for cells in lines)


class FrozenRow:
    """A row of a part. Its cells are at hand; their values are worked out when asked for."""

    def __init__(self, table: Table, cells: Cells) -> None:
        self._table = table
        self.cells = cells

    @cached_property
    def row(self) -> Row:
        return {
            column.name: decode(column, cell) if cell else None
            for column, cell in zip(self._table.columns, self.cells, strict=True)
        }


def rows_of(table: Table, parts: Iterable[Part]) -> Iterator[Row]:
    """Yield the rows of a table from its parts, every value with its type."""
    for part in parts:
        for cells in cells_of(table, part):
            yield FrozenRow(table, cells).row


def records(parts: Parts, reads: Collection[str] = tuple(HANGING)) -> Iterator[IncidentRecord]:
    """Yield the incidents, each with what ``reads`` names: its counts, claims, basis."""
    place = INCIDENTS.header.index("reference")
    tables = {name: table for name, table in HANGING.items() if name in reads}
    for incidents, *others in zip(parts("incidents"), *map(parts, tables), strict=True):
        found = {
            cells[place]: FrozenRow(INCIDENTS, cells) for cells in cells_of(INCIDENTS, incidents)
        }
        hanging = {
            name: _of_released(tables[name], part, found)
            for name, part in zip(tables, others, strict=True)
        }
        for reference, incident in found.items():
            rows = {name: some.get(reference, ()) for name, some in hanging.items()}
            yield IncidentRecord(incident, **rows)


def _of_released(
    table: Table, part: Part, released: Mapping[str, object]
) -> dict[str, list[FrozenRow]]:
    found: dict[str, list[FrozenRow]] = {}
    place = table.header.index("incident")
    for cells in cells_of(table, part):
        reference = cells[place]
        if reference not in released:
            key = cells[table.header.index(table.key[0])]
            raise ReleaseError(
                f"Table {table.name}, row {key}, column incident: "
                f"{reference} is not among the released incidents."
            )
        found.setdefault(reference, []).append(FrozenRow(table, cells))
    return found


def _by_incident(rows: Iterable[CheckedRow]) -> dict[str, list[CheckedRow]]:
    found: dict[str, list[CheckedRow]] = {}
    for checked in rows:
        found.setdefault(checked.row["incident"], []).append(checked)
    return found
