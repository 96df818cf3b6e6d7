"""The gazetteer on disk: memory-mapped arrays and tries, opened in milliseconds."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import marisa_trie
import numpy as np
from rapidfuzz.distance import Levenshtein

from sources.extraction.gazetteer.names import letters, spelling

Kind = Literal["settlement", "district", "region", "country", "area"]
KINDS: tuple[Kind, ...] = ("settlement", "district", "region", "country", "area")
_FUZZY_LENGTH = 5
RECORD = np.dtype(
    [
        ("geoname_id", "<u4"),
        ("country", "S2"),
        ("kind", "u1"),
        ("capital", "?"),
        ("admin1", "<i4"),
        ("admin2", "<i4"),
        ("latitude", "<f4"),
        ("longitude", "<f4"),
        ("population", "<i8"),
        ("name_start", "<u4"),
        ("name_end", "<u4"),
    ]
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One place. ``country`` is ISO 3166-1 alpha-2 and empty for areas that span countries.

    ``kind`` is settlement, district (second level), region (first level), country, or area: a
    part of the world with a name of its own, such as a continent, a sea or the Donbas. The
    coordinates of districts, regions and countries are the middle of what is settled there.
    """

    geoname_id: int
    name: str
    country: str
    admin1: str | None
    admin2: str | None
    latitude: float
    longitude: float
    population: int
    kind: Kind
    capital: bool = False


class Index:
    """Keys of a trie, each with the rows that bear it, most populous first."""

    def __init__(self, directory: Path, name: str) -> None:
        self._trie = marisa_trie.Trie().mmap(str(directory / f"{name}.marisa"))
        self._starts = np.load(directory / f"{name}-starts.npy", mmap_mode="r")
        self._rows = np.load(directory / f"{name}-rows.npy", mmap_mode="r")

    def rows(self, key: str) -> list[int]:
        number = self._trie.get(key)
        if number is None:
            return []
        rows: list[int] = self._rows[self._starts[number] : self._starts[number + 1]].tolist()
        return rows

    def keys(self, prefix: str) -> list[str]:
        keys: list[str] = self._trie.keys(prefix)
        return keys

    def starting(self, prefix: str) -> np.ndarray:
        """Return the rows of every key that starts so, in ascending order."""
        numbers = np.array([number for _, number in self._trie.items(prefix)], dtype=np.int64)
        starts = self._starts[numbers].astype(np.int64)
        counts = self._starts[numbers + 1] - starts
        shifts = starts - np.cumsum(counts) + counts
        return np.unique(self._rows[np.repeat(shifts, counts) + np.arange(counts.sum())])


class Gazetteer:
    """Every place that the installed data know, by name, by prefix and by GeoNames id."""

    def __init__(self, directory: Path) -> None:
        self._records = np.load(directory / "records.npy", mmap_mode="r")
        self._ids = np.load(directory / "ids.npy", mmap_mode="r")
        self._rows_by_id = np.load(directory / "ids-rows.npy", mmap_mode="r")
        self._names = np.load(directory / "names.npy", mmap_mode="r")
        self._letters = Index(directory, "letters")
        self._spellings = Index(directory, "spellings")
        self._entry = lru_cache(maxsize=20_000)(self._read)

    def __len__(self) -> int:
        return len(self._records)

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """Return the places so named, most populous first; failing that, so spelled.

        Case, accents and punctuation never matter, and a name that nothing bears to the letter is
        looked for under the other romanisations of it.
        """
        return self.exact(name) or self.alike(name)

    def exact(self, name: str) -> tuple[Entry, ...]:
        """Return the places that bear this name to the letter."""
        return self._entries(self._letters.rows(letters(name)))

    def alike(self, name: str) -> tuple[Entry, ...]:
        """Return the places that bear this name in some romanisation."""
        return self._entries(self._spellings.rows(spelling(letters(name))))

    def nearly(self, name: str) -> tuple[Entry, ...]:
        """Return the places whose name is one letter away, after the first three."""
        key = letters(name)
        if len(key) < _FUZZY_LENGTH:
            return ()
        rows = {
            row
            for other in self._letters.keys(key[:3])
            if Levenshtein.distance(key, other, score_cutoff=1) == 1
            for row in self._letters.rows(other)
        }
        return self._entries(sorted(rows))

    def search(self, prefix: str, limit: int = 10, country: str | None = None) -> tuple[Entry, ...]:
        """Return the places with a name that starts so, most populous first."""
        key = letters(prefix)
        if not key:
            return ()
        rows = self._letters.starting(key)
        if not len(rows):
            rows = self._spellings.starting(spelling(key))
        if country:
            rows = rows[self._records["country"][rows] == country.upper().encode()]
        return self._entries(rows[:limit].tolist())

    def entry(self, geoname_id: int) -> Entry | None:
        """Return the place with this GeoNames id."""
        position = int(np.searchsorted(self._ids, geoname_id))
        if position == len(self._ids) or self._ids[position] != geoname_id:
            return None
        return self._entry(int(self._rows_by_id[position]))

    def _entries(self, rows: Iterable[int]) -> tuple[Entry, ...]:
        return tuple(self._entry(row) for row in rows)

    def _read(self, row: int) -> Entry:
        (
            number,
            country,
            kind,
            capital,
            admin1,
            admin2,
            latitude,
            longitude,
            population,
            start,
            end,
        ) = self._records[row].item()
        return Entry(
            geoname_id=number,
            name=self._names[start:end].tobytes().decode(),
            country=country.decode(),
            admin1=self._entry(admin1).name if admin1 >= 0 else None,
            admin2=self._entry(admin2).name if admin2 >= 0 else None,
            latitude=round(latitude, 4),
            longitude=round(longitude, 4),
            population=population,
            kind=KINDS[kind],
            capital=capital,
        )
