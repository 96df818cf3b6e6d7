"""What matching takes and returns: frozen facts, without models or database.

``None`` always means "not said"; it never stands for zero.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Key = int | str
Precision = Literal["site", "settlement", "district", "region", "country"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happened, and how exactly that is known."""

    name: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    precision: str | None = None
    admin1: str | None = None
    gazetteer_id: int | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who is accused or speaks: the words of the text, and the actor they stand for."""

    name: str
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """One number that one claim states. ``lower`` or ``upper`` None is an open bound.

    ``claim`` is the key of the claim it is from, ``speaker`` who says it, ``actor`` whom that name
    stands for; without a speaker the ``publisher`` says it. ``joint`` if others say it with them.
    ``reported`` is when the article appeared. A ``part`` ("including 11 children") is a share of
    another count.
    """

    effect: str
    lower: int | None
    upper: int | None
    qualifier: str
    unit: str = "persons"
    victim_class: str | None = None
    part: bool = False
    claim: Key | None = None
    speaker: str | None = None
    reported: date | None = None
    actor: str | None = None
    publisher: str | None = None
    joint: bool = False


def class_counted(victim_class: str | None) -> str | None:
    """Return whom a number counts, None for everyone: "mostly civilians" counts no civilian.

    >>> class_counted("children"), class_counted("mostly civilians"), class_counted("people")
    ('children', None, None)
    """
    everyone = victim_class in (None, "people") or str(victim_class).startswith("mostly ")
    return None if everyone else victim_class


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """What one claim says, as far as matching needs it. ``reported`` is the article's date."""

    key: Key
    document: Key
    start: int
    end: int
    quote: str
    event_type: str
    place: Place | None = None
    date_start: date | None = None
    date_end: date | None = None
    date_precision: str | None = None
    counts: tuple[Count, ...] = ()
    perpetrator: str | None = None
    speakers: tuple[str, ...] = ()
    stance: str = "asserted"
    reported: date | None = None
    confidence: float = 1.0
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class CountRange:
    """The numbers of one incident for one effect, reconciled by a ``rule`` said in words.

    ``qualifier`` is one of exact, at_least, about, at_most, vague, between.
    """

    effect: str
    victim_class: str | None
    unit: str
    lower: int | None
    upper: int | None
    qualifier: str
    rule: str
    claims: tuple[Key, ...]
    part: bool = False


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """What the claims of one incident say together.

    ``words`` are its telling words, ``reported`` the first and last date of its articles.
    """

    key: Key | None
    event_type: str
    place: Place | None
    date_start: date | None
    date_end: date | None
    date_precision: str | None
    counts: tuple[CountRange, ...]
    perpetrators: tuple[str, ...]
    words: frozenset[str]
    documents: frozenset[Key]
    reported: tuple[date, date] | None
    title: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence, in words, with its weight: above 0 for, below 0 against."""

    code: str
    label: str
    weight: float


@dataclass(frozen=True, slots=True)
class Similarity:
    """How likely two incidents are one (0 to 1), and why, the strongest reason first."""

    score: float
    reasons: tuple[Reason, ...]
