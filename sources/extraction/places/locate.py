"""Which of the places that share a name a document means."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sources.extraction.gazetteer import Entry
from sources.extraction.gazetteer.names import letters
from sources.extraction.places.candidates import Candidate
from sources.extraction.places.reading import Reading
from sources.extraction.places.words import BARE_REGIONS, Hint, demonym

ROUNDS = 5
_MOST = 60
_KIND = {"country": 5.0, "area": 3.0, "region": 1.2, "district": -0.6, "settlement": 0.0}
_EXACT_NAME, _OTHER_SPELLING, _CAPITAL = 1.2, -1.5, 1.5
_HINTED, _AGAINST_HINT, _NAMESAKE = 3.0, -1.0, -2.5
_COUNTRY, _ADMIN1, _DISTRICT, _NEAR, _CONTAINED, _FOCUS = 1.3, 0.8, 1.0, 0.9, 3.0, 2.0
_SHARPNESS = 1.5
_WELL_KNOWN, _FAMOUS = 50_000, 10_000_000
_JOINTS = frozenset({",", "(", "in", "in the", ", in", ", in the", "of", "in the district of"})

Cell = tuple[int, int]
Division = tuple[str, ...]
Share = tuple[Entry, float]


@dataclass(slots=True)
class Name:
    """One name in one document, with what its mentions say about it together."""

    text: str
    entries: Sequence[Entry]
    alike: bool
    hint: Hint | None
    mentions: int = 0
    inside: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Weights:
    """How much of the document speaks of each country, region and neighbourhood."""

    countries: dict[str, float]
    regions: dict[Division, float] = field(default_factory=lambda: defaultdict(float))
    districts: dict[Division, float] = field(default_factory=lambda: defaultdict(float))
    cells: dict[Cell, float] = field(default_factory=lambda: defaultdict(float))

    def add(self, entry: Entry, weight: float) -> None:
        self.countries[entry.country] += weight
        if region := region_of(entry):
            self.regions[region] += weight
        if district := _district_of(entry):
            self.districts[district] += weight
        if entry.kind in {"settlement", "district"}:
            for cell in _around(entry):
                self.cells[cell] += weight


def locate(
    reading: Reading, mentions: Sequence[Candidate], focus_country: str | None
) -> list[Share | None]:
    """Return for each mention the place it means and how sure that is, or None if unlisted.

    A name means the same place throughout a document. A few rounds let the names settle each
    other: likely places make their countries, regions and neighbours likelier.
    """
    keys = [_key(mention) for mention in mentions]
    names = _names(reading, mentions, keys)
    priors = {key: _priors(name) for key, name in names.items()}
    start = _demonyms(reading)
    if focus_country:
        start[focus_country] += _FOCUS
    shares: dict[str, list[Share]] = {}
    for _ in range(ROUNDS):
        weights = Weights(defaultdict(float, start))
        for key, shared in shares.items():
            for entry, share in shared:
                if share > 0.02:
                    weights.add(entry, share * names[key].mentions)
        shares = {
            key: _share(names[key], priors[key], weights, names, priors, dict(shares.get(key, ())))
            for key in names
        }
    best = {key: max(shared, key=lambda s: s[1]) for key, shared in shares.items() if shared}
    strangers = {key for key, share in best.items() if _is_stranger(names[key], share[0], weights)}
    return [best[key] if key in best and key not in strangers else None for key in keys]


def region_of(entry: Entry) -> Division | None:
    """Return the country and name of the first-level division that a place lies in, or is."""
    name = entry.name if entry.kind == "region" else entry.admin1
    return (entry.country, name) if name else None


def _district_of(entry: Entry) -> Division | None:
    name = entry.name if entry.kind == "district" else entry.admin2
    return (entry.country, entry.admin1 or "", name) if name else None


def contains(outer: Entry, inner: Entry) -> bool:
    """Tell whether one place lies in another, as far as divisions say."""
    if outer.country != inner.country or outer.geoname_id == inner.geoname_id:
        return False
    if outer.kind == "country":
        return inner.kind != "country"
    if outer.kind == "region":
        return inner.admin1 == outer.name and inner.kind in {"settlement", "district"}
    return outer.kind == "district" and inner.kind == "settlement" and inner.admin2 == outer.name


def _key(mention: Candidate) -> str:
    return f"{letters(mention.text)}|{mention.hint or ''}"


def _names(reading: Reading, mentions: Sequence[Candidate], keys: Sequence[str]) -> dict[str, Name]:
    names: dict[str, Name] = {}
    for key, mention in zip(keys, mentions, strict=True):
        name = names.setdefault(
            key, Name(mention.text, mention.entries, mention.alike, mention.hint)
        )
        name.mentions += 1
    for i in range(len(mentions) - 1):
        first, second = mentions[i], mentions[i + 1]
        between = reading.text[reading.end_of(first.end - 1) : reading.starts[second.start]].strip()
        if between in _JOINTS:
            names[keys[i]].inside[keys[i + 1]] += 1
        elif between in {"'s", "’s"}:
            names[keys[i + 1]].inside[keys[i]] += 1
    return names


def _demonyms(reading: Reading) -> dict[str, float]:
    """Count half, by country, the adjectives and peoples that the document names."""
    counts: dict[str, float] = defaultdict(float)
    for word, capital in zip(reading.words, reading.capital, strict=True):
        if capital and (country := demonym(word)):
            counts[country] += 0.5
    return counts


def _priors(name: Name) -> list[Share]:
    exact = letters(name.text)
    scored = [(entry, _prior(entry, name, exact)) for entry in name.entries]
    scored.sort(key=lambda pair: -pair[1])
    return scored[:_MOST]


def _prior(entry: Entry, name: Name, exact: str) -> float:
    score = math.log10(entry.population + 30) + _KIND[entry.kind]
    if entry.capital:
        score += _CAPITAL
    if name.alike:
        score += _OTHER_SPELLING
    elif letters(entry.name) == exact:
        score += _EXACT_NAME
    if name.hint is None:
        if name.text in BARE_REGIONS:
            score += _HINTED * (entry.kind == "region")
        elif entry.kind == "region" and _has_namesake(entry, name):
            score += _NAMESAKE
        if entry.kind == "district" and letters(entry.name) != exact:
            score += _NAMESAKE
    elif entry.kind == name.hint or (name.hint == "region" and entry.kind == "district"):
        score += _HINTED
    elif entry.kind != "country":
        score += _AGAINST_HINT
    return score


def _has_namesake(area: Entry, name: Name) -> bool:
    """Tell whether a town inside the area bears the same name: bare, it means the town."""
    return any(
        entry.kind == "settlement"
        and entry.country == area.country
        and entry.admin1 == area.name
        and entry.population * 20 > area.population
        for entry in name.entries
    )


def _share(
    name: Name,
    priors: Sequence[Share],
    weights: Weights,
    names: Mapping[str, Name],
    priors_of: Mapping[str, Sequence[Share]],
    own: Mapping[Entry, float],
) -> list[Share]:
    """Divide one between the places of a name, by what speaks for each."""
    outer = [priors_of[key] for key in name.inside if priors_of.get(key)]
    countries = math.fsum(weights.countries.values())
    regions = math.fsum(weights.regions.values())
    scores = []
    for entry, score in priors:
        mine = own.get(entry, 0.0) * name.mentions
        here = max(0.0, weights.countries.get(entry.country, 0.0) - mine)
        score += _COUNTRY * math.log((here + 0.15) / (max(0.0, countries - mine) + 1))
        if regions and entry.kind != "country":
            region, district = region_of(entry), _district_of(entry)
            here = weights.regions.get(region, 0.0) - mine if region else 0.0
            score += _ADMIN1 * math.log((max(0.0, here) + 0.3) / (max(0.0, regions - mine) + 1))
            here = weights.districts.get(district, 0.0) - mine if district else 0.0
            score += _DISTRICT * math.log1p(max(0.0, here))
        if weights.cells and entry.kind != "country":
            here = weights.cells.get(_cell(entry), 0.0) - mine
            score += _NEAR * math.log1p(max(0.0, here))
        if outer:
            score += _CONTAINED * sum(any(contains(o, entry) for o, _ in each) for each in outer)
        scores.append(score)
    if not scores:
        return []
    top = max(scores)
    powers = [math.exp(_SHARPNESS * (score - top)) for score in scores]
    total = sum(powers)
    return [(entry, power / total) for (entry, _), power in zip(priors, powers, strict=True)]


def _is_stranger(name: Name, entry: Entry, weights: Weights) -> bool:
    """Tell whether a small place that shares the name lies where nothing else in the text does."""
    if entry.kind in {"country", "area", "region"} or name.inside:
        return False
    elsewhere = math.fsum(weights.countries.values())
    here = weights.countries.get(entry.country, 0.0) - name.mentions
    known = letters(entry.name) == letters(name.text) and not name.alike
    return (
        here < 0.5
        and elsewhere - name.mentions > 4
        and entry.population < (_WELL_KNOWN if known else _FAMOUS)
    )


def _cell(entry: Entry) -> Cell:
    return math.floor(entry.latitude), math.floor(entry.longitude)


def _around(entry: Entry) -> list[Cell]:
    row, column = _cell(entry)
    return [(row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
