"""Places made coarser: no closer than a profile allows, in cells and in words."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from incidents.releases.cells import is_missing
from incidents.releases.countries import country_name
from incidents.releases.precision import acled_geo_precision, ucdp_where_prec

from .profiles import Places
from .rules import normal

Point = tuple[float, float]
Row = dict[str, Any]

CAPITALISED = re.compile(r"[^\W\d_a-z][\w’'-]*(?:[ -](?:[^\W\d_a-z]|al-|el-)[\w’'-]*)*")
PLACE_MARKER = "[place withheld]"
TOO_CLOSE = {
    "exact": frozenset[str](),
    "tenth": frozenset(("site", "settlement")),
    "region": frozenset(("site", "settlement", "district")),
    "none": frozenset(("site", "settlement", "district")),
}
CODES = {"ucdp_where_prec": ucdp_where_prec, "acled_geo_precision": acled_geo_precision}


@dataclass(frozen=True, slots=True)
class Coarsening:
    """How close a place may be told. ``middle_of`` gives the middle of (country, region)."""

    places: Places
    middle_of: Callable[[str, str], Point | None] = lambda country, region: None
    names: Collection[str] = ()

    @property
    def is_on(self) -> bool:
        return self.places != "exact"

    def place(self, row: Mapping[str, Any]) -> Row:
        """Return the cells of a row's place that change; the precision changes with them."""
        if not self.is_on or is_missing(row.get("place_precision")):
            return {}
        changed: Row = {}
        if row["place_precision"] in TOO_CLOSE[self.places]:
            changed = self._closer_cells(row)
        elif self.places == "none":
            changed = {"latitude": None, "longitude": None}
        precision = changed.get("place_precision", row["place_precision"])
        changed |= {name: code(precision) for name, code in CODES.items() if name in row}
        return {name: value for name, value in changed.items() if value != row[name]}

    def title(self, row: Mapping[str, Any]) -> str:
        """Return a title that tells no more than the coarse place and the date."""
        where = row["admin1"] or country_name(row["country"]) or "place withheld"
        days = dict.fromkeys(
            str(day) for day in (row["date_start"], row["date_end"]) if not is_missing(day)
        )
        return ", ".join([row["event_label"], where, *([" to ".join(days)] if days else [])])

    def words(self, text: str) -> str:
        """Return the text without names of places that are too close to be told.

        >>> Coarsening("tenth", names={"verrin"}).words("the mayor of Verrin")
        'the mayor of [place withheld]'
        """
        return CAPITALISED.sub(self._marked, text) if self.is_on and text else text

    def _marked(self, match: re.Match[str]) -> str:
        """Mark the names of places in capitalised words, the longest first."""
        parts = re.split(r"([ -])", match[0])
        for size in range(len(parts), 0, -2):
            for start in range(0, len(parts) - size + 1, 2):
                words = "".join(parts[start : start + size])
                bare = re.sub(r"[’']s$", "", words)
                if normal(bare) in self.names:
                    before = "".join(parts[:start])
                    behind = "".join(parts[start + size :])
                    marked = PLACE_MARKER + words[len(bare) :]
                    return self.words(before) + marked + self.words(behind)
        return match[0]

    def _closer_cells(self, row: Mapping[str, Any]) -> Row:
        if self.places == "tenth":
            point = (_tenth(row["latitude"]), _tenth(row["longitude"]))
            cells = {"place_name": None, "place_precision": "district"}
        else:
            region = row["admin1"] or None
            middle = None
            if self.places == "region" and region and row["country"]:
                middle = self.middle_of(row["country"], region)
            point = middle or (None, None)
            cells = {"place_name": region, "place_precision": "region" if region else "country"}
        return cells | {"latitude": point[0], "longitude": point[1], "gazetteer_id": None}


def _tenth(degrees: float | None) -> float | None:
    return None if degrees is None else round(float(degrees), 1)
