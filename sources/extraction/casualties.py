"""The dead and the wounded that no verb of killing names: "left six dead", "among the dead"."""

from typing import TYPE_CHECKING

from sources.extraction.syntax import child, children, prep_objects, sentence_start, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

STATES = {"dead", "lifeless", "injured", "wounded", "hurt", "maimed", "homeless", "missing"}
NOUN_TAGS = {"NN", "NNS", "NNP", "NNPS", "CD", "JJR"}
TOLLED = {"dead", "deaths", "fatalities", "killed", "slain", "injured", "wounded", "casualties"}


def left_so(state: "Token") -> "tuple[Token, list[Token]] | None":
    """Return the verb and the people of "left six men and two women dead", by the order of words.

    The parser hangs "dead" on the verb, the noun or the number, as it pleases.
    """
    doc, closed = state.doc, False
    heads: list[Token] = []
    for position in range(state.i - 1, sentence_start(state) - 1, -1):
        token = doc[position]
        if token.lemma_ == "leave" and token.pos_ == "VERB":
            return token, heads[::-1]
        if token.lower_ in STATES:
            closed = True
        elif token.pos_ in ("VERB", "AUX") or token.text in (";", ":"):
            return None
        elif not closed and _heads_phrase(token, state):
            heads.append(token)
    return None


def _heads_phrase(token: "Token", state: "Token") -> bool:
    if token.tag_ not in NOUN_TAGS or token.dep_ in ("compound", "pobj", "quantmod", "nmod"):
        return False
    described = token.dep_ == "nummod" and token.head != state
    return not described and (token.tag_ != "JJR" or child(token, "nummod") is not None)


def counted_people(state: "Token") -> "list[Token]":
    """Return the people of "six are dead", "12 dead" and "six people dead"."""
    own = child(state, "nsubj") if state.tag_ == "VBG" else None
    if own is not None:
        return [own]
    if state.dep_ in ("acomp", "oprd", "attr"):
        holder = child(state.head, "dobj") or child(state.head, "nsubj", "nsubjpass")
        return [holder] if holder is not None else []
    if state.dep_ == "amod" and state.head.i < state.i:
        return [state.head]
    if state.dep_ == "amod" and state.head.like_num:
        return [state.head]
    if child(state, "nummod") is not None:
        return [state]
    return [state.nbor(-1)] if state.i and state.nbor(-1).like_num else []


def named_among(state: "Token") -> "list[Token]":
    """Return the people of "three nurses were among the dead" and "the dead include a nurse"."""
    if state.lower_ not in TOLLED:
        return []
    phrase = state.head if state.dep_ == "acl" and state.head.lower_ == "those" else state
    verb = phrase.head
    if phrase.dep_ == "pobj" and verb.lower_ == "among" and verb.head.lemma_ == "be":
        return [t for t in children(verb.head, "nsubj", "attr") if t.i != phrase.i]
    if phrase.dep_ == "nsubj" and verb.lemma_ == "include":
        return children(verb, "dobj")
    return []


def toll_numbers(noun: "Token") -> "list[Token]":
    """Return the numbers that a toll reaches: "rose to 45", "has passed 100", "a toll of 12"."""
    verb = noun.head
    if verb.lower_ in ("of", "in") and verb.head.lemma_ == "number":
        verb = verb.head.head
    reached = [*prep_objects(noun, "of")]
    if verb.pos_ in ("VERB", "AUX"):
        reached += [*children(verb, "attr"), *prep_objects(verb, "to", "at")]
        if subject(verb) is not None and noun.dep_ != "dobj":
            reached += children(verb, "dobj")
    return [token for token in reached if token.like_num]
