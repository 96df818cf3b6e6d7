"""Capitals that a text does not name: "Yemen's capital", "the Yemeni capital", "the capital"."""

from collections import Counter
from collections.abc import Iterator, Sequence

from sources.extraction.gazetteer import Entry, Gazetteer
from sources.extraction.places.candidates import Candidate
from sources.extraction.places.locate import Share
from sources.extraction.places.reading import Reading
from sources.extraction.places.words import BETWEEN_CAPITAL, demonym

Unnamed = tuple[int, int, Entry]
_PART_OF_A_NAME = frozenset({"compound", "amod", "nmod"})


def unnamed_capitals(
    reading: Reading,
    mentions: Sequence[Candidate],
    located: Sequence[Share | None],
    gazetteer: Gazetteer,
) -> Iterator[Unnamed]:
    """Yield first token, end and town of each capital that only its country names.

    "The capital" alone is that of the country that the text names most.
    """
    ends = {m.end: (m.start, share) for m, share in zip(mentions, located, strict=True)}
    starts = {m.start: (m.end, share) for m, share in zip(mentions, located, strict=True)}
    main = main_country(reading, located)
    for token, word in enumerate(reading.lower):
        if word != "capital" or reading.capital[token] or reading.dep[token] in _PART_OF_A_NAME:
            continue
        end = token + 1 + (reading.word(token + 1) == "city")
        if _is_named(reading, end):
            continue
        if reading.word(end) == "of":
            found = starts.get(end + 1 + (reading.word(end + 1) == "the"))
            if found is not None and (entry := _of_country(found[1], gazetteer)):
                yield token, found[0], entry
            continue
        first = token - 1
        while reading.word(first) in BETWEEN_CAPITAL:
            first -= 1
        owner = ends.get(first) if reading.word(first) in {"'s", "’s"} else None
        if owner is not None:
            if entry := _of_country(owner[1], gazetteer):
                yield owner[0], end, entry
        elif country := reading.capital[first] and demonym(reading.words[first]):
            if entry := gazetteer.capital(country):
                yield first, end, entry
        elif reading.word(first) == "the" and main and (entry := gazetteer.capital(main)):
            yield first, end, entry


def _is_named(reading: Reading, end: int) -> bool:
    """Tell whether the capital's name follows: "the capital, Sanaa", "the capital Sanaa"."""
    end += reading.word(end) in {",", "of", "–", "-", "("} and reading.word(end) != "of"
    return end < len(reading) and reading.capital[end] and not reading.sentence_start[end]


def _of_country(share: Share | None, gazetteer: Gazetteer) -> Entry | None:
    if share is None or share[0].kind != "country":
        return None
    return gazetteer.capital(share[0].country)


def main_country(reading: Reading, located: Sequence[Share | None]) -> str | None:
    """Return the country that the text names most, by itself, its towns or its people."""
    named = Counter(share[0].country for share in located if share and share[0].country)
    named.update(
        country
        for word, capital in zip(reading.words, reading.capital, strict=True)
        if capital and (country := demonym(word))
    )
    return named.most_common(1)[0][0] if named else None
