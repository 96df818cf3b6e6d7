"""When: the date of a happening, its own or carried from before, and not that of the report."""

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from sources.extraction.attachment import attached, is_general, of_trigger, token_at
from sources.extraction.dates import intervals
from sources.extraction.dates.words import NUMBER, number
from sources.extraction.joining import ATTACKS
from sources.extraction.syntax import ancestors, child, text_of
from sources.extraction.types import Claim, Place, When

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

    from sources.extraction.assemble import Context
    from sources.extraction.attribution import Said
    from sources.extraction.joining import Happening

RECENT_DAYS = 8
OLD_DAYS = 31
CARRY_CHARACTERS = 2500
LEAD_CLAIMS = 9
LENT_TO = ATTACKS | {"unlawful_killing", "abduction", "casualty"}
HABIT = "none: a habit"
_BESIDE = re.compile(
    r"(?:the )?(?:very )?(following|next|previous|same) (day|night|week|month|year)", re.IGNORECASE
)
_COUNTED = re.compile(
    rf"({NUMBER}) (day|week|month|year)s? (later|after|earlier|before|previously)", re.IGNORECASE
)
_STEPS = {"following": 1, "next": 1, "later": 1, "after": 1, "same": 0}
_SAID_TO_GO_ON = re.compile(r"\b(?:recent|past|last|for)\b", re.IGNORECASE)


def find_when(
    happening: "Happening",
    sentence: "Sentence",
    context: "Context",
    speakers: "list[Said]",
    place: Place | None,
) -> tuple[When | None, str]:
    """Return when it happened, not when it was reported, and the rule that says so."""
    here: list[tuple[When, Token]] = []
    other: list[When] = []
    for when in context.dates:
        if sentence.start_char <= when.span.start < sentence.end_char:
            token = token_at(sentence, when.span.start)
            if token is not None and attached(token, happening):
                here.append((_resolved(when, token, happening, context), token))
            else:
                other.append(when)
    known = [pair for pair in here if pair[0].start is not None]
    if known:
        trigger = happening.lead.trigger.i
        when, _ = min(
            known,
            key=lambda pair: (not of_trigger(pair[1], happening), abs(pair[1].i - trigger)),
        )
        return when, "in the sentence"
    if going_on := [when for when, _ in here if _goes_on(when, sentence)]:
        return going_on[0], HABIT
    if is_general(happening) or (_is_habit(happening) and not _is_headline(sentence)):
        return (here[0][0] if here else None), HABIT
    if _carries(happening, sentence, context, place, other):
        return context.when, "carried"
    return (here[0][0], "in the sentence") if here else (None, "none")


def _resolved(when: When, token: "Token", happening: "Happening", context: "Context") -> When:
    """Return a date that counts from what was told: "the next day", "three years after"."""
    if when.start is not None:
        return when
    words = text_of(token.doc)[when.span.start : when.span.end]
    told = context.when if context.when is not None and context.when.start is not None else None
    match = _BESIDE.search(words) or _COUNTED.search(words)
    if match is None:
        return when
    if match.re is _BESIDE:
        if told is None or told.start is None:
            return when
        unit = match[2].lower().replace("night", "day")
        return _counted(when, unit, told.start, _STEPS.get(match[1].lower(), -1))
    count, unit, direction = number(match[1]), match[2].lower(), match[3].lower()
    steps = count * _STEPS.get(direction, -1)
    if direction in ("after", "before"):
        anchor = told.start if told is not None else context.published
        known = anchor is not None and _follows(when, happening)
        return _counted(when, unit, anchor, -steps) if known and anchor else when
    return _counted(when, unit, told.start, steps) if told is not None and told.start else when


def _counted(when: When, unit: str, anchor: date, steps: int) -> When:
    interval = intervals.unit(unit, anchor, steps)
    return When(when.span, interval.start, interval.end, interval.precision)


