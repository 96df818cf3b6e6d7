"""Words of violence that mean none: a hunger strike, a heart attack, an attack on a belief."""

from typing import TYPE_CHECKING

from sources.extraction.actors import actor_name
from sources.extraction.arguments import Event
from sources.extraction.cues import cues
from sources.extraction.kinds import kinds_of
from sources.extraction.lexicon import entries, lexicon
from sources.extraction.syntax import prep_objects, sentence_words

if TYPE_CHECKING:
    from spacy.tokens import Token


def other_meaning(verb: "Token") -> bool:
    """Whether a particle or an adverb makes it another verb: "hung up", "attacked online"."""
    for part in verb.children:
        if verb.lemma_ == "seize" and part.lower_ in ("upon", "on"):
            return True
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
    if noun.i and not noun.is_sent_start:
        modifiers.add(noun.nbor(-1).lower_)
    if modifiers & words.figurative:
        return True
    if noun.lemma_ == "strike" and (modifiers & words.labour or _is_walkout(noun, event)):
        return True
    if event.frame.type == "explosion" and modifiers & words.harmless:
        return True
    if event.frame.type == "armed_attack" and event.support != "casualty":
        sentence = {word.lower_ for word in sentence_words(noun)}
        if sentence & words.cyber or is_rhetoric(event):
            return True
    aimed_at = prep_objects(noun, "on", "against")
    return (
        event.frame.type == "armed_attack" and bool(aimed_at) and not any(map(kinds_of, aimed_at))
    )


def _is_walkout(noun: "Token", event: Event) -> bool:
    """Whether workers or marchers strike: "demonstrations and strikes by students"."""
    doers = [*event.agents, *noun.lefts, *prep_objects(noun, "of", "by")]
    if {doer.lemma_.lower() for doer in doers} & cues().strikers:
        return True
    beside = {other.lemma_.lower() for other in noun.conjuncts}
    return bool(beside & {"demonstration", "protest", "rally", "march", "boycott", "sit-in"})


def is_rhetoric(event: Event) -> bool:
    """Whether it is one politician's attack on another, or somebody "targeted" by nobody."""
    if prep_objects(event.trigger, "with"):
        return False
    if event.trigger.lemma_ == "target" and not event.agents:
        return not any("building" in kinds_of(p) or p.ent_type_ for p in event.patients)
    if any(agent.lemma_.lower() in cues().rhetors for agent in event.agents):
        return True
    named = [a for a in event.agents if a.ent_type_ == "PERSON" and actor_name(a.text) is None]
    aims = {kind for patient in event.patients for kind in kinds_of(patient)}
    return bool(named) and not aims & {"building", "settlement", "vehicle", "number"}


def for_a_crime(verb: "Token") -> bool:
    """Whether people are arrested for a crime: a police matter, no arbitrary detention."""
    causes = prep_objects(verb, "over", "for", "on", "in")
    return any(
        cause.lemma_.lower() in cues().crimes
        or any(not entry.before for entry in entries(lexicon().nouns, cause))
        for cause in causes
    )
