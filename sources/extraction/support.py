"""What makes a noun more than a topic: who did it, where, or a verb that tells of it."""

from typing import TYPE_CHECKING

from sources.extraction.arguments import Event
from sources.extraction.cues import cues
from sources.extraction.lexicon import entries, lexicon
from sources.extraction.syntax import (
    accused,
    ancestors,
    children,
    is_passive,
    prep_objects,
    subject,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

PLACE_PREPS = {
    "in", "at", "near", "on", "across", "around", "outside", "inside", "throughout", "of",
}  # fmt: skip


def find_support(event: Event) -> None:
    """Find what makes a noun more than a topic: who did it, where, or a verb that tells of it."""
    words, noun = cues(), event.trigger
    if noun.dep_ == "ROOT":
        event.support = "headline"
    for governor in ancestors(noun):
        if governor.pos_ in ("VERB", "AUX"):
            event.predicate = governor
            break
    if _inside_killer(noun):
        event.support = "casualty"
        return
    if noun.dep_ == "pobj" and noun.head.lower_ in (
        "during",
        "after",
        "before",
        "since",
        "amid",
        "despite",
        "following",
        "until",
        "over",
        "about",
        "from",
        "because",
        "like",
        "than",
        "ahead",
        "with",
    ):
        event.support = "background"
        blamed = accused(noun.head.head)
        if blamed is not None:
            event.support = "accusation"
            event.agents = event.agents or [blamed]
        return
    if noun.dep_ == "pobj" and noun.head.head.lemma_ in ("survivor", "veteran", "commemoration"):
        event.support = "background"
        return
    top = noun
    while top.dep_ == "conj" and top.head.pos_ in ("NOUN", "PROPN"):
        top = top.head
    head = top.head
    if (
        top.dep_ == "pobj"
        and head.head.lemma_.lower() in words.carriers
        and head.lower_ in ("of", "about")
    ):
        carrier = head.head
        while carrier.dep_ == "pobj" and carrier.head.head.lemma_.lower() in words.carriers:
            carrier = carrier.head.head
        event.support = "carrier"
        top, head = carrier, carrier.head
    if head.pos_ in ("VERB", "AUX"):
        lemma = head.lemma_.lower()
        if top.dep_ in ("nsubj", "nsubjpass") and (
            lemma in words.occur or lemma in words.tell or lemma in words.light
        ):
            event.support = "occurrence"
            only = any(t.lower_ == "only" for t in head.subtree)
            if is_passive(head) and not event.agents and not only:
                event.agents = prep_objects(head, "by")
        elif top.dep_ in ("dobj", "attr", "oprd") and lemma in words.light:
            event.support = "light verb"
            if not event.agents and lemma not in words.suffering:
                agent = subject(head)
                event.agents = [agent] if agent is not None else []
        elif top.dep_ in ("dobj", "attr", "ccomp", "oprd") and (
            lemma in words.tell or lemma == "be"
        ):
            event.support = "telling"
    elif top.dep_ == "pobj" and head.lower_ == "of" and accused(head.head.head) == head.head:
        event.support = "accusation"
        event.agents = event.agents or [head.head]
    elif top.dep_ == "pobj" and head.head.pos_ in ("VERB", "AUX"):
        verb, preposition = head.head, head.lower_
        if verb.lemma_ in words.speech["accuse"] and preposition in ("of", "for", "over", "after"):
            event.support = "accusation"
            blamed = accused(verb)
            event.agents = event.agents or ([blamed] if blamed is not None else [])
        elif (verb.lemma_ in words.light or _takes_part(verb)) and preposition in (
            "as",
            "into",
            "to",
            "in",
        ):
            event.support = "light verb"
            agent = subject(verb) if verb.lemma_ not in words.suffering else None
            event.agents = event.agents or ([agent] if agent is not None else [])
            event.patients = event.patients or children(verb, "dobj")
        elif verb.lemma_ in words.tell and preposition in ("of", "to", "in", "about"):
            event.support = "telling"
        elif preposition in ("in", "during", "by") and verb.lemma_ in words.occur | {
            "die",
            "perish",
        }:
            event.support = "casualty"
    if event.support is None and (event.agents or event.patients):
        event.support = "argument"
    if event.support is None and any(
        c.dep_ == "prep" and c.lower_ in PLACE_PREPS for c in noun.children
    ):
        event.support = "place"


def _takes_part(verb: "Token") -> bool:
    return verb.lemma_ == "take" and any(c.lemma_ == "part" for c in children(verb, "dobj"))


def _inside_killer(noun: "Token") -> bool:
    """Whether the noun is part of what killed: "a bomb attack killed nine", "killed by a mine"."""
    token = noun
    for head in ancestors(noun):
        if head.pos_ == "VERB" and any(
            entry.frame.effect in ("killed", "injured") for entry in entries(lexicon().verbs, head)
        ):
            return token.dep_ in ("nsubj", "csubj", "agent") or (
                token.dep_ == "prep" and token.lower_ in ("in", "by", "with") and noun.head == token
            )
        if token.dep_ in ("relcl", "ccomp", "advcl"):
            return False
        token = head
    return False
