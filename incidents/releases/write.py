"""A release written to a directory: frozen parts in, files with checksums out.

Every part is read once for the file of its table and once for the files made of incidents, so
memory holds one part at a time, however many there are. The same parts and info give the same
bytes.
"""

from collections.abc import Callable, Collection, Iterable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Protocol

from incidents.releases.about import citation, readme
from incidents.releases.archive import write_archive
from incidents.releases.check import ReleaseError, check_rows
from incidents.releases.codebook import CODEBOOK, codebook_rows
from incidents.releases.datapackage import datapackage
from incidents.releases.formats import TEXT_FORMATS
from incidents.releases.frozen import KEPT, LINES, Part, Parts, body, part_of, records
from incidents.releases.info import ReleaseInfo, WrittenFile
from incidents.releases.output import OutputFile, write_text
from incidents.releases.provenance import BASIS
from incidents.releases.records import Format, IncidentRecord, header_line
from incidents.releases.schema import Table

MANIFEST = "MANIFEST.sha256"
REPORTED = 500  # incidents from one report of progress to the next

Progress = Callable[[int], object]


class IncidentFile(Protocol):
    """A file that holds something of every incident; ``reads`` names what it needs of a record."""

    @property
    def reads(self) -> Collection[str]: ...

    def add(self, record: IncidentRecord) -> None: ...

    def close(self) -> None: ...

    def written(self) -> WrittenFile: ...


def write_release(
    directory: Path, parts: Parts, *, info: ReleaseInfo, progress: Progress = lambda done: None
) -> list[WrittenFile]:
    """Write every file of a release into an empty directory, the manifest and the zip last.

    ``progress`` is told how many incidents are written. Raises ReleaseError where the parts do
    not belong together; then there is no manifest.
    """
    directory.mkdir(parents=True, exist_ok=True)
    if any(directory.iterdir()):
        raise ReleaseError(f"{directory} is not empty. A release is never written over another.")
    files = [
        write_table(directory, table, parts(name))
        for name, table in KEPT.items()
        if table is not BASIS
    ]
    files.append(write_lines(directory, parts(LINES)))
    files += write_incidents(incident_files(directory, info), parts, progress=progress)
    codebook = part_of(CODEBOOK, check_rows(CODEBOOK, codebook_rows()))
    files.append(write_table(directory, CODEBOOK, [codebook]))
    files.append(write_text(directory / "datapackage.json", datapackage(info, files)))
    files.append(write_text(directory / "CITATION.cff", citation(info)))
    files.append(write_text(directory / "README.md", readme(info, files)))
    files.append(write_text(directory / MANIFEST, manifest(files)))
    files.append(write_archive(directory, info, files))
    return files


def write_table(directory: Path, table: Table, parts: Iterable[Part]) -> WrittenFile:
    """Write one table as a CSV file: its parts, under one header."""
    with closing(OutputFile(directory / table.file)) as output:
        output.write(header_line(table))
        for part in parts:
            output.write(body(table, part), rows=part.rows)
    return output.written()


def write_lines(directory: Path, parts: Iterable[Part]) -> WrittenFile:
    """Write the lines of JSON as they were frozen."""
    with closing(OutputFile(directory / LINES)) as output:
        for part in parts:
            output.write(part.text, rows=part.rows)
    return output.written()


def incident_files(directory: Path, info: ReleaseInfo) -> list[IncidentFile]:
    """Return the files that hold something of every incident, still empty."""
    from incidents.releases.parquet import ParquetFile  # noqa: PLC0415 -- heavy, needed only here
    from incidents.releases.xlsx import SpreadsheetFile  # noqa: PLC0415 -- the same

    texts = [TextFile(directory, form) for form in TEXT_FORMATS]
    return [*texts, SpreadsheetFile(directory, info), ParquetFile(directory, info)]


def write_incidents(
    files: Iterable[IncidentFile], parts: Parts, *, progress: Progress = lambda done: None
) -> list[WrittenFile]:
    """Write files that hold something of every incident, in one pass over these."""
    with ExitStack() as stack:
        opened = [stack.enter_context(closing(file)) for file in files]
        reads = {name for file in opened for name in file.reads}
        for done, record in enumerate(records(parts, reads), start=1):
            for file in opened:
                file.add(record)
            if done % REPORTED == 0:
                progress(done)
    return [file.written() for file in opened]


class TextFile:
    """A text file of incidents."""

    def __init__(self, directory: Path, form: Format) -> None:
        self.reads = form.reads
        self._form = form
        self._output = OutputFile(directory / form.file)
        self._output.write(form.start)

    def add(self, record: IncidentRecord) -> None:
        lines = list(self._form.lines(record))
        if not lines:
            return
        if self._form.between and self._output.rows:
            self._output.write(self._form.between)
        self._output.write(self._form.between.join(lines), rows=len(lines))

    def close(self) -> None:
        self._output.write(self._form.end)
        self._output.close()

    def written(self) -> WrittenFile:
        """Return what was written; true once the file is closed."""
        return self._output.written()


def manifest(files: Iterable[WrittenFile]) -> str:
    """Return the files' checksums as sha256sum writes and checks them, sorted by name."""
    ordered = sorted(files, key=lambda file: file.name)
    return "".join(f"{file.sha256}  {file.name}\n" for file in ordered)
