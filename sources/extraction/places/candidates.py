"""Spans of a text that some place bears as its name, or that the parser takes for one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sources.extraction.gazetteer import Entry, Gazetteer
from sources.extraction.gazetteer.names import letters
from sources.extraction.places.reading import Reading
from sources.extraction.places.words import (
    BETWEEN,
    CALENDAR,
    DIRECTIONS,
    HINTS,
    INSIDE_NAMES,
    NO_PLACES,
    PARTS,
    PLACE_LABELS,
    Hint,
    demonym,
)

_LONGEST = 6
_NAMING = frozenset({"PROPN", "NOUN", "ADJ", "X"})
_VILLAGES = frozenset({"village", "town", "hamlet"})
_SEVERAL = frozenset({"settlements", "towns", "villages", "cities", "districts"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Tokens ``start`` to ``end`` that may name a place, and the places so named.

    ``alike`` says that only another spelling of the name is known; ``hint`` is the kind of place
    that the words beside the name say it is. ``told`` says that the text calls it a settlement
    outright ("the village of Foo"), so it is one even if no gazetteer knows it.
    """

    start: int
    end: int
    text: str
    entries: tuple[Entry, ...]
    alike: bool
    hint: Hint | None
    told: bool = False


def candidates(reading: Reading, gazetteer: Gazetteer) -> list[Candidate]:
    """Return every capitalised span that the gazetteer knows or that is labelled as a place."""
    known: dict[str, tuple[tuple[Entry, ...], bool]] = {}
    found = []
    for start, capital in enumerate(reading.capital):
        if not capital:
            continue
        whole = start > 0 and not reading.capital[start - 1]
        for end in _ends(reading, start):
            text = reading.span(start, end)
            if text in NO_PLACES or (reading.lower[start] in DIRECTIONS and end == start + 1):
                continue
            if text not in known:
                known[text] = look_up(text, gazetteer)
            entries, alike = known[text]
            kind = hint(reading, start, end)
            labelled = _is_labelled(reading, start, end)
            told = whole and (
                _is_told(reading, start, end, kind, entries)
                or (reading.label[start] in PLACE_LABELS and is_part(reading, end))
            )
            if not entries and (told or labelled):
                entries, alike = known[text] = gazetteer.nearly(text), True
            if kind == "region":
                entries = _with_regions(entries, gazetteer)
            if entries or told or labelled:
                found.append(Candidate(start, end, text, entries, alike, kind, told))
            whole = False
    return found


def _is_told(
    reading: Reading, start: int, end: int, kind: Hint | None, entries: Sequence[Entry]
) -> bool:
    """Tell whether the text says "the village of Foo", "Foo village" or "Bar province"."""
    before, after = reading.word(start - 1), reading.word(end)
    if kind == "settlement" and not entries:
        if demonym(reading.words[start]) or reading.pos[end - 1] not in _NAMING:
            return False
        named = before == "of" and HINTS.get(reading.word(start - 2)) == kind
        return named or (after in _VILLAGES and not reading.capital[end])
    return (
        kind is not None
        and HINTS.get(after) == kind
        and not reading.capital[end]
        and any(entry.kind == kind for entry in entries)
    )


def is_part(reading: Reading, end: int) -> bool:
    """Tell whether the name that ends here is of a camp, a quarter or the like: "Foo camp"."""
    while reading.word(end) in BETWEEN:
        end += 1
    return reading.word(end) in PARTS


def hint(reading: Reading, start: int, end: int) -> Hint | None:
    """Return the kind of place that the neighbouring words say this is.

    "Kharkiv region" is a region, "the city of Kharkiv" and "Kharkiv city" are settlements.
    """
    if kind := HINTS.get(reading.word(end)):
        return kind
    if reading.word(start - 1) in {"across", "throughout"}:
        return "region"
    if reading.word(start - 1) == "of":
        return HINTS.get(reading.word(start - 2))
    if reading.word(start - 1) == "in" and reading.word(start - 2) in _SEVERAL:
        return "region"
    if reading.word(end) in {"and", ","} and end + 1 < len(reading) and reading.capital[end + 1]:
        last = end + 2
        while last < len(reading) and reading.capital[last]:
            last += 1
        if reading.word(last).endswith("s") and not reading.word(last).endswith("ss"):
            return HINTS.get(reading.word(last))
    return None


def _ends(reading: Reading, start: int) -> Iterator[int]:
    """Yield where a name that starts here may end, longest first."""
    ends = []
    for token in range(start, min(start + _LONGEST, len(reading))):
        word = reading.words[token]
        if token > start and (reading.sentence_start[token] or "\n" in word):
            break
        if reading.lower[token] in CALENDAR:
            break
        if reading.capital[token]:
            ends.append(token + 1)
        elif word not in INSIDE_NAMES:
            break
    return reversed(ends)


def _with_regions(entries: tuple[Entry, ...], gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """Add the regions called after a town that is known under other spellings."""
    if any(entry.kind == "region" for entry in entries):
        return entries
    regions = {
        region
        for entry in entries
        if entry.admin1 and entry.admin1.startswith(entry.name)
        for region in gazetteer.exact(entry.admin1)
        if region.kind == "region" and region.country == entry.country
    }
    return (*entries, *regions)


def look_up(text: str, gazetteer: Gazetteer) -> tuple[tuple[Entry, ...], bool]:
    """Return the places that a name means, and whether only another spelling of it is known.

    "Eastern Ukraine" and "Unity State" are looked for without their first or last word if
    nothing bears the whole name.
    """
    if len(letters(text)) < 2:
        return (), False
    if entries := gazetteer.exact(text):
        return entries, False
    first, _, rest = text.partition(" ")
    if rest and first.lower() in DIRECTIONS and (entries := gazetteer.exact(rest)):
        return entries, False
    rest, _, last = text.rpartition(" ")
    if rest and last.lower() in HINTS and (entries := gazetteer.exact(rest)):
        return entries, False
    if len(text) < 5 or demonym(text):
        return (), False
    return gazetteer.alike(text), True


def _is_labelled(reading: Reading, start: int, end: int) -> bool:
    """Tell whether the parser found exactly this span, and takes it for a place."""
    entity = reading.entity[start]
    return (
        entity > 0
        and reading.label[start] in PLACE_LABELS
        and reading.entity[end - 1] == entity
        and (start == 0 or reading.entity[start - 1] != entity or reading.lower[start - 1] == "the")
        and (
            end == len(reading)
            or reading.entity[end] != entity
            or reading.lower[end] in {"'s", "’s"}
        )
    )
