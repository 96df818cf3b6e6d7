"""The English words around place names, and the adjectives of countries."""

import tomllib
from pathlib import Path
from typing import Any, Literal

from sources.extraction.dates.words import MONTHS, WEEKDAYS

Hint = Literal["settlement", "district", "region"]

_DATA = Path(__file__).parents[1] / "data"


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((_DATA / name).read_text("utf-8"))


_WORDS = _load("place_words.toml")
HINTS: dict[str, Hint] = {word: kind for kind in _WORDS["hints"] for word in _WORDS["hints"][kind]}
INSIDE_NAMES = frozenset(_WORDS["inside_names"])
PREPOSITIONS = frozenset(_WORDS["prepositions"])
TITLES = frozenset(_WORDS["titles"])
SPEAKING = frozenset(_WORDS["speaking"])
STATIVE = frozenset(_WORDS["stative"])
PARTIES = frozenset(_WORDS["parties"])
BARE_REGIONS = frozenset(_WORDS["bare_regions"])
NO_PLACES = frozenset(_WORDS["no_places"])
ACCUSING = frozenset(_WORDS["accusing"])
INSTITUTIONS = frozenset(_WORDS["institutions"])
PARTS = frozenset(_WORDS["parts"])
BETWEEN = frozenset(_WORDS["between_name_and_part"])
BETWEEN_CAPITAL = frozenset(_WORDS["between_owner_and_capital"])
DIRECTIONS = frozenset(_WORDS["directions"])
CALENDAR = frozenset({*MONTHS, *WEEKDAYS})
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
DEMONYMS: dict[str, str] = {
    word: country for country, words in _load("demonyms.toml").items() for word in words
}


def demonym(word: str) -> str | None:
    """Return the country of an adjective or a people, singular or plural."""
    return DEMONYMS.get(word) or DEMONYMS.get(word.removesuffix("s"))
