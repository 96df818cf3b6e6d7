"""How likely a span is a place, by a logistic model over what stands in and around it."""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sources.extraction.gazetteer import Entry
from sources.extraction.gazetteer.names import letters
from sources.extraction.places.candidates import Candidate
from sources.extraction.places.reading import Reading
from sources.extraction.places.words import (
    DIRECTIONS,
    INSTITUTIONS,
    PLACE_LABELS,
    PREPOSITIONS,
    SPEAKING,
    TITLES,
    demonym,
)

WEIGHTS = Path(__file__).parents[1] / "data" / "place_weights.json"

_OPENING = frozenset({"the", "The", *DIRECTIONS})
LIKELY, AGAIN = 0.35, 0.15


def recognise(
    reading: Reading, candidates: Sequence[Candidate], *, toponyms: bool = False
) -> list[Candidate]:
    """Keep the spans that name places, likeliest first where they overlap, in reading order.

    A name that surely is a place once may be one elsewhere in the document on less evidence.
    """
    likely = probabilities(reading, candidates)
    if toponyms:
        likely = [
            max(p, LIKELY) if _heads_institution(reading, c) else p
            for p, c in zip(likely, candidates, strict=True)
        ]
    sure = {c.text for c, p in zip(candidates, likely, strict=True) if p >= LIKELY}
    ranked = sorted(
        zip(likely, candidates, strict=True),
        key=lambda pair: (not pair[1].told, -pair[0], pair[1].start),
    )
    taken = [False] * len(reading)
    kept = []
    for probability, candidate in ranked:
        likely_enough = probability >= (AGAIN if candidate.text in sure else LIKELY)
        if not (likely_enough or candidate.told) or any(taken[candidate.start : candidate.end]):
            continue
        taken[candidate.start : candidate.end] = [True] * (candidate.end - candidate.start)
        kept.append(candidate)
    return sorted(kept, key=lambda candidate: candidate.start)


@cache
def weights() -> dict[str, float]:
    """Return the weight of each feature."""
    table: dict[str, float] = json.loads(WEIGHTS.read_text("utf-8"))["weights"]
    return table


def probabilities(reading: Reading, candidates: Sequence[Candidate]) -> list[float]:
    """Return for each candidate how likely it names a place here."""
    table, surroundings = weights(), survey(reading, candidates)
    return [
        _logistic(sum(table.get(name, 0.0) for name in features(reading, candidate, surroundings)))
        for candidate in candidates
    ]


@dataclass(frozen=True, slots=True)
class Survey:
    """What the whole document names: people in full, countries, and divisions of countries."""

    people: frozenset[str]
    countries: frozenset[str]
    regions: frozenset[tuple[str, str]]


def survey(reading: Reading, candidates: Sequence[Candidate]) -> Survey:
    found = [entry for candidate in candidates for entry in candidate.entries[:3]]
    adjectives = (demonym(w) for w, c in zip(reading.words, reading.capital, strict=True) if c)
    countries = {entry.country for entry in found if entry.kind == "country"}
    return Survey(
        people=_people(reading),
        countries=frozenset(countries.union(filter(None, adjectives))),
        regions=frozenset((entry.country, entry.name) for entry in found if entry.kind == "region"),
    )


def _heads_institution(reading: Reading, candidate: Candidate) -> bool:
    """Tell whether a known place opens the name of an institution ("Odesa Police Department")."""
    end = candidate.end
    return (
        any(letters(entry.name) == letters(candidate.text) for entry in candidate.entries)
        and end < len(reading)
        and reading.label[candidate.start] == "ORG"
        and reading.capital[end]
        and any(word in INSTITUTIONS for word in reading.lower[end : end + 3])
    )


def features(reading: Reading, candidate: Candidate, document: Survey) -> Iterator[str]:
    """Yield what the model looks at, by name."""
    start, end = candidate.start, candidate.end
    yield "bias"
    label = _label(reading, start, end)
    yield f"label={label}"
    if demonym(candidate.text):
        yield "demonym"
    yield from _gazetteer(candidate)
    if not document.countries or any(e.country in document.countries for e in candidate.entries):
        yield "in a country named"
    if any((entry.country, entry.admin1) in document.regions for entry in candidate.entries):
        yield "in a region named"
    yield f"pos={reading.pos[end - 1]}"
    yield f"dep={reading.dep[reading.root(start, end)]}"
    if reading.sentence_start[start]:
        yield "starts a sentence"
    if candidate.hint:
        yield f"hint={candidate.hint}"
    if candidate.text.isupper() and len(candidate.text) > 1:
        yield "capitals"
    if end - start == 1 and candidate.text in document.people:
        yield "part of a person's name"
    if candidate.entries and reading.word(start - 1) in {"in", "near", "outside"}:
        yield "known after in"
    yield from _before(reading, start)
    yield from _after(reading, end)
    for word in reading.lower[start:end]:
        if word in INSTITUTIONS:
            yield "institution inside"


