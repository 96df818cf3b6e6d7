"""What the text says about places that no gazetteer has."""

from collections.abc import Sequence

from sources.extraction.places.candidates import Candidate, is_part
from sources.extraction.places.locate import Share
from sources.extraction.places.reading import Reading
from sources.extraction.places.words import DIRECTIONS, HINTS, PREPOSITIONS

_REACH = 12
_TOWNS = frozenset({"settlement", "district"})
_LINKS = frozenset(
    {"in", "of", "near", "outside", "'s", "’s", "from", "at", "southwest", "southeast"}
)
_APPOSED = DIRECTIONS | HINTS.keys() | {",", "the", "camp"}


def surroundings(
    reading: Reading, mentions: Sequence[Candidate], located: Sequence[Share | None]
) -> list[Share | None]:
    """Return for each unlisted mention what it is said to lie in or near, anywhere in the text.

    A camp or a quarter of which nothing is said lies in the town named last.
    """
    outer: dict[str, Share] = {}
    for index, mention in enumerate(mentions):
        if located[index] is None:
            for share in _beside(reading, mentions, located, index):
                known = outer.get(mention.text)
                if known is None or _area(share) < _area(known):
                    outer[mention.text] = share
    for index, mention in enumerate(mentions):
        if located[index] is None and mention.text not in outer and is_part(reading, mention.end):
            before = [share for share in located[:index] if share and share[0].kind in _TOWNS]
            if before:
                outer[mention.text] = before[-1]
    return [
        outer.get(mention.text) if located[index] is None else None
        for index, mention in enumerate(mentions)
    ]


def _beside(
    reading: Reading,
    mentions: Sequence[Candidate],
    located: Sequence[Share | None],
    index: int,
) -> list[Share]:
    """Return the located names that the words around a mention link it to."""
    found = []
    mention = mentions[index]
    for other in range(index + 1, min(index + 3, len(mentions))):
        share, following = located[other], mentions[other]
        words = reading.lower[mention.end : following.start]
        if len(words) > _REACH or any(reading.sentence_start[mention.end : following.start + 1]):
            break
        if share and (("," in words and _APPOSED.issuperset(words)) or _LINKS.intersection(words)):
            found.append(share)
    if index and (share := located[index - 1]):
        words = reading.lower[mentions[index - 1].end : mention.start]
        if words and words[0] in {"'s", "’s"} and len(words) <= 4:
            found.append(share)
    return found


def stands_after_preposition(reading: Reading, mention: Candidate) -> bool:
    """Tell whether a name stands where places do: "in Foo", "near the northern Foo"."""
    token = mention.start - 1
    while reading.word(token) == "the" or reading.word(token) in DIRECTIONS:
        token -= 1
    return reading.word(token) in PREPOSITIONS


def _area(share: Share) -> int:
    """Rank places from small to large."""
    return ("settlement", "district", "region", "country", "area").index(share[0].kind)
