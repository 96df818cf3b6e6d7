"""Which language an article is in."""

import py3langid

ENOUGH = 4000
SHORT = 40


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of the language; a text too short to tell counts as English.

    >>> language_of("Soldiers burned the village and killed nine people on Sunday.")
    'en'
    """
    sample = text[:ENOUGH]
    if len(sample.strip()) < SHORT:
        return "en"
    return str(py3langid.classify(sample)[0])
