"""The words of English dates, as patterns and as numbers."""

import re
import tomllib
from itertools import chain
from pathlib import Path
from typing import Any

_DATA: dict[str, Any] = tomllib.loads(
    (Path(__file__).parents[1] / "data" / "dates.toml").read_text("utf-8")
)


def _numbered(groups: list[list[str]], first: int) -> dict[str, int]:
    return {word.lower(): n for n, words in enumerate(groups, first) for word in words}


def _any(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


MONTHS = _numbered(_DATA["months"], 1)
WEEKDAYS = _numbered(_DATA["weekdays"], 0)
SEASONS: dict[str, int] = _DATA["seasons"]
NUMBERS: dict[str, int] = _DATA["numbers"]
ORDINALS: dict[str, int] = _DATA["ordinals"]
_TENS: dict[str, int] = _DATA["tens"]
AMBIGUOUS = frozenset(_DATA["ambiguous"])

MONTH = (
    rf"(?:(?:{_any([words[0] for words in _DATA['months']])})\b"
    rf"|(?:{_any(list(chain(*(words[1:] for words in _DATA['months']))))})\b\.?)"
)
DECADE = rf"(?:{_any(list(_DATA['decades']))})"
DECADES: dict[str, int] = _DATA["decades"]
WEEKDAY = rf"(?:{_any([words[0] for words in _DATA['weekdays']])})"
SHORT_WEEKDAY = rf"(?:{_any(list(chain(*_DATA['weekdays'])))})\b\.?"
SEASON = rf"(?:{_any(list(SEASONS))})"
NUMBER = rf"(?:\d{{1,3}}|{_any(list(NUMBERS))})"
ORDINAL = rf"(?:{_any(list(ORDINALS))})"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
SPELLED_YEAR = (
    rf"(?:nineteen (?:{_any(list(_TENS))})(?:[ -](?:{_any(list(NUMBERS))}))?"
    rf"|two thousand(?: and)?(?: (?:{_any(list(NUMBERS))}))?)"
)
YEAR = r"(?:1[5-9]\d\d|20\d\d)"
PART_OF_DAY = (
    r"(?:early |late |pre-dawn |mid-?)?(?:morning|afternoon|evening|night|dawn|noon|midnight)"
)


def month_number(word: str) -> int:
    return MONTHS[word.lower().rstrip(".")]


def weekday_number(word: str) -> int:
    return WEEKDAYS[word.lower().rstrip(".")]


def number(word: str) -> int:
    """Return the value of digits or of a number word.

    >>> number("12"), number("twelve"), number("a")
    (12, 12, 1)
    """
    return int(word) if word.isdigit() else NUMBERS[word.lower()]


def day_number(word: str) -> int:
    """Return the day of the month that "3" or "3rd" means."""
    return int(word.rstrip("stndrhSTNDRH"))


def spelled_year(words: str) -> int:
    """Return the year that words such as "nineteen ninety-six" spell.

    >>> spelled_year("nineteen ninety-six"), spelled_year("two thousand")
    (1996, 2000)
    """
    first, *rest = re.split(r"[ -]+", words.lower().replace(" and ", " "))
    century = 1900 if first == "nineteen" else 2000
    return century + sum(_TENS.get(word, 0) + NUMBERS.get(word, 0) for word in rest)
