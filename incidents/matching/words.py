"""What the wording of claims tells: telling words, parties, and how a sentence hangs on another."""

import re
from collections.abc import Iterable
from functools import cache

from rapidfuzz import fuzz

from .model import FOLDER, table

WORD = re.compile(r"[^\W_]+")
CLOSING = " \n\"'”’»)]"
_SIDES = frozenset(("north", "south", "east", "west"))
STEM = range(4, 6)  # Letters that "Iraq" and "Iraqi", "Sudan" and "Sudanese" share.


def telling_words(quotes: Iterable[str]) -> frozenset[str]:
    """Return names, numbers and uncommon words, which two reports of one event share.

    >>> sorted(telling_words(["At least 97 bodies were found in a forest near Mosul."]))
    ['97', 'forest', 'mosul']
    """
    return frozenset(word for quote in quotes for word in _words(quote))


def same_party(one: str, other: str) -> bool | None:
    """Whether two phrases name one party; None where one of them names nobody in particular.

    >>> same_party("Iraqi troops", "Iraq"), same_party("the rebels", "Sudan's army")
    (True, None)
    >>> same_party("the Taliban", "Afghan police")
    False
    """
    first, second = _names(one), _names(other)
    if not first or not second:
        return None
    if _SIDES.intersection(first) != _SIDES.intersection(second):
        return False
    fewer, more = sorted((first, second), key=len)
    found = sum(any(_one_name(a, b) for b in more) for a in fewer)
    return 2 * found >= len(fewer)


def starts_new_event(quote: str) -> bool:
    """Whether the sentence brings in an event of its own: "In another case ..."."""
    return bool(_cue("new_event").search(quote))


def refers_back(quote: str) -> bool:
    """Whether the sentence goes on about the event before it: "One of them ..."."""
    return bool(_cue("refers_back").search(quote))


def continues(earlier: str, later: str) -> bool:
    """Whether two quotes side by side are clauses of one sentence."""
    return later[:1].islower() and earlier.rstrip(CLOSING)[-1:] not in (".", "!", "?")


def is_common(word: str) -> bool:
    """Whether a word in small letters is one that any article may hold."""
    return word in _common()


@cache
def _common() -> frozenset[str]:
    return frozenset((FOLDER / "common_words.txt").read_text(encoding="utf-8").split())


@cache
def _cue(name: str) -> re.Pattern[str]:
    return re.compile("|".join(table("cues")[name]["patterns"]), re.IGNORECASE)


@cache
def _generic() -> frozenset[str]:
    return frozenset(table("cues")["parties"]["generic"])


def _words(quote: str) -> Iterable[str]:
    for match in WORD.finditer(quote):
        word = match.group()
        if word.isdecimal():
            if len(word) > 1:
                yield word
        elif len(word) > 3:
            plain = word.casefold()
            singular = plain[:-1] if plain.endswith("s") and not plain.endswith("ss") else plain
            if not is_common(plain) and not is_common(singular):
                yield singular


def _names(phrase: str) -> list[str]:
    words = (word.casefold() for word in WORD.findall(phrase))
    return [word for word in words if len(word) > 2 and word not in _generic()]


def _one_name(one: str, other: str) -> bool:
    letters = min(len(one), len(other), STEM[-1])
    if letters in STEM and one[:letters] == other[:letters]:
        return True
    return fuzz.ratio(one, other) >= 85
