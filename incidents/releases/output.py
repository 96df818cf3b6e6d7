"""Writing one file while counting its bytes and rows and taking its checksum."""

import csv
import hashlib
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from incidents.releases.info import WrittenFile


class OutputFile:
    """A new file of UTF-8 text; refuses to write over an existing one."""

    def __init__(self, path: Path, *, has_rows: bool = True) -> None:
        self._path = path
        self._stream = path.open("xb")
        self._sha256 = hashlib.sha256()
        self._size = 0
        self._rows = 0 if has_rows else None

    def write(self, text: str, *, rows: int = 0) -> None:
        data = text.encode()
        self._stream.write(data)
        self._sha256.update(data)
        self._size += len(data)
        if self._rows is not None:
            self._rows += rows

    @property
    def rows(self) -> int:
        return self._rows or 0

    def written(self) -> WrittenFile:
        """Return what was written; true once the file is closed."""
        return WrittenFile(self._path.name, self._sha256.hexdigest(), self._size, self._rows)

    def close(self) -> None:
        self._stream.close()


class _Line:
    """Hands the line that csv.writer makes back to its caller."""

    def write(self, line: str) -> str:
        return line


# RFC 4180: commas, double quotes where needed, CRLF.
csv_line: Callable[[Sequence[str]], str] = csv.writer(_Line(), lineterminator="\r\n").writerow


def write_text(path: Path, text: str) -> WrittenFile:
    """Write a file that holds no rows."""
    with closing(OutputFile(path, has_rows=False)) as output:
        output.write(text)
    return output.written()


def weighed(path: Path, *, rows: int | None = None) -> WrittenFile:
    """Return what a library wrote, by reading it once more."""
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        return WrittenFile(path.name, sha256, stream.tell(), rows)
