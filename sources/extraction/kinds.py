"""What kinds of thing a word can stand for: people, buildings, settlements, numbers."""

from typing import TYPE_CHECKING

from sources.extraction.counts import MEASURES, victim_class
from sources.extraction.cues import cues
from sources.extraction.lexicon import Frame, kinds_named
from sources.extraction.pronouns import is_plural
from sources.extraction.syntax import prep_objects

if TYPE_CHECKING:
    from spacy.tokens import Token

PERSON_PRONOUNS = {
    "he", "she", "they", "them", "him", "her", "we", "us", "who", "whom", "i", "me", "everyone",
    "everybody", "anybody", "anyone", "someone", "somebody", "those",
    "some", "many", "several", "others", "most",
}  # fmt: skip


def kinds_of(token: "Token") -> frozenset[str]:
    """Return the kinds of thing that a noun, name, number or pronoun stands for."""
    lower = token.lower_
    if token.ent_type_ in ("TIME", "DATE") and token.tag_ != "CD":
        return frozenset()
    if lower == "many" and any(c.lower_ == "how" for c in token.lefts):
        return frozenset()
    if token.tag_ in ("PRP", "WP") or lower in PERSON_PRONOUNS:
        return frozenset({"pronoun", "person"} if lower in PERSON_PRONOUNS else {"pronoun"})
    kinds = set(kinds_named(token))
    if lower in ("body", "bodies") and any(c.lower_ in cues().assemblies for c in token.lefts):
        return frozenset({"institution"})
    if lower in ("more", "another", "others") and any(c.dep_ == "nummod" for c in token.lefts):
        kinds.add("number")
    if token.pos_ == "PROPN" and any(c.dep_ == "nummod" for c in token.lefts):
        kinds |= {"name", "person"}
    if token.like_num or token.tag_ == "CD":
        kinds.add("number")
    if token.ent_type_ in ("PERSON", "NORP") and token.tag_ != "JJ":
        kinds |= {"name", "person"}
    elif token.ent_type_ in ("GPE", "LOC", "FAC"):
        kinds.add("place")
    elif token.ent_type_ == "ORG":
        kinds |= {"name", "military"}
    if token.lemma_.lower() in MEASURES | {"group", "series", "percent", "total"}:
        for inner in prep_objects(token, "of"):
            kinds |= kinds_of(inner)
    if not kinds and token.tag_ in ("NNS", "NN") and _names_people(lower):
        kinds.add("person")
    return frozenset(kinds)


def _names_people(word: str) -> bool:
    return word.endswith(("men", "women", "people", "ists", "eers", "ians", "goers"))


def can_be_counted(token: "Token") -> bool:
    return bool(kinds_of(token) & {"person", "number", "name"})


def kinds_fit(token: "Token", frame: Frame) -> bool:
    return bool(kinds_of(token) & frame.objects)


def is_several(token: "Token") -> bool:
    numbered = any(c.dep_ == "nummod" for c in token.lefts)
    return numbered or is_plural(token) or token.like_num or "number" in kinds_of(token)


def is_armed(token: "Token") -> bool:
    return victim_class(token) in ("combatants", "police") or "military" in kinds_of(token)
