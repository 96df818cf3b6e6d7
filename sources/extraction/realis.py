"""Did it happen? Threats, plans, wishes, conditions, laws and court cases are no events."""

from typing import TYPE_CHECKING

from sources.extraction.arguments import Event
from sources.extraction.cues import cues
from sources.extraction.syntax import ancestors, child, sentence_words

if TYPE_CHECKING:
    from spacy.tokens import Token

NOBODY = {"nobody", "none", "nothing", "no-one", "neither"}


def why_unreal(event: Event) -> str | None:
    """Return the word that makes the event a plan, a wish or a condition; None if it happened."""
    previous = event.trigger
    if any(_is_anybody(agent) for agent in event.agents):
        return "any"
    if event.frame.state:
        return _why_not_presupposed(event)
    found = _verb_unreal(previous) if event.rule != "noun" else None
    for token in ancestors(event.trigger):
        if found is not None:
            return found
        if previous.dep_ in ("relcl", "parataxis", "advcl") and previous != event.trigger:
            return None
        if previous.dep_ in ("relcl", "parataxis", "advcl") and event.rule == "verb":
            return None
        if token.pos_ in ("VERB", "AUX"):
            found = _complement_unreal(token, previous)
            if token.lemma_.lower() in cues().speaking and not _conditional(token):
                return found
            found = found or _verb_unreal(token)
        elif token.pos_ in ("NOUN", "PROPN"):
            found = _noun_unreal(token, previous)
        previous = token
    if found is None and event.rule == "verb" and sentence_words(event.trigger)[-1].text == "?":
        return "?"
    return found


def _why_not_presupposed(event: Event) -> str | None:
    """Return what undoes even a presupposed event: a condition, or a noun such as "the end of"."""
    previous = event.trigger
    for token in ancestors(event.trigger):
        undone = token.text if _conditional(token) else _noun_unreal(token, previous)
        if undone is not None:
            return undone
        previous = token
    return None


def _is_anybody(agent: "Token") -> bool:
    """Whether a law speaks: "any person who ...", "whoever ..."."""
    return agent.lower_ in ("anyone", "anybody", "whoever", "you") or any(
        c.lower_ == "any" for c in agent.lefts
    )


def _conditional(verb: "Token") -> bool:
    conditions = cues().conditions
    return any(c.dep_ in ("mark", "advmod") and c.lower_ in conditions for c in verb.lefts)


def _verb_unreal(verb: "Token") -> str | None:
    """Return the modal, the condition or the bare "to" that the verb itself carries."""
    words = cues()
    for part in verb.children:
        if part.dep_ == "aux" and part.lower_ in words.modals:
            return part.text
    if _conditional(verb):
        return verb.text
    if verb.tag_ == "VB" and verb.dep_ == "ROOT" and child(verb, "nsubj", "aux") is None:
        return verb.text
    perfect = any(c.lower_ in ("have", "been") for c in verb.children)
    if any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children) and not perfect:
        above = verb.head
        real = verb.dep_ in ("xcomp", "ccomp") and above.lemma_.lower() in words.real_infinitives
        ordered = above.lemma_.lower() in words.orders and child(above, "auxpass") is None
        return None if real or ordered else "to"
    return None


def _complement_unreal(verb: "Token", previous: "Token") -> str | None:
    if verb.lemma_.lower() not in cues().unreal:
        return None
    taken = ("xcomp", "ccomp", "dobj", "prep", "dative", "nsubjpass", "pcomp")
    return verb.text if previous.dep_ in taken else None


def _noun_unreal(noun: "Token", previous: "Token") -> str | None:
    if noun.lemma_.lower() not in cues().unreal_nouns:
        return None
    return noun.text if previous.dep_ in ("prep", "acl", "compound", "amod") else None


def negation(event: Event) -> "Token | None":
    """Return the word that negates the event, if one does.

    Verbs of saying end the search: "officials did not say how many were killed" denies nothing.
    """
    own = _negator(event.trigger)
    if own is not None:
        return own
    previous = event.trigger
    for token in ancestors(event.trigger):
        if token.pos_ in ("VERB", "AUX", "NOUN", "PRON"):
            found = _negator(token)
            if found is not None:
                return found
        if previous.dep_ in ("relcl", "advcl", "parataxis") or token.dep_ == "ROOT":
            return None
        previous = token
    return None


def _negator(token: "Token") -> "Token | None":
    for part in token.children:
        if part.dep_ == "neg" or part.lower_ in ("never", "without", "neither"):
            return part
        if part.dep_ == "det" and part.lower_ == "no":
            return part
        nobody = part.lower_ in NOBODY or any(c.lower_ == "no" for c in part.children)
        if nobody and part.dep_ in ("nsubj", "nsubjpass", "dobj", "attr"):
            return part
    return None
