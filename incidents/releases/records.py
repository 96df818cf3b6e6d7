"""One incident with all that hangs on it, and the files that hold one record for each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from incidents.releases.check import CheckedRow, check_row
from incidents.releases.output import csv_line
from incidents.releases.schema import LIST_SEPARATOR, Row, Table, join_list


@dataclass(frozen=True, slots=True)
class IncidentRecord:
    """A checked incident with its counts and claims, each in the order of their numbers."""

    incident: CheckedRow
    counts: list[Row]
    claims: list[Row]

    @property
    def speakers(self) -> str | None:
        """Everyone quoted on it, in order of appearance."""
        joined = [claim["speakers"] for claim in self.claims if claim["speakers"]]
        return join_list(_once(name for names in joined for name in names.split(LIST_SEPARATOR)))

    @property
    def documents(self) -> str | None:
        """The numbers of its documents in documents.csv."""
        return join_list(_once(str(claim["document"]) for claim in self.claims))

    @property
    def reported(self) -> str | None:
        """The days on which its numbers were published, the first one first."""
        days = {count["reported"] for count in self.counts if count["reported"] is not None}
        return join_list([day.isoformat() for day in sorted(days)])


@dataclass(frozen=True, slots=True)
class Format:
    """A file: ``record`` gives the text of one incident, or None where the format has no place
    for it; ``between`` stands between two records."""

    file: str
    record: Callable[[IncidentRecord], str | None]
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

    def record(record: IncidentRecord) -> str | None:
        row = row_of(record)
        return None if row is None else csv_line(check_row(table, nothing | row).cells)

    start = header_line(table) + (csv_line(tags) if tags else "")
    return Format(file=table.file, record=record, start=start)


def header_line(table: Table) -> str:
    """Return the first line of a table's CSV file."""
    return csv_line(table.header)


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in names))
