"""When: the date of a happening, its own or carried from before, and not that of the report."""

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from sources.extraction.attachment import attached, is_general, of_trigger, token_at
from sources.extraction.cues import cues
from sources.extraction.dates import intervals
from sources.extraction.dates.words import NUMBER, number
from sources.extraction.syntax import ancestors, child, text_of
from sources.extraction.types import Place, When

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

    from sources.extraction.assemble import Context
    from sources.extraction.attribution import Said
    from sources.extraction.joining import Happening

RECENT_DAYS = 8
OLD_DAYS = 31
CARRY_CHARACTERS = 2500
SCENE = 300  # characters
HABIT = "none: a habit"
SO_FAR = "none: so far"
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
    limited = False
    for when in context.dates:
        if sentence.start_char <= when.span.start < sentence.end_char:
            token = token_at(sentence, when.span.start)
            limited = limited or (token is not None and _is_limit(token))
            if token is None or _is_limit(token) or _is_of_release(token, happening):
                continue
            if attached(token, happening):
                here.append((_resolved(when, token, happening, context), token))
            else:
                other.append(when)
    known = [pair for pair in here if pair[0].start is not None]
    if known:
        trigger = happening.lead.trigger.i
        when, word = min(
            known,
            key=lambda pair: (not of_trigger(pair[1], happening), abs(pair[1].i - trigger)),
        )
        return _over_time(when, word, happening, context), "in the sentence"
    if going_on := [when for when, _ in here if _goes_on(when, sentence)]:
        return going_on[0], HABIT
    if is_general(happening) or (_is_habit(happening) and not _is_headline(sentence)):
        return (here[0][0] if here else None), HABIT
    if not _counts_so_far(happening) and (scene := _set_before(sentence, context)) is not None:
        return scene, "told just before"
    if _carries(happening, sentence, context, place, other):
        return context.when, "carried"
    if here:
        return here[0][0], "in the sentence"
    return None, SO_FAR if limited or _counts_so_far(happening) else "none"


def _counts_so_far(happening: "Happening") -> bool:
    """Whether a toll stands in the present perfect: "217 people have been killed"."""
    lead = happening.lead
    helpers = [c for c in lead.predicate.lefts if c.dep_ in ("aux", "auxpass")]
    perfect = bool(helpers) and helpers[0].lower_ in ("have", "has")
    return perfect and lead.frame.effect is not None and happening.agent() is None


def _over_time(when: When, word: "Token", happening: "Happening", context: "Context") -> When:
    """Return the day of one who is "missing since Friday", or all the days since a clause's day.

    In "three towns were shelled since talks ended on Friday" the shelling went on since then.
    """
    if when.start is None or context.published is None:
        return when
    if when.precision == "range" and when.end == context.published and _is_taken(happening):
        return replace(when, end=when.start, precision="day")
    verb = next((head for head in ancestors(word) if head.pos_ in ("VERB", "AUX")), None)
    mark = child(verb, "mark") if verb is not None else None
    own = {event.predicate for event in happening.events}
    if mark is None or mark.lower_ != "since" or verb in own or when.start > context.published:
        return when
    return replace(when, end=context.published, precision="range")


def _is_taken(happening: "Happening") -> bool:
    """Whether one person was taken on a day and is gone or held since."""
    taken = happening.lead.frame.effect in ("missing", "abducted", "detained")
    return taken and not any((count.lower or 2) > 1 for count in happening.counts())


def _is_limit(date_word: "Token") -> bool:
    """Whether a count only runs up to the day: "by Friday", "as of Friday"."""
    first = date_word.left_edge.i
    before = date_word.doc[max(0, first - 2) : first]
    return before.text.lower() in cues().limits or before[-1:].text.lower() in cues().limits


def _is_of_release(date_word: "Token", happening: "Happening") -> bool:
    """Whether it is the day on which captives came free: "two hostages were released Friday"."""
    event = happening.lead
    freed = event.support == "state" and event.predicate.lemma_ in cues().freeing
    return freed and event.predicate in ancestors(date_word)


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


def _set_before(sentence: "Sentence", context: "Context") -> When | None:
    """Return the day that the sentences since the last claim set: "On 3 May it got worse. ..."."""
    doc, told = sentence.doc, text_of(sentence.doc)
    for when in reversed(context.dates):
        if when.span.start >= sentence.start_char:
            continue
        between = told[when.span.end : sentence.start_char]
        if when.span.start < context.last_end or "\n" in between or len(between) > SCENE:
            return None
        words = doc.char_span(when.span.start, when.span.end, alignment_mode="expand")
        if words is None or when.precision != "day" or _is_limit(words.root):
            continue
        verb = next((h for h in ancestors(words.root) if h.pos_ in ("VERB", "AUX")), None)
        if verb is not None and verb.lemma_.lower() in cues().speaking:
            continue
        past = context.published is None or (when.start or context.published) <= context.published
        return when if past and when.start is not None else None
    return None


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
