"""Turn a file of villages into an import: one file in the data folder, whole or not at all."""

import hashlib
import math
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import astuple, replace
from pathlib import Path

from sources.extraction.gazetteer import imports
from sources.extraction.gazetteer.build import Middle, is_name
from sources.extraction.gazetteer.entries import Entry
from sources.extraction.gazetteer.imports import Imported, Summary
from sources.extraction.gazetteer.names import letters, spelling
from sources.extraction.gazetteer.regions import Regions
from sources.extraction.gazetteer.romanise import romanise
from sources.extraction.gazetteer.sheets import SheetError, Village, kind_of, read_villages
from sources.extraction.gazetteer.store import Gazetteer, is_side_by_side

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE summary (source, sha256, base, rows, places, known, misplaced);
CREATE TABLE places (
    id INTEGER PRIMARY KEY, geoname_id, name, country, admin1, admin2, latitude, longitude,
    population, approximate
);
CREATE TABLE letters (key, place, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE spellings (key, place, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TEMPORARY TABLE spelled (key, place);
CREATE TEMPORARY TABLE respelled (key, place);
"""
_SORT = """
INSERT INTO letters SELECT DISTINCT key, place FROM spelled ORDER BY key, place;
INSERT INTO spellings SELECT DISTINCT key, place FROM respelled ORDER BY key, place;
CREATE INDEX places_by_geoname_id ON places (geoname_id) WHERE geoname_id > 0;
"""
_WITH_DISTRICT = 0.4  # degrees
Area = tuple[str, str, str]


def import_villages(path: Path, base: Gazetteer) -> tuple[Summary, bool]:
    """Import a file for all workers; return what it holds, and whether it is new.

    Importing a file again changes nothing; another version of it replaces the one before. Raises
    SheetError, and leaves everything as it was, if the file cannot be read as places.
    """
    folder = imports.directory()
    target = folder / f"{path.stem}-{kind_of(path)}{imports.SUFFIX}"
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    if target.exists():
        before = Imported(target).summary
        if (before.sha256, before.base) == (sha256, base.version):
            return before, False
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".importing-", dir=folder) as scratch:
        unfinished = Path(scratch) / target.name
        with closing(sqlite3.connect(unfinished)) as connection:
            connection.executescript(_TABLES)
            summary = Import(connection, base).take(path, sha256)
            connection.executescript(_SORT)
            connection.execute("INSERT INTO summary VALUES (?, ?, ?, ?, ?, ?, ?)", astuple(summary))
            connection.commit()
        unfinished.chmod(0o644)
        unfinished.replace(target)
    return summary, True


class Import:
    """The places of one file on their way into the database; only those in doubt are kept aside."""

    def __init__(self, connection: sqlite3.Connection, base: Gazetteer) -> None:
        self._connection, self._base = connection, base
        self._regions = Regions(base)
        self._middles: dict[Area, Middle] = defaultdict(Middle)
        self._in_doubt: list[tuple[Village, Entry]] = []
        self._seen: set[int] = set()
        self._places = self._known = self._misplaced = 0

    def take(self, path: Path, sha256: str) -> Summary:
        """Read the file, and settle last what lies outside its region."""
        rows = 0
        for village in read_villages(path, self._base.countries()):
            rows += 1
            if village is not None:
                self._consider(village)
        for village, region in self._in_doubt:
            self._add(self._settled(village, region))
        if not self._places + self._known:
            raise SheetError(f"{path.name} has no towns or villages in its {rows} rows.")
        return Summary(
            source=path.name,
            sha256=sha256,
            base=self._base.version,
            rows=rows,
            places=self._places,
            known=self._known,
            misplaced=self._misplaced,
        )

    def _consider(self, village: Village) -> None:
        """Place a row in its region, and add it unless it is there already or lies elsewhere."""
        if village.geoname_id and self._base.entry(village.geoname_id):
            self._known += 1
            return
        region = self._regions.of(village)
        admin1 = region.name if region else village.region
        district = self._regions.district(
            village.country,
            admin1,
            f"{village.country}.{village.code}.{village.district_code}",
            village.district,
        )
        village = replace(village, region=admin1, district=district or "")
        if not village.geoname_id:
            mark = hash(replace(village, approximate=False))
            if mark in self._seen:
                return
            self._seen.add(mark)
            if region and not self._regions.holds(region, village.latitude, village.longitude):
                self._in_doubt.append((village, region))
                return
            for area in _areas(village):
                self._middles[area].add(village.latitude, village.longitude, 0)
        self._add(village)

    def _settled(self, village: Village, region: Entry) -> Village:
        """Return a village from outside its region in the middle of its district, else region.

        One that lies with its district after all, as along a border, stays where it is.
        """
        middles = (self._middles[area] for area in _areas(village) if area in self._middles)
        middle = next(middles, None)
        home = middle.coordinates() if middle else (region.latitude, region.longitude)
        if math.dist(home, (village.latitude, village.longitude)) < _WITH_DISTRICT:
            return village
        self._misplaced += 1
        return replace(village, latitude=home[0], longitude=home[1], approximate=True)

    def _add(self, village: Village) -> None:
        names = list(_names(village))
        if not village.geoname_id and self._is_known(village, names):
            self._known += 1
            return
        self._places += 1
        keys = {key for name in names if len(key := letters(name)) > 1}
        place = self._places
        self._connection.execute(
            "INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                place,
                village.geoname_id,
                names[0],
                village.country,
                village.region or None,
                village.district or None,
                round(village.latitude, 4),
                round(village.longitude, 4),
                village.population,
                village.approximate,
            ),
        )
        self._insert("spelled", place, keys)
        latin = {spelling(key) for key in keys if len(key) > 3 and key.isascii()}
        self._insert("respelled", place, latin)

    def _insert(self, table: str, place: int, keys: set[str]) -> None:
        self._connection.executemany(
            f"INSERT INTO {table} VALUES (?, ?)",  # noqa: S608 -- one of two constants
            [(key, place) for key in keys],
        )

    def _is_known(self, village: Village, names: list[str]) -> bool:
        """Tell whether the installed data have this place: of its name, side by side with it.

        Where only the surroundings are known, the namesake in the region is taken for it.
        """
        same = [e for name in names for e in self._base.lookup(name) if e.kind == "settlement"]
        return any(
            is_side_by_side(entry, village.latitude, village.longitude) or village.approximate
            for entry in same
            if (entry.country, entry.admin1) == (village.country, village.region or None)
        )


def _areas(village: Village) -> list[Area]:
    """Return the district and the region of a village, the smaller first."""
    areas = [(village.country, village.region, village.district)] if village.district else []
    return [*areas, (village.country, village.region, "")]


def _names(village: Village) -> Iterator[str]:
    """Yield the name to show, in Latin letters, and then the others."""
    yield romanise(village.name, village.country)
    yield village.name
    for name in filter(is_name, village.names):
        yield name
        yield romanise(name, village.country)
