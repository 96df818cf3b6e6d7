"""Finding the names of people in a text by their shape and the words around them.

No model reads here: a release must give the same rows on every machine. So the rules lean towards
finding too much. What they take for a name although it is none, a lead can allow.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from .places import nations
from .rules import given_names, normal, words

WORD = re.compile(r"[^\W\d_]+(?:(?:-|[’'](?!s\b))[^\W\d_]+)*")
AGE = re.compile(r",? \(?aged \d{1,3}\b|, \d{1,3}(?=[,.;)]|$)| \(\d{1,3}\)")
APPOSED = re.compile(r", ([^,.;:]{1,80})")
STANDS_FOR = re.compile(r"\b(?:of|for|to|from|in|at|on|with|who|whose|and|near)\b")
HEADLINE_WORDS, HEADLINE_SHARE, LONG_WORD = 5, 0.7, 4


@dataclass(frozen=True, slots=True)
class Name:
    """A range of the text that may name a person.

    ``public``: the words around give a public post. ``private``: they say that it is nobody
    public. Not ``sure``: a single capitalised word, a name only if it is one elsewhere.
    """

    start: int
    end: int
    text: str
    sure: bool
    public: bool = False
    private: bool = False


class _Word(NamedTuple):
    start: int
    end: int
    text: str
    plain: str

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper() and (len(self.text) == 1 or not self.text.isupper())


def names_in(text: str, places: Collection[str] = ()) -> Iterator[Name]:
    """Yield what may name a person, in reading order, without titles.

    ``places`` are names, as `normal` gives them, that look like names of people and are none.

    >>> [(name.text, name.public) for name in names_in("Mayor Ada Vell and Ben Orto, 34, agree.")]
    [('Ada Vell', True), ('Ben Orto', False)]
    """
    found = list(_words(text))
    headline = _is_headline(found)
    for run, before in _runs(found, text):
        titles, named = _split_titles(run)
        untitled = [word for word in titles if word.plain not in _titles()]
        for part, behind in ((untitled, before), (named, [*before, *titles])):
            name = _name(part, behind, text, places, headline=headline)
            if name:
                yield name


def _words(text: str) -> Iterator[_Word]:
    for match in WORD.finditer(text):
        word = match.group()
        yield _Word(*match.span(), word, normal(word))


def _is_headline(found: list[_Word]) -> bool:
    """Whether every word is written with a capital, so that a capital tells nothing."""
    long = [word for word in found if len(word.text) >= LONG_WORD]
    capitals = sum(word.text[0].isupper() for word in long)
    return len(long) >= HEADLINE_WORDS and capitals >= HEADLINE_SHARE * len(long)


def _runs(found: list[_Word], text: str) -> Iterator[tuple[list[_Word], list[_Word]]]:
    """Yield capitalised words in a row, with the words before them."""
    run: list[_Word] = []
    first = 0
    for place, word in enumerate(found):
        joined = bool(run) and _is_joined(run[-1], word, text)
        if run and not joined:
            yield _without_particles(run), found[:first]
            run = []
        if _belongs(word, run):
            if not run:
                first = place
            run.append(word)
        elif run:
            yield _without_particles(run), found[:first]
            run = []
    if run:
        yield _without_particles(run), found[:first]


def _belongs(word: _Word, run: list[_Word]) -> bool:
    if run and word.plain in words("names", "openers") and len(word.text) > 1:
        return False
    if word.is_capital:
        return True
    if run and word.plain in words("names", "particles"):
        return True
    if "-" in word.text and word.plain.split("-")[0] in words("names", "particles"):
        return word.text.split("-")[1][0].isupper()
    surname_in_capitals = word.text.isupper() and len(word.text) > 2
    return surname_in_capitals and bool(run) and run[-1].plain in given_names()


def _is_joined(one: _Word, other: _Word, text: str) -> bool:
    gap = text[one.end : other.start]
    abbreviated = len(one.text) == 1 or one.plain in ABBREVIATED
    return gap in (" ", "\u00a0", "\n") or (gap == ". " and abbreviated)


ABBREVIATED = frozenset(
    ("mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "maj", "capt", "sgt", "st", "gov", "sen")
)
TITLES_OF_NOBODY_PUBLIC = frozenset(
    ("dr", "doctor", "prof", "professor", "lt", "lieutenant", "capt", "captain", "sgt", "sergeant")
) | frozenset(("corporal", "private", "pvt", "sister", "brother", "father", "imam", "rabbi", "rev"))


def _without_particles(run: list[_Word]) -> list[_Word]:
    while run and not (run[-1].is_capital or run[-1].text.isupper() or "-" in run[-1].text):
        run = run[:-1]
    return run


def _name(
    run: list[_Word], before: list[_Word], text: str, places: Collection[str], *, headline: bool
) -> Name | None:
    """Return the name that a run of capitalised words holds, None if it is surely none."""
    while run and (run[0].plain in words("names", "openers") or run[0].plain in nations()):
        before, run = [*before, run[0]], run[1:]
    if not run or _is_something_else(run):
        return None
    start, end = run[0].start, run[-1].end
    around = _Surroundings(text, before, start, end)
    if not around.is_addressed() and (_is_place(run, places) or _is_there(run, around)):
        return None
    private = around.is_private()
    return Name(
        start,
        end,
        text[start:end],
        sure=_is_sure(run, around, headline=headline),
        public=around.is_public() and not private,
        private=private,
    )


def _is_place(run: list[_Word], places: Collection[str]) -> bool:
    """Whether the run is the name of a place, and not rather one that parents give."""
    alone = run[0].plain if len(run) == 1 else ""
    if alone in given_names() and alone not in words("names", "ambiguous"):
        return False
    return " ".join(word.plain for word in run) in places


def _is_there(run: list[_Word], around: "_Surroundings") -> bool:
    return around.is_place() and not any(_is_given(word) for word in run)


def _split_titles(run: list[_Word]) -> tuple[list[_Word], list[_Word]]:
    """Return the words up to the last title before a name, and the name."""
    last = 0
    for place, word in enumerate(run[:-1], start=1):
        if word.plain in _titles():
            last = place
    if len(run) == 1 and run[0].plain in _titles():
        last = 1
    return run[:last], run[last:]


@cache
def _titles() -> frozenset[str]:
    return words("public", "titles") | words("private", "honorifics") | TITLES_OF_NOBODY_PUBLIC


def _is_something_else(run: list[_Word]) -> bool:
    other = words("names", "other")
    others = [word for word in run if word.plain in other or word.plain in nations()]
    if not others:
        return False
    named = run[0].plain in given_names() and run[0] not in others
    return not (named and len(run) == 2)


def _is_sure(run: list[_Word], around: "_Surroundings", *, headline: bool) -> bool:
    given = any(_is_given(word) for word in run)
    if len(run) > 1:
        return given or not headline
    alone = run[0]
    if around.introduces():
        return True
    if headline or alone.plain in words("names", "ambiguous"):
        return False
    return given and len(alone.text) >= LONG_WORD


def _is_given(word: _Word) -> bool:
    return any(part in given_names() for part in word.plain.split("-"))


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """The words around a name: what they say of the person who bears it."""

    text: str
    before: list[_Word]
    start: int
    end: int

    def introduces(self) -> bool:
        """Whether they make even a single word a name: an age, a form of address, "named"."""
        return AGE.match(self.text, self.end) is not None or self.is_addressed()

    def is_addressed(self) -> bool:
        """Whether a form of address or "named" stands before it, as before no place."""
        word = self._adjacent()
        return word is not None and (
            word.plain in words("private", "honorifics")
            or word.plain in words("private", "introductions")
            or word.plain in TITLES_OF_NOBODY_PUBLIC
        )

    def is_place(self) -> bool:
        """Whether they make an unknown name a place: "near", or a "province" behind it."""
        word = self._adjacent()
        if word is not None and word.plain in words("names", "before_places"):
            return True
        behind = WORD.match(self.text, self.end + 1)
        return behind is not None and behind.group() in words("names", "behind_places")

    def is_private(self) -> bool:
        word = self._adjacent() or self._before_comma()
        if word is not None and word.plain in words("private", "words"):
            return True
        return AGE.match(self.text, self.end) is not None and not self._has_title()

    def is_public(self) -> bool:
        return self._has_title() or self._is_apposed_to_title()

    def _has_title(self) -> bool:
        word = self._adjacent()
        if word is None and self.text[self.end : self.end + 1] == ",":
            word = self._before_comma()
        return word is not None and _last_part(word.plain) in words("public", "titles")

    def _adjacent(self) -> _Word | None:
        """Return the word right before the name."""
        if not self.before:
            return None
        gap = self.text[self.before[-1].end : self.start]
        close = gap in (" ", "\u00a0", "\n") or (
            gap == ". " and self.before[-1].plain in ABBREVIATED
        )
        return self.before[-1] if close else None

    def _before_comma(self) -> _Word | None:
        """Return the word before a comma before the name: "the mayor, Ada Vell,"."""
        if self.before and self.text[self.before[-1].end : self.start] == ", ":
            return self.before[-1]
        return None

    def _is_apposed_to_title(self) -> bool:
        """Whether "a spokesman for ..." or the like follows; "the wife of a ..." does not."""
        match = APPOSED.match(self.text, self.end)
        if not match:
            return False
        role = STANDS_FOR.split(match[1], maxsplit=1)[0]
        role = re.split(r"[’']s\b", role)[-1]
        found = [normal(word) for word in WORD.findall(role)]
        if words("private", "words").intersection(found):
            return False
        return any(_last_part(word) in words("public", "titles") for word in found)


def _last_part(word: str) -> str:
    """Return what a word with a hyphen ends in: "ex-president" names a president."""
    return word if word in words("public", "titles") else word.rpartition("-")[2]


def parts_of(name: str) -> list[str]:
    """Return the words of a name that tell it from others, the last one as a rule the surname.

    >>> parts_of("Osama bin Laden"), parts_of("J. Al-Sayed")
    (['osama', 'laden'], ['sayed'])
    """
    small = words("names", "particles")
    found = [normal(word) for word in WORD.findall(name)]
    bare = [
        word.partition("-")[2] if word.partition("-")[0] in small else word
        for word in found
        if word not in small
    ]
    return [word for word in bare if len(word) > 1]