def _gazetteer(candidate: Candidate) -> Iterator[str]:
    if not candidate.entries:
        yield f"unknown of {min(3, candidate.end - candidate.start)}"
        return
    best = max(candidate.entries, key=_prominence)
    yield f"kind={best.kind}"
    yield f"words={min(3, candidate.end - candidate.start)}"
    if best.kind not in {"country", "area"}:
        yield f"population={min(7, int(math.log10(best.population + 1)))}"
    if candidate.alike:
        yield "alike"
    elif letters(candidate.text) not in {letters(entry.name) for entry in candidate.entries}:
        yield "alias"
    if len(candidate.entries) == 1:
        yield "one bearer"


def _prominence(entry: Entry) -> float:
    """Rank countries first, then towns and regions by population, and districts last."""
    if entry.kind in {"country", "area"}:
        return entry.population + 1e10
    return entry.population * (1e-6 if entry.kind == "district" else 1.0)


def _label(reading: Reading, start: int, end: int) -> str:
    """Name the parser's label, and whether the span is all of its entity or how it cuts it."""
    entity = reading.entity[start]
    if not entity:
        if reading.entity[end - 1]:
            return f"{_short(reading.label[end - 1])} crossed"
        return "none"
    first, last = start, end
    while first and reading.entity[first - 1] == entity and reading.words[first - 1] in _OPENING:
        first -= 1
    if (
        last < len(reading)
        and reading.entity[last] == entity
        and reading.lower[last] in {"'s", "’s"}
    ):
        last += 1
    opens = first == 0 or reading.entity[first - 1] != entity
    ends = last == len(reading) or reading.entity[last] != entity
    label = _short(reading.label[start])
    if reading.entity[end - 1] != entity:
        return f"{label} crossed"
    if opens and ends:
        return label
    return f"{label} {'start' if opens else 'end' if ends else 'middle'}"


def _short(label: str) -> str:
    if label in PLACE_LABELS or label in {"PERSON", "ORG", "NORP", "DATE"}:
        return label
    return "other"


def _before(reading: Reading, start: int) -> Iterator[str]:
    word = reading.word(start - 1)
    if not word or reading.sentence_start[start]:
        return
    if word in PREPOSITIONS:
        yield f"before={word}" if word in {"in", "at", "from", "to"} else "before=preposition"
    elif word in {"of", "the", "and", ",", "(", "-", "by", "with", "for", "that", "a"}:
        yield f"before={word}"
    elif word in DIRECTIONS:
        yield "before=direction"
    elif word in TITLES:
        yield "before=title"
    elif reading.capital[start - 1]:
        yield "before=Capital"
        yield f"before={_short(reading.label[start - 1]) or 'other'} Capital"
    else:
        yield f"before={reading.pos[start - 1]}"
    if word == "the" and reading.word(start - 2) in PREPOSITIONS:
        yield "before=preposition the"
    if word in {",", "and"} and start > 1 and reading.label[start - 2] in PLACE_LABELS:
        yield "before=place, "


def _after(reading: Reading, end: int) -> Iterator[str]:
    word = reading.word(end)
    if not word or reading.sentence_start[end]:
        yield "after=end"
        return
    if word in {",", "and", "'s", "’s", "-", ")", "."}:
        yield f"after={word}"
        if word == "," and reading.word(end + 1) and reading.capital[end + 1]:
            yield "after=, Capital"
        if word in {"'s", "’s"} and reading.word(end + 1) in DIRECTIONS:
            yield "after='s direction"
    elif word in INSTITUTIONS:
        yield "after=institution" if not reading.capital[end] else "after=Institution"
    elif word in SPEAKING:
        yield "after=speaking"
    elif reading.capital[end]:
        yield "after=Capital"
        yield f"after={_short(reading.label[end])} Capital"
    else:
        yield f"after={reading.pos[end]}"


def _people(reading: Reading) -> frozenset[str]:
    """Return the single names of everyone who is named in full."""
    return frozenset(
        reading.words[token]
        for token in range(len(reading))
        if reading.label[token] == "PERSON"
        and (
            reading.entity[token] == (reading.entity[token - 1] if token else 0)
            or (token + 1 < len(reading) and reading.entity[token] == reading.entity[token + 1])
        )
    )


def _logistic(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
