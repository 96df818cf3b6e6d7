"""How many, of whom: counts read from the noun phrase that an event happens to."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from sources.extraction.lexicon import kinds_named, victim_classes
from sources.extraction.numbers import Quantity, parse_quantity
from sources.extraction.syntax import (
    child,
    children,
    noun_phrase,
    prep_objects,
    sentence_start,
    text_of,
    with_conjuncts,
)
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
MOSTLY = {"mostly", "mainly", "most", "chiefly", "largely", "predominantly", "majority"}
INDEFINITE = {"a", "an", "one", "another"}


def count_of(head: "Token", effect: str, *, whole: bool = False) -> Count | None:
    """Return the count that a noun phrase states of its own head, None if it states none.

    ``whole`` counts the 20 graves of "one of 20 graves", not the one.
    """
    head = head if whole else _measure_above(head)
    noun = counted_noun(head)
    phrase = noun_phrase(head)
    quantity = _quantity(head, noun)
    if quantity is None and effect == "bodies_found":
        return _whose_bodies(head)
    if quantity is None:
        return None
    kinds = _described_as(head)
    last = _sharing(head)
    end = max(phrase.end, last.idx + len(last.text))
    return Count(
        effect=effect,
        lower=quantity.lower,
        upper=quantity.upper,
        qualifier=quantity.qualifier,
        span=Span(phrase.start, end),
        unit=unit_of(noun, effect),
        victim_class=kinds or (victim_class(head) if last == head else None),
        victims=text_of(head.doc)[phrase.start : end],
        part=noun != head and noun.lemma_.lower() in TOLD_BEFORE,
    )


def _described_as(head: "Token") -> str | None:
    """Return whom an aside counts: "30, mostly civilians", "30, all of them children"."""
    if victim_class(head) not in (None, "people"):
        return None
    for aside in children(head, "appos"):
        words = {word.lower_ for word in aside.subtree}
        named = (victim_class(word) for word in aside.subtree if word.tag_ == "NNS")
        kind = next((name for name in named if name not in (None, "people")), None)
        if kind is not None and (words & MOSTLY or "all" in words):
            return f"mostly {kind}" if words & MOSTLY else kind
    return None


def _whose_bodies(head: "Token") -> Count | None:
    """Return the count of "the bodies of 12 men" and of "a body"."""
    if head.lower_ in ("body", "corpse", "skeleton"):
        phrase = noun_phrase(head)
        text = text_of(head.doc)[phrase.start : phrase.end]
        return Count("bodies_found", 1, 1, "exact", phrase, "bodies", None, text)
    owners = prep_objects(head, "of")
    count = count_of(owners[0], "killed") if owners else None
    return None if count is None else replace(count, effect="bodies_found", unit="bodies")


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
    """Return the counts of "including 11 children" or "11 of them children": never to be added."""
    found = []
    for word in head.subtree:
        if word.lower_ in ("including", "among") and word.dep_ == "prep":
            parts = [part for obj in children(word, "pobj") for part in with_conjuncts(obj)]
        elif word.like_num and word.i > head.i and _of_them(word):
            parts = [word]
        else:
            continue
        counts = (count_of(part, effect) for part in parts if _is_one_or_more(part))
        found += [replace(count, part=True) for count in counts if count is not None]
    return found


def _is_one_or_more(part: "Token") -> bool:
    """Whether a part is counted: "11 children", "a nurse", but not "the mayor"."""
    return _numbered(part) or any(c.lower_ in INDEFINITE for c in part.lefts)


def _of_them(number: "Token") -> bool:
    """Whether the number is one of those told before: "three of them children"."""
    after = [t.lower_ for t in number.doc[number.i + 1 : number.i + 3]]
    return after in (["of", "them"], ["of", "whom"])


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
    if _is_age(head):
        return None
    if lemma in SHARES or (head.lower_ == "number" and noun != head):
        return None
    start = noun_phrase(head).start
    before = text_of(head.doc)[start : head.idx + len(head.text)]
    if head.i and head.nbor(-1).lower_ in ("least", "than", "about", "over", "some"):
        before = head.doc[max(sentence_start(head), head.i - 3) : head.i + 1].text
    if lemma in MEASURES and noun != head:
        before = text_of(head.doc)[start : noun.idx]
    quantity = parse_quantity(before)
    if quantity is not None:
        return None if re.search(r"\b(?:age|aged)\b", before) else quantity
    if lemma in COLLECTIVES and noun != head:
        return _quantity(noun, noun)
    return _singular(head)


def _is_age(number: "Token") -> bool:
    """Whether a bare number behind a name says how old: "Ana Lopez, 52"."""
    if number.tag_ != "CD" or number.i < number.sent.start + 2 or number.nbor(-1).text != ",":
        return False
    return number.nbor(-2).pos_ == "PROPN" and number.dep_ in (
        "appos",
        "conj",
        "nummod",
        "npadvmod",
    )


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
