"""Which places and dates of a sentence belong to a happening, and not to another verb of it."""

from typing import TYPE_CHECKING

from sources.extraction.cues import cues
from sources.extraction.lexicon import lexicon
from sources.extraction.syntax import ancestors, child, is_passive, sentence_start, sentence_words

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

    from sources.extraction.joining import Happening


def token_at(sentence: "Sentence", position: int) -> "Token | None":
    return next((t for t in sentence if t.idx <= position < t.idx + len(t.text_with_ws)), None)


def attached(token: "Token", happening: "Happening") -> bool:
    """Whether a place or a date belongs to the event, not to the saying or another verb."""
    verb = next((head for head in (token, *ancestors(token)) if _tells(head)), None)
    if of_trigger(token, happening) or _says_when(token, happening):
        return True
    if verb is None or verb.i in {event.trigger.i for event in happening.events}:
        return True
    if verb.lemma_.lower() in cues().speaking and not is_passive(verb):
        return _opens_with_place(token, verb) or _ends_content(token, verb, happening)
    own = {i for event in happening.events for i in (event.predicate.i, event.trigger.i)}
    if verb.dep_ == "pcomp" and verb.head.dep_ == "cc" and verb.head.head.i in own:
        return True
    if _under_another_event(token, own):
        return False
    if verb.i in own or any(head.i in own for head in ancestors(verb)):
        return True
    return any(_governs_event(verb, event.predicate) for event in happening.events)


def _tells(word: "Token") -> bool:
    """Whether it is a verb that tells something, not where a place lies."""
    lies = word.dep_ == "acl" and word.lemma_.lower() in cues().lying
    return word.pos_ in ("VERB", "AUX") and not lies


def _says_when(token: "Token", happening: "Happening") -> bool:
    """Whether it is the day of "they were chanting on 3 May when guards shot two"."""
    for event in happening.events:
        for verb in (event.predicate, *ancestors(event.predicate)):
            if any(word.lower_ == "when" for word in verb.lefts):
                if verb.dep_ == "relcl":
                    return verb.head == token
                above = next((h for h in ancestors(token) if h.pos_ in ("VERB", "AUX")), None)
                return verb.dep_ == "advcl" and verb.head == above and token.i < verb.i
            if verb.dep_ not in ("conj", "advcl", "xcomp"):
                break
    return False


def _under_another_event(token: "Token", own: set[int]) -> bool:
    """Whether it hangs from another event: an arrest is not dated by the murder it is for."""
    nouns = lexicon().nouns
    for head in ancestors(token):
        if head.i in own or head.pos_ in ("VERB", "AUX"):
            return False
        if head.pos_ == "NOUN" and any(not entry.before for entry in nouns.get(head.lower_, ())):
            return True
    return False


def _opens_with_place(token: "Token", verb: "Token") -> bool:
    """Whether the place sets the scene before the speaker: "In Aleppo, doctors said ..."."""
    top = token
    while top.head != verb:
        top = top.head
    return (
        top.dep_ == "prep"
        and top.lower_ in ("in", "near")
        and top.i == sentence_start(verb)
        and (token.ent_type_ != "DATE")
    )


def _ends_content(token: "Token", verb: "Token", happening: "Happening") -> bool:
    """Whether it ends what is said: "They shot two there, on Friday, an official told AFP."."""
    speaker = child(verb, "nsubj")
    trigger = happening.lead.trigger
    return speaker is not None and trigger.i < token.i < speaker.left_edge.i < verb.i


def _governs_event(verb: "Token", predicate: "Token") -> bool:
    below = predicate
    for head in ancestors(predicate):
        mark = child(below, "mark", "advmod")
        if below.dep_ in ("relcl", "acl"):
            return False
        if (
            below.dep_ == "advcl"
            and mark is not None
            and mark.lower_ in ("after", "before", "since")
        ):
            return False
        if head == verb:
            return True
        below = head
    return False


def of_trigger(token: "Token", happening: "Happening") -> bool:
    """Whether a place or date hangs from the trigger itself, or from the noun that carries it."""
    own = _own_words(happening)
    for head in ancestors(token):
        if head.i in own:
            return True
        if head.pos_ in ("VERB", "AUX"):
            return False
    return False


def _own_words(happening: "Happening") -> set[int]:
    """Return the triggers, and the nouns above them: "a series of raids"."""
    own = set()
    for event in happening.active():
        own.add(event.trigger.i)
        below = event.trigger
        for head in ancestors(event.trigger):
            if head.pos_ in ("VERB", "AUX") and below.dep_ != "conj":
                break
            if head.pos_ in ("NOUN", "PROPN"):
                own.add(head.i)
            below = head
    return own


def _in_present(trigger: "Token") -> bool:
    """Whether the clause is told in the simple present; a headline always is."""
    if not sentence_words(trigger)[-1].is_punct:
        return False
    for verb in (trigger, *ancestors(trigger)):
        if verb.tag_ in ("VBZ", "VBP"):
            return verb.lemma_.lower() not in cues().speaking
        if verb.tag_ in ("VBD", "MD") or child(verb, "aux", "auxpass") is not None:
            return False
        if verb.dep_ in ("relcl", "ccomp") and verb.tag_ == "VBN":
            return False
    return False


def is_general(happening: "Happening") -> bool:
    """Whether it speaks of habit, not of one event: "gangs raid villages", "has often bombed"."""
    if _in_present(happening.lead.trigger):
        return True
    for event in happening.events:
        for token in (event.trigger, event.predicate, *ancestors(event.trigger)):
            if any(
                c.lower_
                in ("repeatedly", "often", "frequently", "previously", "regularly", "routinely")
                for c in token.children
            ):
                return True
    return False
