"""One incident with all that hangs on it, and the text files that hold records of each."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from incidents.releases.check import check_row
from incidents.releases.output import csv_line
from incidents.releases.schema import LIST_SEPARATOR, Row, Table, join_list


class ReadRow(Protocol):
    """A row with its values and with the text of its cells."""

    @property
    def row(self) -> Row: ...

    @property
    def cells(self) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class IncidentRecord:
    """A released incident with its counts and claims, each in the order of their numbers, and the
    basis of its cells."""

    incident: ReadRow
    counts: Sequence[ReadRow] = ()
    claims: Sequence[ReadRow] = ()
    basis: Sequence[ReadRow] = ()

    @property
    def speakers(self) -> str | None:
        """Everyone quoted on it, in order of appearance."""
        joined = [claim.row["speakers"] for claim in self.claims if claim.row["speakers"]]
        return join_list(_once(name for names in joined for name in names.split(LIST_SEPARATOR)))

    @property
    def documents(self) -> str | None:
        """The numbers of its documents in documents.csv."""
        return join_list(_once(str(claim.row["document"]) for claim in self.claims))

    @property
    def reported(self) -> str | None:
        """The days on which its numbers were published, the first one first."""
        days = {count.row["reported"] for count in self.counts} - {None}
        return join_list([day.isoformat() for day in sorted(days)])


@dataclass(frozen=True, slots=True)
class Format:
    """A text file: ``lines`` gives the rows of one incident, none where the format has no place
    for it; ``between`` stands between two rows. ``reads`` names what it needs of a record."""

    file: str
    lines: Callable[[IncidentRecord], Iterable[str]]
    reads: tuple[str, ...] = ("counts", "claims")
    start: str = ""
    between: str = ""
    end: str = ""


def csv_format(
    table: Table,
    row_of: Callable[[IncidentRecord], dict[str, Any] | None],
    *,
    tags: tuple[str, ...] = (),
) -> Format:
    """Return the CSV file of another dataset's columns; those that ``row_of`` leaves out are empty.

    ``tags`` is a second line under the header.
    """
    nothing = dict.fromkeys(table.header)

    def lines(record: IncidentRecord) -> Iterable[str]:
        row = row_of(record)
        return () if row is None else (csv_line(check_row(table, nothing | row).cells),)

    start = header_line(table) + (csv_line(tags) if tags else "")
    return Format(file=table.file, lines=lines, start=start)


def header_line(table: Table) -> str:
    """Return the first line of a table's CSV file."""
    return csv_line(table.header)


def rows(checked: Iterable[ReadRow]) -> list[Row]:
    """Return the rows without their cells."""
    return [one.row for one in checked]


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in names))
