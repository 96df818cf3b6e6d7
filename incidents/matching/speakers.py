"""Whether two names stand for one speaker: stricter than for a party, whose voices are many."""

import re
from functools import cache, lru_cache

from .model import table
from .types import Party

_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=65_536)
def same_speaker(one: Party, other: Party) -> bool:
    """Return whether two names stand for one speaker, as far as words can tell.

    Offices of one state stay apart; names of the state itself are one voice.

    >>> same_speaker(Party("the Dorvan governor"), Party("Dorvan Governor Ana Silje"))
    True
    >>> same_speaker(Party("the Dorvan governor"), Party("the Dorvan mayor"))
    False
    >>> same_speaker(Party("Governor Ana Silje"), Party("Silje"))
    True
    >>> same_speaker(Party("the Kremlin", "Russian forces"), Party("Moscow", "Russian forces"))
    True
    """
    words, others = _words(one.name), _words(other.name)
    if not words or not others:
        return False
    if set(words) == set(others):
        return True
    if _surname(one.name) and _surname(one.name) == _surname(other.name):
        return True
    fewer, more = sorted((one, other), key=lambda party: len(_words(party.name)))
    if _names_part_of(fewer, more):
        return True
    return one.actor is not None and one.actor == other.actor and _is_side(one) and _is_side(other)


def is_anonymous(speaker: Party) -> bool:
    """Return whether the words name nobody in particular: two of them may be two people.

    >>> is_anonymous(Party("a witness")), is_anonymous(Party("police")), is_anonymous(Party("Ana"))
    (True, False, False)
    """
    plain = speaker.name == speaker.name.lower() or len(_WORD.findall(speaker.name)) == 1
    return plain and not _listed("anonymous").isdisjoint(_words(speaker.name))


def _names_part_of(fewer: Party, more: Party) -> bool:
    words, others = set(_words(fewer.name)), set(_words(more.name))
    if not words < others or _has_preposition(more.name):
        return False
    if len(words) > 1:
        return any(word[:1].isupper() for word in _WORD.findall(fewer.name))
    return not fewer.actor and fewer.name[:1].isupper() and _listed("offices").isdisjoint(others)


def _surname(name: str) -> str | None:
    """Return the last word of a name that is a person's, None if it may be anything else."""
    words = _WORD.findall(name)
    if not words or _has_preposition(name) or not words[-1][:1].isupper():
        return None
    last = words[-1].casefold()
    return None if last in _listed("offices") | _listed("empty") else last


def _is_side(party: Party) -> bool:
    """Whether nothing but the party itself is named: "Moscow", not "a Moscow doctor"."""
    named = [word for word in _words(party.name) if word not in _generic()]
    return len(named) == 1 and _listed("offices").isdisjoint(_words(party.name))


def _has_preposition(name: str) -> bool:
    return not _listed("prepositions").isdisjoint(name.casefold().split())


def _words(name: str) -> tuple[str, ...]:
    empty = _listed("empty") | _listed("prepositions")
    return tuple(word for word in _WORD.findall(name.casefold()) if word not in empty)


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(table("speakers")[name])


@cache
def _generic() -> frozenset[str]:
    return frozenset(table("cues")["parties"]["generic"])
