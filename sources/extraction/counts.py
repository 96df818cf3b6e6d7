"""How many, of whom: counts read from the noun phrase that an event happens to."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from sources.extraction.lexicon import kinds_named, victim_classes
from sources.extraction.numbers import Quantity, parse_quantity
from sources.extraction.syntax import child, children, noun_phrase, sentence_start
from sources.extraction.types import Count, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

COLLECTIVES = {"family", "group", "crowd", "band", "couple", "pair", "team", "total", "crew"}
MEASURES = {"dozen", "hundred", "thousand", "million", "score", "ten", "handful", "number"}
SHARES = {
    "percent",
    "%",
    "percentage",
    "half",
    "majority",
    "most",
    "third",
    "quarter",
    "proportion",
}
SINGULAR_PRONOUNS = {"he", "she", "him", "her", "himself", "herself", "me", "i"}
TOLD_BEFORE = {"dead", "victim", "casualty", "fatality", "wounded", "injured"}
INDEFINITE = {"a", "an", "one", "another"}


def count_of(head: "Token", effect: str) -> Count | None:
    """Return the count that a noun phrase states of its own head, None if it states none."""
    head = _measure_above(head)
    noun = counted_noun(head)
    phrase = noun_phrase(head)
    quantity = _quantity(head, noun)
    if quantity is None:
        return None
    last = _sharing(head)
    end = max(phrase.end, last.idx + len(last.text))
    return Count(
        effect=effect,
        lower=quantity.lower,
        upper=quantity.upper,
        qualifier=quantity.qualifier,
        span=Span(phrase.start, end),
        unit=unit_of(noun, effect),
        victim_class=victim_class(head) if last == head else None,
        victims=head.doc.text[phrase.start : end],
        part=noun != head and noun.lemma_.lower() in TOLD_BEFORE,
    )


def _sharing(head: "Token") -> "Token":
    """Return "children" for the one number of "40 men, women and children", else the head."""
    if head.tag_ != "NNS" or not _numbered(head):
        return head
    last = head
    while (other := child(last, "conj")) is not None and "person" in kinds_named(other):
        if other.tag_ != "NNS" or any(c.dep_ not in ("cc", "punct", "conj") for c in other.lefts):
            return head
        last = other
    return last


def _measure_above(noun: "Token") -> "Token":
    """Return "thousands" for the people of "thousands of people who fled"."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "of":
        above = noun.head.head
        if above.lemma_.lower() in MEASURES | SHARES or above.like_num:
            return above
    return noun


def parts_of(head: "Token", effect: str) -> list[Count]:
    """Return the counts of "including 11 children": shares of the whole, never added to it."""
    found = []
    for including in head.subtree:
        if including.lower_ in ("including", "among") and including.dep_ == "prep":
            for obj in children(including, "pobj"):
                count = count_of(obj, effect)
                if count is not None and _numbered(obj):
                    found.append(replace(count, part=True))
    return found


def counted_noun(head: "Token") -> "Token":
    """Return the noun that is counted: "bodies" in "dozens of bodies", else the head itself."""
    if head.lemma_.lower() in MEASURES | COLLECTIVES | SHARES or head.like_num:
        of = next((c for c in head.children if c.dep_ == "prep" and c.lower_ == "of"), None)
        inner = child(of, "pobj") if of is not None else None
        if inner is not None:
            return inner
    return head


def victim_class(head: "Token") -> str | None:
    """Return the class of the people named: children, civilians, combatants."""
    noun = counted_noun(head)
    classes = victim_classes()
    return classes.get(noun.lower_) or classes.get(noun.lemma_.lower())


GRAVES = {"grave", "graves", "gravesite", "gravesites"}  # spaCy takes "graves" for "graf"


def unit_of(noun: "Token", effect: str) -> str:
    """Return what is counted: persons, bodies, graves, sites or objects."""
    if effect == "bodies_found":
        return "graves" if noun.lower_ in GRAVES else "bodies"
    if effect == "sites":
        return "objects" if "building" in kinds_named(noun) else "sites"
    return "persons"


def _quantity(head: "Token", noun: "Token") -> Quantity | None:
    lemma = head.lemma_.lower()
    if lemma in SHARES or (head.lower_ == "number" and noun != head):
        return None
    start = noun_phrase(head).start
    before = head.doc.text[start : head.idx + len(head.text)]
    if head.i and head.nbor(-1).lower_ in ("least", "than", "about", "over", "some"):
        before = head.doc[max(sentence_start(head), head.i - 3) : head.i + 1].text
    if lemma in MEASURES and noun != head:
        before = head.doc.text[start : noun.idx]
    quantity = parse_quantity(before)
    if quantity is not None:
        return None if re.search(r"\b(?:age|aged)\b", before) else quantity
    if lemma in COLLECTIVES and noun != head:
        return _quantity(noun, noun)
    return _singular(head)


def _singular(head: "Token") -> Quantity | None:
    if head.tag_ == "PRP":
        return Quantity(1, 1, "exact") if head.lower_ in SINGULAR_PRONOUNS else None
    if head.ent_type_ == "PERSON" and head.tag_ == "NNP":
        if any(c.dep_ in ("det", "nummod") for c in head.lefts):
            return None
        return Quantity(1, 1, "exact")
    kinds = kinds_named(head)
    if head.tag_ != "NN" or "person" not in kinds or head.lemma_.lower() in COLLECTIVES:
        return None
    if head.lemma_.lower() in ("people", "police", "staff", "population", "community", "life"):
        return None
    determined = any(c.lower_ in INDEFINITE or c.dep_ in ("det", "poss") for c in head.lefts)
    return Quantity(1, 1, "exact") if determined else None


def _numbered(head: "Token") -> bool:
    return any(c.dep_ == "nummod" for c in head.children) or head.like_num
