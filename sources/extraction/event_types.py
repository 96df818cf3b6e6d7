"""Of which type an event is, where its words alone do not settle it."""

from typing import TYPE_CHECKING

from sources.extraction.counts import victim_class
from sources.extraction.cues import cues
from sources.extraction.joining import Happening, survived
from sources.extraction.kinds import kinds_of
from sources.extraction.linking import FROM_AFAR
from sources.extraction.parties import is_aircraft, is_fighting
from sources.extraction.syntax import child, children, prep_objects, sentence_words
from sources.extraction.totals import sums

if TYPE_CHECKING:
    from spacy.tokens import Token

PLAIN = {"killed", "kill", "kills", "killing", "shot", "shoot"}
CARE = {"hospital", "morgue", "mortuary", "rubble", "wreckage", "debris", "clinic", "ruin"}


def event_type(happening: Happening, told: str | None) -> str:
    """Return the type of the happening; a bare casualty takes that of the attack told before."""
    kind, trigger = happening.type, happening.lead.trigger
    definite = any(c.lower_ in ("the", "this", "that", "these") for c in trigger.lefts)
    if kind == "armed_attack" and happening.lead.rule == "noun" and definite and told:
        return told
    in_care = any(t.lemma_.lower() in CARE for t in trigger.subtree)
    if kind == "mass_grave" and happening.lead.rule == "verb" and in_care:
        return told or kind
    if kind in ("armed_attack", "infrastructure_attack"):
        used = [agent for event in happening.events for agent in event.agents]
        if any(map(is_aircraft, used)):
            return "air_strike"
        kind = "shelling" if any(u.lemma_.lower() in cues().guns for u in used) else kind
    if kind == "explosion" and happening.lead.frame.weapon:
        if _comes_from_the_air(happening):
            return "air_strike"
        if definite and told in FROM_AFAR:
            return told or kind
    if kind == "armed_attack" and _hits_buildings(happening):
        return "infrastructure_attack"
    if kind == "unlawful_killing" and is_toll(happening) and told in FROM_AFAR:
        if sums(happening.lead.trigger.sent.text):
            return kind
        return told or kind
    if kind == "unlawful_killing" and survived(happening.lead):
        return "armed_attack"
    if kind == "unlawful_killing" and _is_combat(happening):
        return "armed_clash"
    if kind == "air_strike" and (_is_planted(happening) or _is_beside_gunfire(trigger)):
        return "explosion"
    if kind == "casualty" and all(e.frame.effect == "missing" for e in happening.events):
        return "abduction"
    if kind == "casualty":
        if sums(" ".join(word.text for word in sentence_words(trigger))):
            return "unlawful_killing"
        if happening.lead.predicate.lemma_ == "find" and told not in FROM_AFAR:
            return "unlawful_killing"
        hurt = {event.frame.effect for event in happening.events} == {"injured"}
        return told or ("armed_attack" if hurt else "unlawful_killing")
    return kind


def _is_planted(happening: Happening) -> bool:
    """Whether militants, who have no aircraft, "bombed" a town."""
    agent = happening.agent()
    bombs = happening.lead.trigger.lemma_.lower() in ("bomb", "bombing")
    return bombs and agent is not None and agent[0].lemma_.lower() in cues().captors


def _is_beside_gunfire(noun: "Token") -> bool:
    """Whether it is bombings of "shootings and bombings", which nobody flew."""
    listed = {word.lemma_.lower() for word in noun.conjuncts}
    return noun.lemma_.lower() == "bombing" and bool(listed & cues().gunfire)


def _comes_from_the_air(happening: Happening) -> bool:
    """Whether the bombs are dropped, or come from a plane: "was hit by bombs from army jets"."""
    trigger, verb = happening.lead.trigger, happening.lead.predicate
    fell = verb.lemma_.lower() in cues().dropping and trigger.dep_ in ("dobj", "nsubjpass", "nsubj")
    dropped = any(word.lemma_ in cues().dropping for word in children(trigger, "acl"))
    senders = (*trigger.subtree, *prep_objects(verb, "from"), *children(verb, "nsubj"))
    return fell or dropped or any(map(is_aircraft, senders))


def _hits_buildings(happening: Happening) -> bool:
    """Whether shops or clinics are attacked, and nobody in them is said to be hurt."""
    lead = happening.lead
    if lead.rule != "verb" or lead.trigger.lemma_ not in ("attack", "target") or not lead.patients:
        return False
    if happening.counts():
        return False
    kinds = [kinds_of(patient) for patient in lead.patients]
    return all("building" in kind and not kind & {"settlement", "military"} for kind in kinds)


def _is_combat(happening: Happening) -> bool:
    """Whether one armed party killed men of another, with no word of execution.

    Of militants killed one need not say by whom; of soldiers one must.
    """
    lead, agent = happening.lead, happening.agent()
    if lead.trigger.lower_ not in PLAIN or not lead.patients:
        return False
    if all(patient.lemma_.lower() in cues().captors for patient in lead.patients):
        return agent is None or is_fighting(agent[0])
    if agent is None or not is_fighting(agent[0]) or victim_class(agent[0]) == "police":
        return False
    return all(victim_class(patient) == "combatants" for patient in lead.patients)


def is_toll(happening: Happening) -> bool:
    """Whether people "were killed", and the sentence leaves open by whom and in what."""
    passive = child(happening.lead.trigger, "auxpass") is not None
    plain = happening.lead.trigger.lower_ == "killed" and happening.agent() is None
    named_among = happening.lead.trigger.dep_ == "acl"
    return plain and (passive or named_among) and bool(happening.counts())
