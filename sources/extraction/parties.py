"""Parties: what a phrase must be to act or to speak, and the words that name it."""

from typing import TYPE_CHECKING

from sources.extraction.actors import actor_name
from sources.extraction.counts import victim_class
from sources.extraction.cues import cues
from sources.extraction.kinds import kinds_of
from sources.extraction.lexicon import kinds_named
from sources.extraction.pronouns import is_person
from sources.extraction.syntax import child, children, noun_phrase, text_of
from sources.extraction.types import Mention, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

NAME = 4  # words
INSIDE = {"in", "at"}
NOBODY_ELSE = {"it", "this", "that", "which", "there", "who", "whom", "what", "whoever", "you"}


def can_be_blamed(token: "Token") -> bool:
    """Whether a phrase can name a perpetrator: people, armed parties, states; no things.

    Those whom events befall (victims, survivors) and those who come after (witnesses, rescuers)
    are people too, but never named for the deed.
    """
    kinds = kinds_of(token)
    if token.lemma_.lower() in ("life", "fire", "body"):
        return False
    if kinds & {"natural", "body", "bystander"} or ("post" in kinds and token.pos_ != "PROPN"):
        return False
    if any(c.tag_ in ("WDT", "WP", "WP$") for c in token.lefts):
        return False
    if token.tag_ in ("EX", "DT", "WDT", "CD") or token.lower_ in NOBODY_ELSE:
        return False
    if kinds & {"person", "military", "institution", "name", "pronoun"} or is_aircraft(token):
        return True
    return token.ent_type_ in ("ORG", "GPE", "NORP", "PERSON") and bool(token.text[:1].isupper())


def is_aircraft(token: "Token") -> bool:
    """Whether it flies and bombs: jets, but no suicide bomber."""
    flown = token.lemma_.lower() in cues().aircraft
    return flown and not any(word.lower_ == "suicide" for word in token.lefts)


def is_fighting(token: "Token") -> bool:
    """Whether a common noun or a listed name stands for an armed party: soldiers, a group."""
    named = kinds_named(token)
    if victim_class(token) in ("combatants", "police") or "military" in named:
        return "post" not in named
    return token.lemma_.lower() in ("group", "man") or actor_name(token.text) is not None


def mention(token: "Token") -> Mention:
    """Return a phrase in the words of the text, with its name in the actor list."""
    span = noun_phrase(token)
    name = _apposed_name(token, span.end)
    if name is not None:
        span = Span(span.start, name.idx + len(name.text))
    text = text_of(token.doc)[span.start : span.end]
    return Mention(text, span, actor_name(text))


def _apposed_name(token: "Token", end: int) -> "Token | None":
    """Return the name in "the mayor, Ana Ruiz" or "a militia, the Blue Front"."""
    for part in children(token, "appos"):
        near = text_of(token.doc)[end : part.left_edge.idx].strip() == ","
        if near and part.tag_ in ("NNP", "NNPS") and part.right_edge.i - part.left_edge.i <= NAME:
            return part
    return None


def party(token: "Token") -> Mention:
    """Return a party with the parties coordinated to it."""
    span = noun_phrase(token)
    if child(token, "case") is not None:
        span = Span(span.start, token.idx + len(token.text))
    end = max([span.end, *(noun_phrase(other).end for other in children(token, "conj"))])
    text = text_of(token.doc)[span.start : end]
    return Mention(text, Span(span.start, end), actor_name(text))


def doer(token: "Token") -> Mention:
    """Return a party without where it stood and whom it hurt: "police" for "police in Lagos"."""
    named = party(token)
    for part in children(token, "prep"):
        inside = child(part, "pobj")
        if inside is None or part.idx >= named.span.end:
            continue
        stood = part.lower_ in INSIDE and not kinds_of(inside) & {"military", "institution"}
        hurt = part.lower_ == "of" and is_fighting(token) and is_person(inside)
        if stood or (hurt and not is_fighting(inside)):
            end = token.idx + len(token.text)
            text = text_of(token.doc)[named.span.start : end]
            return Mention(text, Span(named.span.start, end), actor_name(text) or named.actor)
    return named
