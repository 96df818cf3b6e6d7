"""Puts back the capitals of a text that came in one case, so that the parser sees its names."""

import re
from functools import cache
from pathlib import Path

from benchmarks.roles.wording import INSIDE_NAMES
from sources.extraction.model import load_model

WORDS = Path(__file__).parent / "data" / "casing.txt"
WORD = re.compile(r"[a-zà-ÿ]+")
AFTER_APOSTROPHE = {"s", "t", "d", "ll", "re", "ve", "m"}
OPENS_SENTENCE = re.compile(r"(^|[.!?:][\"']?\s+|\s{4})[\"'(]?$")
ENDINGS = {
    "s": ("",), "es": ("",), "ies": ("y",), "ed": ("", "e"), "ing": ("", "e"), "ly": ("",),
    "er": ("", "e"), "est": ("", "e"), "ied": ("y",),
}  # fmt: skip
LONGEST_INITIALS = 7


def truecase(text: str) -> str:
    """Return a lower-case text with its likely capitals; every character keeps its place.

    >>> truecase("the mayor met maria perez in bogota.")
    'The mayor met Maria Perez in Bogota.'
    """
    words = [(match.start(), match.group()) for match in WORD.finditer(text)]
    cased = [_in_place(text, start, word) for start, word in words]
    initials = _initials(text, words, cased)
    letters = list(text)
    for (start, word), form in zip(words, cased, strict=True):
        letters[start : start + len(word)] = word.upper() if word in initials else form
    return "".join(letters)


def _in_place(text: str, start: int, word: str) -> str:
    before = text[max(0, start - 6) : start]
    if word in AFTER_APOSTROPHE and before.endswith("'"):
        return word
    form = _form(word)
    return form[0].upper() + form[1:] if OPENS_SENTENCE.search(before) else form


def _initials(text: str, words: list[tuple[int, str]], cased: list[str]) -> set[str]:
    """Return the abbreviations in brackets, and give the names they stand for their capitals."""
    found = set()
    for index, (start, word) in enumerate(words):
        bracketed = text[max(0, start - 1) : start + len(word) + 1] == f"({word})"
        if not bracketed or not 2 <= len(word) <= LONGEST_INITIALS:
            continue
        spelt = _spelt_out(words, index)
        if spelt:
            found.add(word)
            for place in spelt:
                cased[place] = cased[place][0].upper() + cased[place][1:]
        elif not is_common(word):
            found.add(word)
    return found


def _spelt_out(words: list[tuple[int, str]], index: int) -> list[int]:
    """Return the words before an abbreviation whose first letters make it up, in any order.

    Abbreviations of translated names keep the order of the original.
    """
    left, places, spare = list(words[index][1]), [], 1
    for place in range(index - 1, max(-1, index - 11), -1):
        word = words[place][1]
        if not left:
            break
        if word[0] in left:
            left.remove(word[0])
            places.append(place)
        elif word not in INSIDE_NAMES:
            spare -= 1
            places.append(place)
        if spare < 0:
            break
    return [] if left or spare < 0 else places


@cache
def _form(word: str) -> str:
    return _known().get(word) or guessed_form(word)


def guessed_form(word: str) -> str:
    """Return a word as it is likely written where no count of it is known."""
    if len(word) == 1 or is_common(word):
        return word
    return word.capitalize() if re.search("[aeiouyà-ÿ]", word) else word.upper()


@cache
def _known() -> dict[str, str]:
    return {form.lower(): form for form in WORDS.read_text("utf-8").split()}


def is_common(word: str) -> bool:
    """Whether the parser's dictionary has the word, as it stands or without its ending."""
    if word in _dictionary():
        return True
    return any(
        len(word) > len(ending) + 2
        and word.endswith(ending)
        and any(word[: -len(ending)] + tail in _dictionary() for tail in tails)
        for ending, tails in ENDINGS.items()
    )


@cache
def _dictionary() -> frozenset[str]:
    lookups = load_model().get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    return frozenset(word for words in lookups.get_table("lemma_index").values() for word in words)
