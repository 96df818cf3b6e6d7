"""From the bytes of a file to its rows: a CSV file, or a zip that holds a release."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from .cells import Cells
from .events import ReadRow
from .formats import Format, format_of, formats

LONGEST = 200 * 1024 * 1024  # bytes of a CSV file, unpacked
LONGEST_CELL = 1024 * 1024
ZIP = b"PK\x03\x04"
INCIDENTS = "incidents.csv"
FIRST_ROW = 2  # as a spreadsheet counts, below the header


class ReferenceFileError(ValueError):
    """The file cannot be read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class ReferenceFile:
    """A file whose format is known by its header."""

    format: Format
    header: tuple[str, ...]
    text: str

    def rows(self) -> Iterator[ReadRow]:
        """Yield every row, also those that say nothing we can read, with what is wrong."""
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=_delimiter(self.text))
        next(reader)
        for number, cells in enumerate(_complete(reader), start=FIRST_ROW):
            yield self._read(number, cells)

    def _read(self, number: int, cells: list[str]) -> ReadRow:
        raw = dict(zip(self.header, cells, strict=False))
        reader = Cells(raw)
        if len(cells) != len(self.header):
            reader.complain("", f"has {len(cells)} cells where the header has {len(self.header)}.")
            raw |= {f"column {n}": cell for n, cell in enumerate(cells, 1) if n > len(self.header)}
        event = self.format.read(reader)
        if not event.can_be_matched:
            reader.complain("", "says too little of when and where to be matched.")
        return ReadRow(number, raw, event, tuple(reader.problems))


def open_file(content: bytes) -> ReferenceFile:
    """Return the file with its format. Raises ReferenceFileError with a sentence."""
    if not content:
        raise ReferenceFileError("The file is empty.")
    text = _decoded(_unpacked(content) if content.startswith(ZIP) else content)
    if "\0" in text:
        raise ReferenceFileError("This is no CSV file: it holds characters that no text has.")
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        names = next(rows, [])
    except csv.Error as error:
        raise ReferenceFileError(f"The first line cannot be read: {error}.") from error
    header = tuple(name.strip().casefold() for name in names)
    found = format_of(header)
    if found is None:
        known = ", ".join(one.label for one in formats().values())
        raise ReferenceFileError(
            f"The first line is not the header of a file that we know: {known}. "
            "Export it with all columns, and leave the first line as it is."
        )
    return ReferenceFile(found, header, text)


def _unpacked(content: bytes) -> bytes:
    """Return incidents.csv from the zip of a release."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if name.split("/")[-1] == INCIDENTS]
            if not names:
                raise ReferenceFileError(f"The zip holds no {INCIDENTS}: it is no release of ours.")
            with archive.open(names[0]) as member:
                found = member.read(LONGEST + 1)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise ReferenceFileError("The zip is damaged or locked.") from error
    if len(found) > LONGEST:
        raise ReferenceFileError(f"{INCIDENTS} in the zip is larger than {LONGEST >> 20} MB.")
    return found


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReferenceFileError("The text is neither UTF-8 nor Windows-1252. Save it as UTF-8.")


def _delimiter(text: str) -> str:
    """Return what parts the cells of the first line: ACLED exports with semicolons too."""
    first = text.partition("\n")[0]
    return max((",", ";", "\t"), key=first.count)


def _complete(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """Yield the rows; a cell without an end is told as the row that it is."""
    csv.field_size_limit(LONGEST_CELL)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield []
            continue
        if row:
            yield row
