"""The gazetteer on disk: memory-mapped arrays and tries, opened in milliseconds."""

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

import marisa_trie
import numpy as np
from rapidfuzz.distance import Levenshtein

from sources.extraction.gazetteer.entries import KINDS, Entry
from sources.extraction.gazetteer.imports import Imported
from sources.extraction.gazetteer.names import letters, spelling

_FUZZY_LENGTH = 5
_SIDE_BY_SIDE = 0.1  # degrees
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
    """Every place that the installed data and the imports know, by name, prefix and GeoNames id.

    ``version`` names the data, so that a reading can say what it rests on.
    """

    def __init__(
        self, directory: Path, imports: Sequence[Imported] = (), version: str = ""
    ) -> None:
        self.version = version
        self._records = np.load(directory / "records.npy", mmap_mode="r")
        self._ids = np.load(directory / "ids.npy", mmap_mode="r")
        self._rows_by_id = np.load(directory / "ids-rows.npy", mmap_mode="r")
        self._names = np.load(directory / "names.npy", mmap_mode="r")
        self._letters = Index(directory, "letters")
        self._spellings = Index(directory, "spellings")
        self._codes = Index(directory, "codes")
        self._entry = lru_cache(maxsize=20_000)(self._read)
        self._imports = imports

    def __len__(self) -> int:
        return len(self._records) + sum(each.summary.places for each in self._imports)

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """Return the places so named, most populous first; failing that, so spelled.

        Case, accents and punctuation never matter, and a name that nothing bears to the letter is
        looked for under the other romanisations of it.
        """
        return self.exact(name) or self.alike(name)

    def exact(self, name: str) -> tuple[Entry, ...]:
        """Return the places that bear this name to the letter."""
        key = letters(name)
        own = self._entries(self._letters.rows(key))
        return _merged(own, [each.exact(key) for each in self._imports])

    def alike(self, name: str) -> tuple[Entry, ...]:
        """Return the places that bear this name in some romanisation."""
        key = spelling(letters(name))
        own = self._entries(self._spellings.rows(key))
        return _merged(own, [each.alike(key) for each in self._imports])

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
        own = self._entries(rows[:limit].tolist())
        return _merged(own, [i.starting(key, limit, country) for i in self._imports])[:limit]

    def entry(self, geoname_id: int) -> Entry | None:
        """Return the place with this GeoNames id."""
        position = int(np.searchsorted(self._ids, geoname_id))
        if position < len(self._ids) and self._ids[position] == geoname_id:
            return self._entry(int(self._rows_by_id[position]))
        found = (each.entry(geoname_id) for each in self._imports)
        return next((entry for entry in found if entry is not None), None)

    def division(self, code: str) -> Entry | None:
        """Return the country, region or district with a GeoNames code such as ``UA.07``."""
        return next(iter(self._entries(self._codes.rows(code))), None)

    def capital(self, country: str) -> Entry | None:
        """Return the seat of a country's government, if the data mark one."""
        return self._capitals.get(country)

    @cached_property
    def _capitals(self) -> dict[str, Entry]:
        entries = self._entries(np.flatnonzero(self._records["capital"]).tolist())
        return {entry.country: entry for entry in entries}

    def countries(self) -> frozenset[str]:
        """Return the ISO codes of all countries."""
        codes = self._records["country"][self._records["kind"] == KINDS.index("country")]
        return frozenset(code.decode() for code in codes.tolist())

    def settlements(self, country: str) -> Iterator[Entry]:
        """Yield the settlements of a country that the installed data know."""
        records = self._records
        here = (records["country"] == country.encode()) & (
            records["kind"] == KINDS.index("settlement")
        )
        return map(self._read, np.flatnonzero(here).tolist())

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


def _merged(own: tuple[Entry, ...], imported: Sequence[Sequence[Entry]]) -> tuple[Entry, ...]:
    """Return all places, most populous first, each as the first of the sources has it."""
    if not any(imported):
        return own
    found = list(own)
    for entries in imported:
        found += [entry for entry in entries if not any(_is_same(entry, f) for f in found)]
    return tuple(sorted(found, key=lambda entry: -entry.population))


def _is_same(entry: Entry, other: Entry) -> bool:
    """Tell whether two places of one name are one: the same id, or side by side in one region."""
    if entry.geoname_id and entry.geoname_id == other.geoname_id:
        return True
    return (
        entry.kind == other.kind == "settlement"
        and (entry.country, entry.admin1) == (other.country, other.admin1)
        and is_side_by_side(other, entry.latitude, entry.longitude)
    )


def is_side_by_side(entry: Entry, latitude: float, longitude: float) -> bool:
    """Tell whether coordinates are so near that they are of the same town."""
    return math.dist((entry.latitude, entry.longitude), (latitude, longitude)) < _SIDE_BY_SIDE
