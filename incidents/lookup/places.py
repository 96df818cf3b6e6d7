"""Places by the beginning of a name, in any spelling and alphabet that the gazetteer knows."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sources.extraction.gazetteer import Entry, Gazetteer, load
from sources.extraction.gazetteer.names import letters
from sources.extraction.gazetteer.romanise import romanise

SHORTEST = 3  # letters: what two begin is half the world
LONGEST = 100
CANDIDATES = 60
FOCUS = 3
NEAR_KM = 150.0
EARTH_KM = 6371.0
NAMED_SO, ALSO_NAMED_SO, SETTLED, AT_HOME, NEARBY = 3.0, 2.0, 0.8, 2.5, 2.0
CAPITALISED = re.compile(r"[^\W\d_a-z][\w’'-]+(?: [^\W\d_a-z][\w’'-]+)*")

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else an article tells of: its countries, the most frequent first, and its places."""

    countries: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()


ANYWHERE = Surroundings()


def find_places(
    words: str, around: Surroundings = ANYWHERE, *, limit: int = 8
) -> tuple[Entry, ...]:
    """Return the places whose name begins so, the likeliest first.

    What counts is the name in full, many people, the article's own countries and closeness to
    its other places.

    >>> [place.name for place in find_places("Ізюм", Surroundings(("UA",)))][:1]
    ['Izyum']
    """
    key = letters(words[:LONGEST])
    if not key:
        return ()
    entries, exact = _candidates(load(), words[:LONGEST], around.countries[:FOCUS])
    ranked = sorted(entries, key=lambda e: -_likelihood(e, key, exact, around))
    return tuple(_without_twins(ranked))[:limit]


def named_place(words: str, around: Surroundings = ANYWHERE) -> Entry | None:
    """Return the likeliest place that bears the whole name, or a capitalised part of the words.

    >>> named_place("the old town of Timbuktu").country
    'ML'
    >>> named_place("a village nearby") is None
    True
    """
    gazetteer = load()
    for name in (words, *reversed(CAPITALISED.findall(words))):
        bearers = gazetteer.lookup(name[:LONGEST])
        if bearers:
            key = letters(name[:LONGEST])
            exact = frozenset(bearers)
            return max(bearers, key=lambda e: _likelihood(e, key, exact, around))
    return None


@lru_cache(maxsize=4096)
def _candidates(
    gazetteer: Gazetteer, words: str, countries: tuple[str, ...]
) -> tuple[tuple[Entry, ...], frozenset[Entry]]:
    """Return what begins so, and what of it bears the whole name."""
    exact = gazetteer.lookup(words)
    found = dict.fromkeys(exact)
    if len(letters(words)) >= SHORTEST:
        found |= dict.fromkeys(gazetteer.search(words, CANDIDATES))
        for country in countries:
            found |= dict.fromkeys(gazetteer.search(words, CANDIDATES, country))
    if not found:
        latin = romanise(words, countries[0] if countries else "")
        found = dict.fromkeys(gazetteer.search(latin, CANDIDATES) or gazetteer.nearly(latin))
    return tuple(found), frozenset(exact)


def _likelihood(entry: Entry, key: str, exact: frozenset[Entry], around: Surroundings) -> float:
    score = math.log10(entry.population + 10)
    if letters(entry.name) == key:
        score += NAMED_SO
    elif entry in exact:
        score += ALSO_NAMED_SO
    if entry.kind == "settlement":
        score += SETTLED
    if entry.country in around.countries:
        score += AT_HOME / (1 + around.countries.index(entry.country))
    if around.points:
        nearest = min(_kilometres((entry.latitude, entry.longitude), p) for p in around.points)
        score += NEARBY * math.exp(-nearest / NEAR_KM)
    return score


def _without_twins(entries: Iterable[Entry]) -> Iterable[Entry]:
    """Leave out districts that the settlement of their name stands for."""
    seen: set[tuple[str, str, str | None]] = set()
    for entry in entries:
        mark = (entry.name, entry.country, entry.admin1)
        if entry.kind == "district" and mark in seen:
            continue
        seen.add(mark)
        yield entry


def _kilometres(one: Point, other: Point) -> float:
    (lat, lon), (lat2, lon2) = ((math.radians(a), math.radians(b)) for a, b in (one, other))
    half = math.sin((lat2 - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
