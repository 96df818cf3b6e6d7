"""A release written to a directory: rows in, files with checksums out.

Every table is read once and in order, so memory holds one incident with its claims at a time,
however many there are. The same rows and info give the same bytes.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

from incidents.releases.about import citation, readme
from incidents.releases.check import ReleaseError, check_rows
from incidents.releases.codebook import CODEBOOK, codebook_rows
from incidents.releases.datapackage import datapackage
from incidents.releases.formats import INCIDENT_FORMATS
from incidents.releases.info import ReleaseInfo, WrittenFile
from incidents.releases.output import OutputFile, csv_line, write_text
from incidents.releases.records import Format, IncidentRecord, header_line
from incidents.releases.schema import Row, Table
from incidents.releases.tables import CLAIMS, COUNTS, INCIDENTS, TABLES

MANIFEST = "MANIFEST.sha256"
FOLLOW_INCIDENTS = (COUNTS, CLAIMS)

Rows = Callable[[str], Iterable[Row]]


def write_release(directory: Path, rows: Rows, *, info: ReleaseInfo) -> list[WrittenFile]:
    """Write every file of a release into an empty directory, the manifest last.

    ``rows`` gives the rows of the table of that name, in the order that its ``order`` asks for.
    Raises ReleaseError at the first row that must not be released; then there is no manifest.
    """
    directory.mkdir(parents=True, exist_ok=True)
    if any(directory.iterdir()):
        raise ReleaseError(f"{directory} is not empty. A release is never written over another.")
    files = _write_incidents(directory, rows)
    for table in TABLES.values():
        if table not in (INCIDENTS, *FOLLOW_INCIDENTS):
            files.append(write_table(directory, table, rows(table.name)))
    files.append(write_table(directory, CODEBOOK, codebook_rows()))
    files.append(write_text(directory / "datapackage.json", datapackage(info, files)))
    files.append(write_text(directory / "CITATION.cff", citation(info)))
    files.append(write_text(directory / "README.md", readme(info, files)))
    files.append(write_text(directory / MANIFEST, manifest(files)))
    return files


def write_table(directory: Path, table: Table, rows: Iterable[Row]) -> WrittenFile:
    """Write one table as a CSV file."""
    with OutputFile(directory / table.file) as output:
        for _ in _passing(table, rows, output):
            pass
    return output.written()


def manifest(files: Iterable[WrittenFile]) -> str:
    """Return the files' checksums as sha256sum writes and checks them, sorted by name."""
    ordered = sorted(files, key=lambda file: file.name)
    return "".join(f"{file.sha256}  {file.name}\n" for file in ordered)


def _passing(table: Table, rows: Iterable[Row], output: OutputFile) -> Iterator[Row]:
    """Yield the rows after writing each to the table's CSV file."""
    output.write(header_line(table))
    for checked in check_rows(table, rows):
        output.write_row(csv_line(checked.cells))
        yield checked.row


def _write_incidents(directory: Path, rows: Rows) -> list[WrittenFile]:
    """Write the incidents in every format, and the tables whose rows belong to incidents."""
    with ExitStack() as stack:
        formats = [
            (form, stack.enter_context(OutputFile(directory / form.file)))
            for form in INCIDENT_FORMATS
        ]
        tables = {
            table.name: stack.enter_context(OutputFile(directory / table.file))
            for table in FOLLOW_INCIDENTS
        }
        for form, output in formats:
            output.write(form.start)
        counts, claims = (
            _ByIncident(table, _passing(table, rows(table.name), tables[table.name]))
            for table in FOLLOW_INCIDENTS
        )
        for incident in check_rows(INCIDENTS, rows(INCIDENTS.name)):
            reference = incident.row["reference"]
            record = IncidentRecord(incident, counts.of(reference), claims.of(reference))
            for form, output in formats:
                _write_record(form, output, record)
        counts.finish()
        claims.finish()
        for form, output in formats:
            output.write(form.end)
    return [
        output.written() for output in chain((output for _, output in formats), tables.values())
    ]


def _write_record(form: Format, output: OutputFile, record: IncidentRecord) -> None:
    text = form.record(record)
    if text is None:
        return
    if output.rows and form.between:
        output.write(form.between)
    output.write_row(text)


class _ByIncident:
    """Rows that follow the order of the incidents, taken one incident at a time."""

    def __init__(self, table: Table, rows: Iterator[Row]) -> None:
        self._table = table
        self._rows = rows
        self._next = next(rows, None)

    def of(self, reference: str) -> list[Row]:
        found = []
        while self._next is not None and self._next["incident"] == reference:
            found.append(self._next)
            self._next = next(self._rows, None)
        return found

    def finish(self) -> None:
        """Raise ReleaseError if a row is left, for then no released incident has it."""
        if self._next is not None:
            raise ReleaseError(
                f"Table {self._table.name}, row {self._next['id']}, column incident: "
                f"{self._next['incident']} is not among the released incidents."
            )