def _follows(when: When, happening: "Happening") -> bool:
    """Whether the happening is what comes after "after": it is then the earlier of the two."""
    event = happening.lead
    heads = [child(event.predicate, "mark"), event.trigger.head, event.predicate.head]
    return any(word is not None and when.span.start <= word.idx < when.span.end for word in heads)


def _goes_on(when: When, sentence: "Sentence") -> bool:
    """Whether the words say no time but a stretch of it: "in recent years", "for months"."""
    start = when.span.start - sentence.start_char
    words = sentence.text[start : start + when.span.end - when.span.start]
    return when.start is None and _SAID_TO_GO_ON.search(words) is not None


def _is_habit(happening: "Happening") -> bool:
    """Whether the verb says what goes on at present: "gangs raid villages", "is shelling"."""
    verb = happening.lead.predicate
    for head in ancestors(verb):
        if verb.pos_ in ("VERB", "AUX") and (verb.tag_ != "VBG" or child(verb, "aux")):
            break
        verb = head
    if verb.pos_ not in ("VERB", "AUX"):
        return False
    helpers = [c for c in verb.lefts if c.dep_ in ("aux", "auxpass")]
    if not helpers:
        return verb.tag_ in ("VBP", "VBZ")
    if helpers[0].tag_ not in ("VBP", "VBZ"):
        return False
    perfect = helpers[0].lemma_.lower() == "have"
    return verb.tag_ == "VBG" or not perfect


def _is_headline(sentence: "Sentence") -> bool:
    """Whether it is a line without a full stop: there the present tense tells news."""
    return sentence.text.rstrip()[-1:] not in {".", "!", "?", '"', "”", "’", ":"}


def _carries(
    happening: "Happening",
    sentence: "Sentence",
    context: "Context",
    place: Place | None,
    other: list[When],
) -> bool:
    """Whether the date told last holds: news of the week, or the same place just before."""
    told = context.when
    if told is None or told.start is None:
        return False
    if any(_contradicts(when, told) for when in other):
        return False
    start = happening.lead.trigger.idx
    if start - context.when_end > CARRY_CHARACTERS:
        return False
    same_place = (
        place is not None
        and context.when_place is not None
        and place.name == context.when_place.name
    )
    if _is_old(told.start, context) and "\n" in text_of(sentence.doc)[context.when_end : start]:
        precise = told.precision in ("day", "month")
        specific = place is not None and place.precision in ("site", "settlement")
        return same_place and precise and specific
    if same_place:
        return True
    recent = context.published is not None and (context.published - told.start).days <= RECENT_DAYS
    return recent and told.precision == "day"


def _is_old(day: date, context: "Context") -> bool:
    return context.published is not None and (context.published - day).days > OLD_DAYS


def _contradicts(other: When, carried: When) -> bool:
    """Whether the sentence sets another time, as "last month"; the day of a report does not."""
    if other.start is None or carried.start is None or other.end is None:
        return False
    return not 0 <= (other.start - carried.start).days <= 3 or (other.end - other.start).days > 7


def with_lead_date(claims: list[Claim], published: date | None) -> list[Claim]:
    """Return the claims; a headline and lead that give no day take the one given next.

    News tells the event first and its day a sentence later. Only a day of the last week is lent,
    and only to claims of an attack or its toll that stand before it.
    """
    if published is None:
        return claims
    told = (i for i, claim in enumerate(claims[:LEAD_CLAIMS]) if _is_news(claim.when, published))
    first = next(told, 0)
    return [
        replace(claim, when=claims[first].when, rules={**claim.rules, "date": "told next"})
        if claim.event_type in LENT_TO and _is_open(claim)
        else claim
        for claim in claims[:first]
    ] + claims[first:]


def _is_news(when: When | None, published: date) -> bool:
    if when is None or when.start is None or when.precision != "day":
        return False
    return 0 <= (published - when.start).days <= RECENT_DAYS


def _is_open(claim: Claim) -> bool:
    return (claim.when is None or claim.when.start is None) and claim.rules["date"] != HABIT
