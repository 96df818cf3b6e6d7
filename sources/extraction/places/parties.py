"""Names of places that stand for those who rule there."""

from sources.extraction.gazetteer import Entry
from sources.extraction.places.candidates import Candidate
from sources.extraction.places.reading import Reading
from sources.extraction.places.words import ACCUSING, PARTIES, STATIVE, TITLES


def is_party(reading: Reading, mention: Candidate, entry: Entry) -> bool:
    """Tell whether a country or a capital acts or is accused here, and is not the scene."""
    if entry.kind != "country" and not entry.capital and entry.name != "European Union":
        return False
    token = reading.root(mention.start, mention.end)
    while reading.dep[token] == "conj" and reading.head[token] != token:
        token = reading.head[token]
    dep, head = reading.dep[token], reading.head[token]
    word = reading.lower[head]
    if dep == "nsubj":
        return reading.pos[head] == "VERB" and word not in STATIVE
    if dep in {"dobj", "dative"}:
        return word in ACCUSING
    if dep in {"compound", "amod", "nmod", "poss"}:
        return word in PARTIES or word in TITLES
    return dep == "pobj" and word == "by"
