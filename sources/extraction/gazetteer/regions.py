"""Which region a row of a file belongs to, and whether its coordinates lie there."""

import math
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from sources.extraction.gazetteer.entries import Entry, Kind
from sources.extraction.gazetteer.sheets import Village
from sources.extraction.gazetteer.store import Gazetteer

_CELL = 0.5
_NEAREST = 6
Cell = tuple[int, int]
Settled = tuple[float, float, str | None]


class Regions:
    """The regions and districts of the installed data, by code, by name and by what lies near."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._cells = cache(self._settled)
        self.region = cache(self._region)
        self.district = cache(self._district)

    def of(self, village: Village) -> Entry | None:
        """Return the region that the row names, or None where no such region is known."""
        return self.region(village.country, village.code, village.region)

    def _region(self, country: str, code: str, name: str) -> Entry | None:
        """Trust the code of a region unless the file's name for it belongs to others only."""
        coded = self._gazetteer.division(f"{country}.{code}") if code else None
        named = self._named(name, country, "region")
        if coded and (not named or coded in named):
            return coded
        return named[0] if named else None

    def _district(self, country: str, region: str, code: str, name: str) -> str | None:
        """Return the name of the district, as the file writes it where it is not known."""
        coded = self._gazetteer.division(code) if code else None
        if coded:
            return coded.name
        named = [d for d in self._named(name, country, "district") if d.admin1 == region]
        return named[0].name if named else name or None

    def _named(self, name: str, country: str, kind: Kind) -> list[Entry]:
        found = self._gazetteer.lookup(name) if name else ()
        return [entry for entry in found if entry.kind == kind and entry.country == country]

    def holds(self, region: Entry, latitude: float, longitude: float) -> bool:
        """Tell whether coordinates lie in a region: whether one of the nearest towns does.

        Where no town is near there is no telling, and the coordinates are believed.
        """
        cells = self._cells(region.country)
        shrink = math.cos(math.radians(latitude))
        near = sorted(
            (math.hypot(latitude - lat, (longitude - lon) * shrink), admin1 == region.name)
            for cell in _around(latitude, longitude)
            for lat, lon, admin1 in cells.get(cell, ())
        )
        return not near or any(inside for _, inside in near[:_NEAREST])

    def _settled(self, country: str) -> dict[Cell, list[Settled]]:
        cells: dict[Cell, list[Settled]] = defaultdict(list)
        for entry in self._gazetteer.settlements(country):
            place = entry.latitude, entry.longitude, entry.admin1
            cells[_cell(entry.latitude, entry.longitude)].append(place)
        return cells


def _cell(latitude: float, longitude: float) -> Cell:
    return math.floor(latitude / _CELL), math.floor(longitude / _CELL)


def _around(latitude: float, longitude: float) -> Iterator[Cell]:
    row, column = _cell(latitude, longitude)
    return ((row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
