"""What the extractor returns: frozen facts with offsets into the text it was given.

Offsets count Unicode code points and are half-open. ``None`` always means "the article does
not say"; it never stands for zero.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Precision = Literal["site", "settlement", "district", "region", "country"]
DatePrecision = Literal["day", "week", "month", "year", "range"]
Qualifier = Literal["exact", "at_least", "about", "at_most", "vague"]
Stance = Literal["asserted", "alleged", "confirmed", "denied"]


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters in the article."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where the article says it happened.

    ``name`` is the gazetteer's name, or the words of the text where no gazetteer has the place;
    then ``gazetteer_id`` is None and the coordinates, if any, are those of the region it is said
    to lie in. ``country`` is ISO 3166-1 alpha-2, latitude and longitude are WGS 84 degrees.
    """

    name: str
    span: Span
    precision: Precision
    gazetteer_id: int | None = None
    admin1: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class When:
    """When it happened: first and last possible day, both inclusive.

    ``start`` and ``end`` are None where the words cannot be resolved, for instance a weekday in
    an article without a published date; the words stay reachable through ``span``.
    """

    span: Span
    start: date | None
    end: date | None
    precision: DatePrecision | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many, of whom, to what effect. ``lower`` or ``upper`` None is an open bound.

    ``part`` marks a share of another count of the same claim ("including 11 children"): it is
    never added to the whole.
    """

    effect: str
    lower: int | None
    upper: int | None
    qualifier: Qualifier
    span: Span
    unit: str = "persons"
    victim_class: str | None = None
    victims: str | None = None
    part: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A party in the words of the text, and the name of the actor list it stands for, if any."""

    text: str
    span: Span
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what: the spans of the source, of the cue word and of what is said."""

    source: Span
    cue: Span
    content: Span


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement that an event of the taxonomy happened, or is denied.

    ``start`` and ``end`` enclose the sentence or clause that says it. ``confidence`` and the
    values of ``scores`` (by field name) lie between 0 and 1. ``rules`` names, by field, the rule
    that filled it.
    """

    start: int
    end: int
    event_type: str
    trigger: Span
    stance: Stance
    confidence: float
    place: Place | None = None
    when: When | None = None
    counts: tuple[Count, ...] = ()
    perpetrator: Mention | None = None
    victims: Mention | None = None
    weapon: Mention | None = None
    speakers: tuple[Mention, ...] = ()
    stance_cue: Span | None = None
    aggregate: bool = False
    scores: dict[str, float] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything read in one article, in reading order, and by which pipeline, model and places.

    ``gazetteer`` names the place data, imports included; empty where none was asked.
    ``toponyms`` are all names of places, of those too that stand for who acts; only if asked for.
    """

    pipeline: str
    model: str
    language: str
    claims: tuple[Claim, ...]
    places: tuple[Place, ...] = ()
    toponyms: tuple[Place, ...] = ()
    dates: tuple[When, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    gazetteer: str = ""
