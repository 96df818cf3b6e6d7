"""What nobody did: the dead of earthquakes, crashes and diseases are no victims of violence."""

from typing import TYPE_CHECKING

from sources.extraction.cues import cues
from sources.extraction.kinds import kinds_of
from sources.extraction.lexicon import kinds_named, victim_classes
from sources.extraction.syntax import children, prep_objects, sentence_words, subject

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from sources.extraction.arguments import Event

CAUSES = ("in", "by", "from", "of", "after", "during", "with", "to", "following", "because")
MENTIONED_OFTEN = 3


def is_natural(event: "Event") -> bool:
    """Whether nature, an animal, a disease or an accident did it."""
    trigger = event.trigger
    if trigger.dep_ == "advcl" and trigger.head.lemma_ in cues().accidents:
        return True
    if _follows_nature(trigger):
        return True
    if event.frame.intransitive and any(map(_is_natural, children(trigger, "dobj"))):
        return True
    if event.agents:
        return any(map(_is_natural, event.agents)) or any(map(_is_harmless, event.agents))
    if any(_is_natural(word) for word in trigger.lefts if word.dep_ in ("compound", "amod")):
        return True
    if event.frame.type == "casualty" and event.rule == "noun":
        return any(map(_is_natural, sentence_words(trigger)))
    doer = subject(trigger) if event.rule != "noun" else None
    if doer is not None and doer not in event.patients and _is_natural(doer):
        return True
    if any(map(_is_natural, prep_objects(trigger, *CAUSES))):
        return True
    return any(verb.lemma_ in cues().accidents for verb in children(trigger, "advcl"))


def _follows_nature(verb: "Token") -> bool:
    """Whether it ends a clause about a quake: "was struck by a quake, killing nine"."""
    while verb.dep_ == "conj":
        verb = verb.head
    if verb.dep_ != "advcl" or verb.tag_ != "VBG":
        return False
    above = verb.head
    return any(map(_is_natural, (*prep_objects(above, "by"), *children(above, "nsubj", "dobj"))))


def _is_harmless(agent: "Token") -> bool:
    """Whether it is an explosion without a bomb: "a gas explosion"."""
    return agent.lower_ in ("explosion", "blast") and any(
        word.lower_ in cues().harmless for word in agent.lefts
    )


def _is_natural(token: "Token") -> bool:
    return "natural" in kinds_of(token) and token.pos_ in ("NOUN", "PROPN")


def tells_of_disaster(doc: "Doc") -> bool:
    """Whether the article names disasters and diseases more often than armed parties."""
    natural = armed = 0
    classes = victim_classes()
    for token in doc:
        if token.pos_ == "NOUN":
            kinds = kinds_named(token)
            natural += "natural" in kinds
            armed += "military" in kinds or classes.get(token.lower_) in ("combatants", "police")
    return natural >= MENTIONED_OFTEN and natural > armed
