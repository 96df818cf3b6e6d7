"""Which language an article is in."""

import re
from functools import cache

import py3langid

from sources.extraction.lexicon import read_data

ENOUGH = 4000
ENGLISH_SHARE = 0.2
SHORT = 8


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of the language; a text of a few words counts as English.

    The classifier takes a short report in English for a creole, so the little words come first.

    >>> language_of("Soldiers burned the village and killed nine people on Sunday.")
    'en'
    >>> language_of("Les soldats ont brûlé le village et tué neuf personnes.")
    'fr'
    """
    sample = text[:ENOUGH]
    words = re.findall(r"[^\W\d_]+", sample.lower())
    english = sum(word in _little_words() for word in words)
    if len(words) < SHORT or english >= ENGLISH_SHARE * len(words):
        return "en"
    return str(py3langid.classify(sample)[0])


@cache
def _little_words() -> frozenset[str]:
    return frozenset(read_data("cues.toml")["language"]["english"])
