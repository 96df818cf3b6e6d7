"""Did it happen? Threats, plans, wishes, conditions, laws and court cases are no events."""

from typing import TYPE_CHECKING

from sources.extraction.arguments import Event
from sources.extraction.cues import cues
from sources.extraction.syntax import ancestors, child, sentence_words

if TYPE_CHECKING:
    from spacy.tokens import Token

ANSWERING = {"responsible", "guilty", "accountable"}
INQUIRING = {"investigate", "probe", "examine"}
NOT_ONLY = {"only", "just", "merely", "simply", "solely"}
NOBODY = {"nobody", "none", "nothing", "no-one", "neither"}


def why_unreal(event: Event) -> str | None:
    """Return the word that makes the event a plan, a wish or a condition; None if it happened."""
    previous = event.trigger
    if any(_is_anybody(agent) for agent in event.agents):
        return "any"
    if event.rule == "noun":
        unreal = cues().unreal_modifiers
        modifier = next((c for c in previous.lefts if c.lower_ in unreal), None)
        if modifier is not None:
            return modifier.text
    if event.frame.state:
        return _why_not_presupposed(event)
    found = _verb_unreal(previous) if event.rule != "noun" else None
    for token in ancestors(event.trigger):
        if found is not None or token.lower_ in ANSWERING:
            return found
        if previous.dep_ in ("relcl", "parataxis", "advcl") and previous != event.trigger:
            return None
        if previous.dep_ in ("relcl", "parataxis", "advcl") and event.rule == "verb":
            return None
        if token.pos_ in ("VERB", "AUX"):
            found = _complement_unreal(token, previous)
            if found is not None and token.lemma_ in INQUIRING and _is_counted(event):
                found = None
            if previous.dep_ == "conj" and child(previous, "nsubj", "nsubjpass", "aux") is None:
                found = found or _verb_unreal(token)
            teller = child(token, "nsubj")
            if teller is not None and teller.lemma_.lower() in cues().fiction:
                return teller.text
            if token.lemma_.lower() in cues().speaking and not _conditional(token):
                return found
            found = found or _verb_unreal(token)
        elif token.lower_ in ("unlikely", "impossible", "unlike"):
            found = token.text
        elif token.pos_ in ("NOUN", "PROPN"):
            found = _noun_unreal(token, previous)
        previous = token
    if found is None and event.rule == "verb" and sentence_words(event.trigger)[-1].text == "?":
        return "?"
    return found


def _is_counted(event: Event) -> bool:
    """Whether the victims are numbered: who inquires into "the killing of 50" knows of it."""
    return any(part.like_num for patient in event.patients for part in patient.lefts)


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
    be = child(verb, "auxpass")
    if be is not None and be.tag_ == "VB" and child(verb, "aux") is None:
        return be.text
    perfect = any(c.lower_ in ("have", "been") for c in verb.children)
    if any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children) and not perfect:
        above = verb.head
        if any(c.lower_ == "only" and c.i < verb.i for c in verb.lefts):
            return None
        if above.lower_ == "going" and child(above, "aux") is not None:
            return "to"
        real = verb.dep_ in ("xcomp", "ccomp") and above.lemma_.lower() in words.real_infinitives
        ordered = above.lemma_.lower() in words.orders and child(above, "auxpass") is None
        had_to = above.lower_ == "had" and verb.dep_ == "xcomp"
        return None if real or ordered or had_to else "to"
    return None


def _complement_unreal(verb: "Token", previous: "Token") -> str | None:
    if verb.lemma_.lower() not in cues().unreal:
        return None
    if previous.dep_ == "ccomp" and previous.i < verb.i:
        return None
    taken = ("xcomp", "ccomp", "dobj", "prep", "dative", "nsubjpass", "pcomp")
    return verb.text if previous.dep_ in taken else None


def _noun_unreal(noun: "Token", previous: "Token") -> str | None:
    if noun.lemma_.lower() not in cues().unreal_nouns:
        return None
    if noun.lemma_ == "case" and previous.lower_ == "of":
        return None
    if noun.lemma_ == "victim" and noun.dep_ == "attr":
        return None
    return noun.text if previous.dep_ in ("prep", "acl", "compound", "amod") else None


def negation(event: Event) -> "Token | None":
    """Return the word that negates the event, if one does.

    Verbs of saying end the search: "officials did not say how many were killed" denies nothing.
    """
    own = _negator(event.trigger, event.trigger)
    if own is not None:
        return own
    previous = event.trigger
    for token in ancestors(event.trigger):
        spliced = previous.dep_ == "ccomp" and previous.i < token.i
        if token.lower_ in ANSWERING or spliced:
            return None
        if token.pos_ in ("VERB", "AUX", "NOUN", "PRON"):
            found = _negator(token, previous)
            if found is not None:
                return found
        if previous.dep_ in ("relcl", "advcl", "parataxis") or token.dep_ == "ROOT":
            return None
        previous = token
    return None


def _negator(token: "Token", below: "Token") -> "Token | None":
    """Return what negates a word among its children, "no-one" in three words included.

    "Without" negates what stands ``below`` it: not the arrest of "arrested without charge".
    """
    for part in token.children:
        if part.dep_ == "neg" and part.i + 1 < len(part.doc) and part.nbor().lower_ in NOT_ONLY:
            continue
        if part.lower_ == "without":
            if part == below:
                return part
            continue
        if part.dep_ == "neg" or part.lower_ in ("never", "neither"):
            return part
        if part.dep_ == "det" and part.lower_ == "no":
            return part
        if part.lower_ == "one" and part.i > 1 and part.nbor(-2).lower_ == "no":
            return part
        nobody = part.lower_ in NOBODY or any(c.lower_ == "no" for c in part.children)
        if nobody and part.dep_ in ("nsubj", "nsubjpass", "dobj", "attr"):
            return part
    return None
