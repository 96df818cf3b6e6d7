"""Places that a deployment imported: one SQLite file for each source, in the data folder.

The files are written whole by ``importing`` and replaced, never changed, so a worker that has one
open keeps reading the old one until it opens the gazetteer again.
"""

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from sources.extraction.gazetteer.entries import Entry, GazetteerError

SUFFIX = ".places"
Stamp = tuple[Path, int, int]


@dataclass(frozen=True, slots=True)
class Summary:
    """What an import holds: from which file, how many rows it read and how many places it kept.

    ``misplaced`` counts the places whose coordinates lay outside the region they belong to.
    """

    source: str
    sha256: str
    base: str
    rows: int
    places: int
    known: int
    misplaced: int


class Imported:
    """The places of one import, read from disk as they are asked for."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(
            f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        try:
            self.summary = Summary(*self._connection.execute("SELECT * FROM summary").fetchone())
        except (sqlite3.DatabaseError, TypeError) as error:
            raise GazetteerError(
                f"{path} is damaged: remove it, and import the file again that it was made from."
            ) from error
        self.name = path.stem
        self._named = lru_cache(maxsize=20_000)(self._find)

    def exact(self, key: str) -> tuple[Entry, ...]:
        """Return the places that bear a name with these letters."""
        return self._named("letters", key)

    def alike(self, key: str) -> tuple[Entry, ...]:
        """Return the places that bear a name with this spelling key."""
        return self._named("spellings", key)

    def starting(self, prefix: str, limit: int, country: str | None) -> list[Entry]:
        """Return places with a name whose letters start so, the most populous first."""
        return self._entries(
            "id IN (SELECT place FROM letters WHERE key >= ? AND key < ?)"
            " AND country = coalesce(?, country)",
            (prefix, f"{prefix}\U0010ffff", country and country.upper()),
            limit,
        )

    def entry(self, geoname_id: int) -> Entry | None:
        """Return the place with this GeoNames id."""
        return next(iter(self._entries("geoname_id = ?", (geoname_id,))), None)

    def _find(self, index: str, key: str) -> tuple[Entry, ...]:
        return tuple(self._entries(f"id IN (SELECT place FROM {index} WHERE key = ?)", (key,)))  # noqa: S608 -- one of two constants

    def _entries(self, condition: str, values: tuple[object, ...], limit: int = -1) -> list[Entry]:
        query = (
            "SELECT geoname_id, name, country, admin1, admin2, latitude, longitude, population,"  # noqa: S608 -- constants of this class
            f" approximate FROM places WHERE {condition} ORDER BY population DESC, id LIMIT ?"
        )
        rows = self._connection.execute(query, (*values, limit))
        return [_entry(row) for row in rows]


def _entry(row: tuple[Any, ...]) -> Entry:
    fields = (*row[:8], "settlement", False, bool(row[8]))
    return Entry(*fields)


def directory() -> Path:
    """Return the folder of the imports: in the data folder, which all workers share."""
    data = os.environ.get("DATA_DIR") or Path(__file__).parents[3] / ".data"
    return Path(data).expanduser().resolve() / "gazetteer"


def stamps() -> tuple[Stamp, ...]:
    """Return each import with what changes when its file is replaced, in the order of names."""
    return tuple(sorted(_stamps()))


def _stamps() -> Iterator[Stamp]:
    folder = directory()
    if folder.is_dir():
        with os.scandir(folder) as files:
            for file in files:
                if file.name.endswith(SUFFIX) and not file.name.startswith("."):
                    state = file.stat()
                    yield Path(file.path), state.st_mtime_ns, state.st_ino
