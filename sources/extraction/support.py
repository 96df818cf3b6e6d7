"""What makes a noun more than a topic: who did it, where, or a verb that tells of it."""

from typing import TYPE_CHECKING

from sources.extraction.arguments import Event
from sources.extraction.cues import cues
from sources.extraction.kinds import kinds_of
from sources.extraction.lexicon import entries, lexicon
from sources.extraction.syntax import (
    accused,
    ancestors,
    children,
    is_passive,
    list_head,
    prep_objects,
    subject,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

ANSWERABLE = {"responsible", "guilty", "accountable", "behind"}
HITTING = {"hit", "strike", "pelt", "pound", "attack", "bombard"}
DYING = {"die", "perish", "suffocate", "choke"}
MARKING = {"mark", "accompany", "characterise", "characterize", "scar"}
HITTABLE = {"settlement", "place", "building", "vehicle", "military", "person"}
HELD_AS = {"hold", "keep", "take"}
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
    if is_comparison(noun):
        event.support = "background"
        return
    if noun.dep_ == "pobj" and noun.head.head.lemma_ in ("survivor", "veteran", "commemoration"):
        event.support = "background"
        return
    if _takes_victims(event):
        return
    top = noun
    while top.dep_ == "conj" and top.head.pos_ in ("NOUN", "PROPN"):
        top = top.head
    head = top.head
    if (
        top.dep_ == "pobj"
        and head.head.lemma_.lower() in words.carriers
        and head.lower_ in ("of", "about", "in", "to")
    ):
        carrier = head.head
        while carrier.dep_ == "pobj" and carrier.head.head.lemma_.lower() in words.carriers:
            carrier = carrier.head.head
        event.support = "carrier"
        top, head = carrier, carrier.head
    answerable = top.dep_ == "pobj" and head.head.lower_ in ANSWERABLE
    likely = answerable and any(c.dep_ == "advmod" for c in head.head.lefts)
    if answerable and not likely and head.lower_ == "for" and head.head.head.lemma_ == "be":
        blamed = subject(head.head.head)
        event.support = "accusation"
        event.agents = event.agents or ([blamed] if blamed is not None else [])
        return
    marking = top.dep_ == "pobj" and head.dep_ == "agent" and head.head.lemma_ in MARKING
    if marking or _came_under(event, top):
        event.support = "occurrence"
    elif _used_as(event, top):
        event.support = "light verb"
    elif head.pos_ in ("VERB", "AUX"):
        lemma = head.lemma_.lower()
        if top.dep_ in ("nsubj", "nsubjpass") and (
            (lemma in words.occur and (event.frame.weapon or lemma not in words.falling))
            or lemma in words.tell
            or lemma in words.light
            or (lemma == "go" and any(c.lower_ == "on" for c in head.children))
        ):
            event.support = "occurrence"
            only = any(t.lower_ == "only" for t in head.subtree)
            if is_passive(head) and not event.agents and not only:
                event.agents = prep_objects(head, "by")
        elif lemma == "face" and head.tag_ in ("VBG", "VBZ", "VBP", "VB"):
            return
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
        elif _dies_in(verb, preposition):
            event.support = "casualty"
    done = {word.lemma_ for word in children(noun, "acl")} & words.responsible
    if event.support is None and (event.agents or event.patients or done):
        event.support = "argument"
    if event.support is None and any(
        c.dep_ == "prep" and c.lower_ in PLACE_PREPS for c in noun.children
    ):
        event.support = "place"


def share_support(events: list[Event]) -> None:
    """Let the nouns of a list share what makes one of them an event, and who did it.

    In "arrests, torture and killings by the police" the parser ties the police to one of them.
    """
    for event in events:
        if event.rule != "noun" or event.frame.weapon or event.support in ("background", "state"):
            continue
        if event.support is not None and event.agents:
            continue
        head = list_head(event.trigger)
        for other in events:
            listed = list_head(other.trigger) == head or head in other.patients
            told = other.support not in (None, "background", "state", "headline")
            if other is event or not listed or not told or other.frame.weapon:
                continue
            event.support = event.support or "list"
            event.agents = event.agents or other.agents
            if event.trigger.lower_.endswith("ing") and other.rule == "verb":
                event.patients = event.patients or other.patients
            break


def is_comparison(noun: "Token") -> bool:
    """Whether it only ranks an event told elsewhere: "in the fifth attack this month"."""
    if noun.dep_ not in ("pobj", "attr", "appos"):
        return False
    if noun.dep_ == "pobj" and noun.head.dep_ == "agent":
        return False
    return any(
        word.tag_ in ("JJS", "RBS") or word.lower_ in cues().ranking or word.ent_type_ == "ORDINAL"
        for word in noun.lefts
    )


def _is_criticism(verb: "Token", noun: "Token") -> bool:
    """Whether a minister comes under attack "for" a budget or "over" a remark."""
    return any(prep_objects(word, "for", "over") for word in (verb, noun))


def _came_under(event: Event, noun: "Token") -> bool:
    """Read "the village came under heavy shelling", but no minister's budget."""
    verb = noun.head.head
    if noun.dep_ != "pobj" or noun.head.lower_ != "under" or verb.lemma_ not in ("come", "be"):
        return False
    under = subject(verb)
    if under is None or not kinds_of(under) & HITTABLE or _is_criticism(verb, noun):
        return False
    event.patients = event.patients or [under]
    return True


def _used_as(event: Event, noun: "Token") -> bool:
    """Read "used villagers as human shields", where the parser hangs "as" on the villagers."""
    people = noun.head.head
    if noun.dep_ != "pobj" or noun.head.lower_ != "as":
        return False
    if event.frame.type == "human_shields" and people.pos_ == "VERB":
        marched = subject(people)
        event.patients = (
            event.patients or children(people, "dobj") or ([marched] if marched else [])
        )
        return True
    if people.dep_ != "dobj":
        return False
    if people.head.lemma_ not in cues().light | HELD_AS:
        return False
    doer = subject(people.head)
    event.patients = event.patients or [people]
    event.agents = event.agents or ([doer] if doer is not None else [])
    return True


def _takes_victims(event: Event) -> bool:
    """Read "nine people were victims of a massacre"."""
    victims = event.trigger.head.head
    verb = victims.head
    if victims.lemma_ != "victim" or event.trigger.head.lower_ != "of" or verb.lemma_ != "be":
        return False
    event.predicate, event.support = verb, "occurrence"
    event.patients = children(verb, "nsubj")
    return True


def _dies_in(verb: "Token", preposition: str) -> bool:
    """Whether people die "in" an attack or "under" torture, or an attack ends "in" deaths."""
    dies = verb.lemma_ in DYING
    if preposition == "under":
        return dies
    return preposition in ("in", "during", "by") and (dies or verb.lemma_ in cues().occur)


def _takes_part(verb: "Token") -> bool:
    return verb.lemma_ == "take" and any(c.lemma_ == "part" for c in children(verb, "dobj"))


def _inside_killer(noun: "Token") -> bool:
    """Whether the noun is part of what killed: "a bomb attack killed nine", "killed by a mine"."""
    token = noun
    for head in ancestors(noun):
        hit = token.dep_ in ("prep", "agent") and head.lemma_ in HITTING
        if head.pos_ == "VERB" and hit and noun.head == token:
            return token.lower_ in ("by", "with")
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
