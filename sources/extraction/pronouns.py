"""Whom a pronoun stands for: the subject above it in the sentence, else the last speaker."""

from typing import TYPE_CHECKING

from sources.extraction.lexicon import kinds_named
from sources.extraction.syntax import ancestors, child, sentence_start

if TYPE_CHECKING:
    from spacy.tokens import Token

SINGULAR = {"he", "she", "him", "her", "himself", "herself"}
PLURAL = {"they", "them", "themselves"}
FIRST = {"i", "we", "us", "me", "our", "my"}


def is_pronoun(token: "Token") -> bool:
    """Whether the word is a personal pronoun."""
    return token.tag_ == "PRP" or token.lower_ in SINGULAR | PLURAL | FIRST


def is_plural(token: "Token") -> bool:
    """Whether a noun phrase stands for several people."""
    if token.tag_ in ("NNS", "NNPS") or token.ent_type_ in ("ORG", "NORP"):
        return True
    return token.lemma_.lower() in (
        "group",
        "police",
        "army",
        "military",
        "number",
        "dozen",
    ) or any(c.dep_ == "conj" for c in token.children)


def is_person(token: "Token") -> bool:
    """Whether a noun phrase names or describes one person."""
    if token.ent_type_ == "PERSON":
        return True
    return token.tag_ in ("NN", "NNP") and "person" in kinds_named(token)


def antecedent(pronoun: "Token") -> "Token | None":
    """Return the noun in the same sentence that the pronoun most likely stands for."""
    if pronoun.lower_ in PLURAL:
        fits = is_plural
    elif pronoun.lower_ in SINGULAR:
        fits = is_person
    else:
        return None
    own = next((head for head in ancestors(pronoun) if head.pos_ == "VERB"), None)
    for verb in ancestors(pronoun):
        if verb == own and pronoun.dep_ not in ("nsubj", "nsubjpass", "poss"):
            continue
        for part in (child(verb, "nsubj", "nsubjpass"), child(verb, "dobj")):
            if part is not None and part.i < pronoun.i and not is_pronoun(part) and fits(part):
                return part
    return _nearest_before(pronoun, fits) if pronoun.lower_ in PLURAL else None


def _nearest_before(pronoun: "Token", fits: object) -> "Token | None":
    """Return the nearest plural subject or object before the pronoun in its sentence."""
    for position in range(pronoun.i - 1, sentence_start(pronoun) - 1, -1):
        token = pronoun.doc[position]
        if token.dep_ in ("nsubj", "nsubjpass", "pobj", "dobj") and token.tag_ in ("NNS", "NNPS"):
            kinds = kinds_named(token)
            if "person" in kinds or "military" in kinds or token.ent_type_ == "NORP":
                return token
    return None
