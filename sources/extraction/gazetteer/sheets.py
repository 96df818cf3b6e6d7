"""Read villages from a GeoNames dump, a GeoNames postal file, or a CSV file, row by row."""

import csv
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Literal

_POPULATED = re.compile(r"PPL(?!H|CH)|CMP$|CMPRF$")
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_DIGITS = 12
_SURVEYED = 3  # what a postal file says of a place it knows; below, its surroundings
CSV_REQUIRED = ("name", "country", "latitude", "longitude")
CSV_OPTIONAL = ("names", "region", "district", "population", "geoname_id")


Kind = Literal["dump", "postal", "csv"]


class SheetError(ValueError):
    """The file cannot be read as places; the message names its line and column."""


@dataclass(frozen=True, slots=True)
class Village:
    """One row: a settlement as the file has it. Codes are those of GeoNames, inside its country."""

    name: str
    names: tuple[str, ...]
    country: str
    latitude: float
    longitude: float
    region: str = ""
    code: str = ""
    district: str = ""
    district_code: str = ""
    population: int = 0
    geoname_id: int = 0
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one line, read by column; what cannot be read is told with both numbers."""

    where: str
    cells: Sequence[str]
    columns: Mapping[str, int]
    countries: Set[str]

    def text(self, column: str) -> str:
        number = self.columns.get(column)
        return self.cells[number].strip() if number is not None else ""

    def name(self, column: str) -> str:
        if name := self.text(column):
            return name
        raise self._fault(column, "is empty")

    def country(self, column: str) -> str:
        code = self.text(column).upper()
        if code in self.countries:
            return code
        raise self._fault(column, f"has {code!r}, which is no ISO country code such as UA")

    def whole(self, column: str) -> int:
        text = self.text(column) or "0"
        if text.isascii() and text.isdigit() and len(text) < _DIGITS:
            return int(text)
        raise self._fault(column, f"has {text!r}, which is no whole number")

    def degrees(self, column: str, most: int) -> float:
        text = self.text(column)
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not -most <= value <= most:
            raise self._fault(column, f"has {text!r}, which is no number from -{most} to {most}")
        return value

    def _fault(self, column: str, fault: str) -> SheetError:
        return SheetError(f"{self.where}, column {self.columns[column] + 1} ({column}) {fault}.")


DUMP = (
    "geoname id", "name", "ascii name", "names", "latitude", "longitude", "feature class",
    "feature code", "country", "countries", "admin1", "admin2", "admin3", "admin4", "population",
    "elevation", "dem", "time zone", "changed",
)  # fmt: skip
POSTAL = (
    "country", "postal code", "name", "region", "region code", "district", "district code",
    "community", "community code", "latitude", "longitude", "accuracy",
)  # fmt: skip


def read_villages(path: Path, countries: Set[str]) -> Iterator[Village | None]:
    """Yield the settlement in each row, or None where the row is something else.

    The kind of file is told by its first line: 19 columns between tabs are a GeoNames dump, 12 a
    postal file, and a header with at least name, country, latitude and longitude is CSV.
    ``countries`` are the ISO codes that exist.
    """
    lines = _lines(path)
    first = next(lines, "")
    kind, columns, village = _sheet(path, first)
    whole = chain([first], lines)
    if kind == "csv":
        rows = csv.reader(whole, strict=True)
        next(rows)
    else:
        rows = csv.reader(whole, delimiter="\t", quoting=csv.QUOTE_NONE)
    try:
        for cells in filter(None, rows):
            where = f"{path.name}, line {rows.line_num}"
            if len(cells) != len(columns):
                raise SheetError(f"{where} has {len(cells)} columns instead of {len(columns)}.")
            yield village(Row(where, cells, columns, countries))
    except csv.Error as error:
        raise SheetError(f"{path.name}, line {rows.line_num}: {error}.") from error


def _lines(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if number == 1 and line.startswith(b"PK\x03\x04"):
                raise SheetError(f"{path.name} is a zip archive: unpack it and give the text file.")
            try:
                yield line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise SheetError(f"{path.name}, line {number} is not UTF-8 text.") from error


def kind_of(path: Path) -> Kind:
    """Return what kind of file this is, by its first line."""
    return _sheet(path, next(_lines(path), ""))[0]


def _sheet(path: Path, first: str) -> tuple[Kind, dict[str, int], Callable[[Row], Village | None]]:
    """Return the kind, the columns and the reader of a file that starts with this line."""
    if not first.strip():
        raise SheetError(f"{path.name} is empty.")
    width = first.count("\t") + 1
    if width == len(DUMP):
        return "dump", _numbered(DUMP), _from_dump
    if width == len(POSTAL):
        return "postal", _numbered(POSTAL), _from_postal
    if width > 1:
        raise SheetError(
            f"{path.name}, line 1 has {width} columns between tabs: a GeoNames dump has"
            f" {len(DUMP)} and a GeoNames postal file {len(POSTAL)}."
        )
    header = _numbered([name.strip().lower() for name in next(csv.reader([first]))])
    if missing := [name for name in CSV_REQUIRED if name not in header]:
        raise SheetError(
            f"{path.name}, line 1 has no column {', '.join(missing)}. A CSV file needs"
            f" {', '.join(CSV_REQUIRED)} and may have {', '.join(CSV_OPTIONAL)}."
        )
    return "csv", header, _from_csv


def _numbered(names: Sequence[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}


def _from_dump(row: Row) -> Village | None:
    """Return a populated place or a camp; rivers, schools and regions are left out."""
    if not _POPULATED.match(row.text("feature code")) or row.text("country") not in row.countries:
        return None
    return Village(
        name=row.name("name"),
        names=(row.text("ascii name"), *row.text("names").split(",")),
        country=row.country("country"),
        latitude=row.degrees("latitude", 90),
        longitude=row.degrees("longitude", 180),
        code=row.text("admin1"),
        district_code=row.text("admin2"),
        population=row.whole("population"),
        geoname_id=row.whole("geoname id"),
    )


def _from_postal(row: Row) -> Village:
    """Return a settlement; its post code is left out, and the council named in brackets."""
    return Village(
        name=_BRACKETS.sub("", row.name("name")) or row.name("name"),
        names=(),
        country=row.country("country"),
        latitude=row.degrees("latitude", 90),
        longitude=row.degrees("longitude", 180),
        region=row.text("region"),
        code=row.text("region code"),
        district=row.text("district"),
        approximate=row.whole("accuracy") < _SURVEYED,
    )


def _from_csv(row: Row) -> Village:
    return Village(
        name=row.name("name"),
        names=tuple(row.text("names").split("|")),
        country=row.country("country"),
        latitude=row.degrees("latitude", 90),
        longitude=row.degrees("longitude", 180),
        region=row.text("region"),
        district=row.text("district"),
        population=row.whole("population"),
        geoname_id=row.whole("geoname_id"),
    )
