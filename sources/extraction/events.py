"""Finding the events of a sentence: the words that name them, in the forms that tell of them."""

from typing import TYPE_CHECKING

from sources.extraction.arguments import (
    VERB_TAGS,
    Event,
    accusing_verb,
    fill_noun_arguments,
    fill_verb_arguments,
)
from sources.extraction.cues import cues
from sources.extraction.figurative import for_a_crime, is_figurative, other_meaning
from sources.extraction.kinds import can_be_counted, is_armed, is_several, kinds_fit
from sources.extraction.lexicon import Entry, entries, lexicon
from sources.extraction.parties import is_fighting
from sources.extraction.support import find_support
from sources.extraction.syntax import child, children, subject

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token


def find_events(sentence: "Sentence") -> list[Event]:
    """Return the events that the sentence names, in reading order, not yet joined."""
    words = lexicon()
    found: list[Event] = []
    covered: set[int] = set()
    for token in sentence:
        if token.i in covered:
            continue
        event = None
        if token.tag_ in VERB_TAGS and (
            token.dep_ not in ("amod", "compound") or accusing_verb(token) is not None
        ):
            event = _verb_event(token, entries(words.verbs, token))
        if event is None and token.pos_ in ("NOUN", "PROPN", "VERB"):
            event = _noun_event(token, entries(words.nouns, token))
        if event is None and token.lower_ in words.adjectives:
            event = _adjective_event(token, words.adjectives[token.lower_][0])
        if event is not None:
            covered.update(range(event.first, event.last + 1))
            found.append(event)
    return found


def _verb_event(token: "Token", entries: list[Entry]) -> Event | None:
    for entry in entries:
        last = _words_after(token, entry.after)
        if last is None or not _words_before(token, entry.before):
            continue
        if not entry.after and other_meaning(token):
            continue
        event = Event(token, token.i, last, entry.frame, "verb", token)
        fill_verb_arguments(event)
        if _object_fits(event):
            event.support = "verb"
            return event
    return None


def _words_after(token: "Token", words: tuple[str, ...]) -> int | None:
    """Return the index of the last of the words that must follow the verb inside its clause."""
    last = token.i
    limit = min(token.right_edge.i, token.i + 14)
    for word in words:
        position = last + 1
        while position <= limit and word not in (
            token.doc[position].lower_,
            token.doc[position].lemma_.lower(),
        ):
            position += 1
        if position > limit:
            return None
        last = position
    return last if last - token.i < 3 or not words else token.i


def _words_before(token: "Token", words: tuple[str, ...]) -> bool:
    start = token.i - len(words)
    return start >= 0 and all(
        token.doc[start + n].lower_ == word or token.doc[start + n].lemma_.lower() == word
        for n, word in enumerate(words)
    )


def _noun_event(token: "Token", entries: list[Entry]) -> Event | None:
    for entry in entries:
        first = _compound_start(token, entry.before)
        if first is None:
            continue
        if token.dep_ == "compound" and token.head.i > token.i:
            return None
        if token.pos_ == "VERB" and (
            token.tag_ != "VBG" or token.dep_ in ("ROOT", "advcl", "acl", "pcomp", "ccomp")
        ):
            return None
        event = Event(token, first, token.i, entry.frame, "noun", token)
        fill_noun_arguments(event)
        find_support(event)
        if is_figurative(token, event):
            return None
        if entry.frame.weapon and event.support not in ("occurrence", "light verb", "casualty"):
            event.support = None
        if entry.frame.background:
            event.support = "background"
        if entry.frame.state and event.support is None:
            event.support = "state"
            freer = subject(token.head) if token.head.lemma_ in cues().freeing else None
            if freer is not None and is_fighting(freer):
                event.agents = event.agents or [freer]
        return event
    return None


def _compound_start(token: "Token", words: tuple[str, ...]) -> int | None:
    """Return the index of the first word of a compound such as "suicide car bomb"."""
    position = token.i
    for word in reversed(words):
        position -= 1
        if position >= 0 and token.doc[position].text == "-":
            position -= 1
        if position < 0 or word not in (
            token.doc[position].lower_,
            token.doc[position].lemma_.lower(),
        ):
            return None
    return position


def _adjective_event(token: "Token", entry: Entry) -> Event | None:
    """Read "left two dead", "4 dead" and "190 were dead" as people killed."""
    event = Event(token, token.i, token.i, entry.frame, "adjective", token)
    if token.dep_ in ("acomp", "oprd", "attr"):
        verb = token.head
        event.predicate = verb
        holder = child(verb, "dobj") or child(verb, "nsubj", "nsubjpass")
        event.patients = [holder] if holder is not None else []
        if verb.lemma_ == "leave":
            event.agents = children(verb, "nsubj")
    elif token.dep_ == "amod" and token.head.like_num:
        event.patients = [token.head]
    elif token.i and token.nbor(-1).like_num:
        event.patients = [token.nbor(-1)]
    if not event.patients or not can_be_counted(event.patients[0]):
        return None
    event.support = "adjective"
    return event


def _object_fits(event: Event) -> bool:
    """Whether the verb's object is of a kind that makes it this event."""
    frame = event.frame
    if frame.effect == "displaced" and any(is_armed(patient) for patient in event.patients):
        return False
    if (
        frame.effect == "displaced"
        and frame.intransitive
        and not any(map(is_several, event.patients))
    ):
        return False
    if frame.effect == "detained" and for_a_crime(event.trigger):
        return False
    if not frame.objects:
        return True
    if not event.patients:
        return "none" in frame.objects
    return any(kinds_fit(patient, frame) for patient in event.patients)
