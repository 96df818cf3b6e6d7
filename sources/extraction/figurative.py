"""Words of violence that mean none: a hunger strike, a heart attack, an attack on a belief."""

from typing import TYPE_CHECKING

from sources.extraction.arguments import Event
from sources.extraction.cues import cues
from sources.extraction.kinds import kinds_of
from sources.extraction.lexicon import entries, lexicon
from sources.extraction.syntax import prep_objects

if TYPE_CHECKING:
    from spacy.tokens import Token


def other_meaning(verb: "Token") -> bool:
    """Whether a particle or an adverb makes it another verb: "hung up", "attacked online"."""
    for part in verb.children:
        if (
            part.dep_ == "prt"
            and part.lower_ in ("off", "back", "out", "on", "up")
            and verb.lemma_ not in cues().phrasal
        ):
            return True
        if part.lower_ in cues().figurative and part.dep_ in ("advmod", "amod"):
            return True
    return False


def is_figurative(noun: "Token", event: Event) -> bool:
    """Whether a noun means no violence: a hunger strike, a heart attack, an attack on a belief."""
    words = cues()
    modifiers = {c.lower_ for c in noun.lefts if c.dep_ in ("amod", "compound", "nmod")}
    if modifiers & words.figurative:
        return True
    strikers = {a.lemma_.lower() for a in (*event.agents, *noun.lefts)} & words.strikers
    if noun.lemma_ == "strike" and (strikers or modifiers & words.labour):
        return True
    aimed_at = prep_objects(noun, "on", "against")
    return (
        event.frame.type == "armed_attack" and bool(aimed_at) and not any(map(kinds_of, aimed_at))
    )


def for_a_crime(verb: "Token") -> bool:
    """Whether people are arrested for a crime: a police matter, no arbitrary detention."""
    causes = prep_objects(verb, "over", "for", "on", "in")
    return any(
        cause.lemma_.lower() in cues().crimes or entries(lexicon().nouns, cause) for cause in causes
    )
