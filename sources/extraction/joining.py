"""Joining the triggers of a sentence into happenings: "an airstrike killed ten" is one event."""

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sources.extraction.arguments import Event
from sources.extraction.casualties import toll_numbers
from sources.extraction.counts import count_of, parts_of, victim_class
from sources.extraction.cues import cues
from sources.extraction.events import find_events
from sources.extraction.kinds import is_several, kinds_of
from sources.extraction.linking import belong
from sources.extraction.numbers import parse_quantity
from sources.extraction.parties import can_be_blamed, is_fighting
from sources.extraction.pronouns import PLURAL, antecedent
from sources.extraction.syntax import ancestors, children, prep_objects, sentence_words
from sources.extraction.types import Count

if TYPE_CHECKING:
    from spacy.tokens import Token

PUT_TO = {"light verb", "accusation", "list", "telling"}
ARMED = {"armed", "masked", "hooded", "uniform", "uniformed", "plainclothes", "plain"}
MASS_ARREST = 100


@dataclass(slots=True)
class Happening:
    """One event of one sentence: the trigger that gives its type, and the others that add to it."""

    lead: Event
    events: list[Event] = field(default_factory=list)

    @property
    def type(self) -> str:
        """The event type, or ``casualty`` where only the document can say what killed."""
        return self.lead.frame.type

    def active(self) -> list[Event]:
        """Return the triggers that tell of the event itself, not of the war it belongs to."""
        told = [event for event in self.events if event.support != "background"]
        return [event for event in told if event.agents or event.patients or event is self.lead]

    def agent(self) -> "tuple[Token, str] | None":
        """Return the first party that acts in one of the triggers, and the rule that says so.

        The trigger that gives the type comes first: in "a coalition fights rebels, who launched
        strikes" the strikes are not the coalition's.
        """
        if any(agent.tag_ in ("WP", "WDT") for agent in self.lead.agents):
            return None
        told = sorted(self.active(), key=lambda event: event is not self.lead)
        for event in (*told, self.lead):
            for agent in event.agents:
                for party in _actors_behind(agent):
                    if can_be_blamed(party):
                        return party, f"{event.rule} {event.trigger.lower_}"
        return None

    def patients(self) -> "list[Token]":
        """Return the words for whom or what it happened to."""
        return [patient for event in self.events for patient in event.patients]

    def counts(self) -> list[Count]:
        """Return the counts of the triggers, each noun phrase and effect once."""
        found: list[Count] = []
        for event in self.events:
            for count in event_counts(event):
                if all((c.effect, c.span) != (count.effect, count.span) for c in found):
                    found.append(_with_shared_qualifier(count, found))
        return found


def _with_shared_qualifier(count: Count, before: list[Count]) -> Count:
    """Carry "at least" over to a bare number: "at least 12 people were killed and 20 wounded"."""
    bare = count.victims is not None and len(count.victims.split()) == 1
    stated = bare and parse_quantity(count.victims or "") is not None
    if not (
        before and stated and count.qualifier == "exact" and before[-1].qualifier == "at_least"
    ):
        return count
    return replace(count, qualifier="at_least", upper=None)


def _actors_behind(agent: "Token") -> "list[Token]":
    """Return who stands behind an agent that is itself an act: "the rebels' attack killed six"."""
    event = next(iter(find_events(agent.doc[agent.i : agent.i + 1])), None)
    if event is None or event.rule != "noun":
        return [agent]
    return event.agents


def event_counts(event: Event) -> list[Count]:
    """Return how many people or sites the event's own words count."""
    effect = event.frame.effect
    if effect is None:
        return []
    if event.rule == "noun" and (event.frame.site or event.frame.each):
        own = count_of(event.trigger, effect, whole=event.frame.site)
        if own is not None and _is_dated(event.trigger):
            own = None
        if own is not None or event.frame.site:
            return [own] if own is not None else []
    if event.frame.toll:
        return _toll(event)
    if survived(event):
        return []
    found: list[Count] = []
    for patient in event.patients:
        if patient.lower_ in PLURAL:
            patient = antecedent(patient) or patient
        elif patient.ent_type_ in ("PERSON", "ORG"):
            groups = [a for a in children(patient, "appos") if is_several(a) and a.tag_ != "CD"]
            patient = groups[0] if groups else patient
        kinds = kinds_of(patient)
        fits = bool(
            kinds
            & (
                {"body"}
                if effect == "bodies_found"
                else {"building"}
                if effect == "sites"
                else {"person", "number", "name"}
            )
        )
        if not fits or "natural" in kinds:
            continue
        count = count_of(patient, effect)
        if count is not None:
            found.append(replace(count, part=count.part or event.rule == "share"))
            found += parts_of(patient, effect)
    return found


def survived(event: Event) -> bool:
    """Whether those shot lived: "was shot and wounded", "shot in the leg"."""
    verb = event.trigger
    if verb.lemma_ != "shoot":
        return False
    beside = {other.lemma_ for other in verb.conjuncts}
    limbs = {part.lemma_ for part in prep_objects(verb, "in")} & cues().limbs
    return bool(limbs or beside & {"wound", "injure", "hurt", "maim"})


def _is_dated(noun: "Token") -> bool:
    """Whether the number before it is a date: "the 1980 killings", "the June 24 murder"."""
    return any(c.dep_ == "nummod" and (c.ent_type_ == "DATE" or _is_year(c)) for c in noun.lefts)


def _is_year(number: "Token") -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", number.text) is not None


def _toll(event: Event) -> list[Count]:
    """Return the number that a death toll reaches: "the toll has passed 100"."""
    numbers = toll_numbers(event.trigger)
    counts = [c for t in numbers if (c := count_of(t, "killed")) is not None][:1]
    if event.trigger.head.lemma_ in ("exceed", "pass", "surpass", "top"):
        return [replace(c, qualifier="at_least", upper=None) for c in counts]
    return counts


def join(events: list[Event]) -> list[Happening]:
    """Return the happenings of a sentence in reading order."""
    groups: list[list[Event]] = []
    for event in events:
        home = next((g for g in groups if any(belong(event, other) for other in g)), None)
        if home is None:
            groups.append([event])
        else:
            home.append(event)
    return without_shadows([h for h in (Happening(_lead(g), g) for g in groups) if stands(h)])


def stands(happening: Happening) -> bool:
    """Whether a happening says enough to be a claim: a bare "deaths" says nothing."""
    if all(event.support == "background" for event in happening.events):
        return False
    if _is_search(happening):
        return False
    if happening.type == "casualty":
        return bool(happening.counts())
    lead = happening.lead
    if lead.rule == "verb" and lead.frame.effect == "killed":
        agent = happening.agent()
        return bool(happening.patients()) or (agent is not None and is_fighting(agent[0]))
    if happening.type == "unspecified_abuse" and happening.lead.rule == "noun":
        done = {word.lemma_ for word in children(lead.trigger, "acl")} & cues().responsible
        by_party = lead.support in PUT_TO or bool(prep_objects(lead.trigger, "by"))
        if done or (by_party and happening.agent() is not None):
            return True
        if _goes_on(lead):
            return happening.agent() is not None
        return _is_put_to_a_party(happening) or _says_where_or_whom(happening.lead)
    return True


def _goes_on(event: Event) -> bool:
    """Whether the abuse is said to be widespread or on the rise."""
    verb = event.predicate
    states = {word.lower_ for word in children(verb, "acomp", "attr")}
    return bool(states & cues().rife) or verb.lemma_ in ("continue", "increase", "rise")


def _is_search(happening: Happening) -> bool:
    """Whether police only search an office or a home: "police raided the newspaper's office"."""
    lead = happening.lead
    if lead.trigger.lemma_ != "raid" or len(happening.events) > 1:
        return False
    rooms = {"office", "headquarters", "home", "house", "newsroom", "apartment", "flat"}
    officers = [agent for agent in lead.agents if agent.lemma_.lower() in OFFICERS]
    return bool(officers) and any(patient.lemma_ in rooms for patient in lead.patients)


def _is_put_to_a_party(happening: Happening) -> bool:
    """Whether abuses are "committed by" somebody."""
    done = {word.lemma_ for word in children(happening.lead.trigger, "acl")}
    return happening.agent() is not None and bool(done & cues().responsible)


def _says_where_or_whom(event: Event) -> bool:
    """Whether "war crimes" or "abuses" are told of a place or a victim, or put to a party."""
    if event.support == "accusation" or any(
        t.lemma_ in cues().speech["deny"] for t in ancestors(event.trigger)
    ):
        return True
    if prep_objects(event.trigger, "against"):
        return True
    sentence = sentence_words(event.trigger)
    return any(
        t.ent_type_ in ("GPE", "LOC", "PRODUCT", "ORG")
        and t.dep_ == "pobj"
        and t.head.lower_ in ("in", "at", "of")
        for t in sentence
    )


def _lead(group: list[Event]) -> Event:
    return max(group, key=lambda event: event.frame.rank)


def without_shadows(happenings: list[Happening]) -> list[Happening]:
    """Drop weak and unnamed abuses where the sentence names what was done."""
    strong = [h for h in happenings if not h.lead.frame.weak and h.type != "unspecified_abuse"]
    kept = []
    for happening in happenings:
        if happening.lead.frame.weak:
            if strong or not _weak_stands(happening):
                continue
        elif happening.type == "unspecified_abuse" and happening.lead.rule == "noun" and strong:
            continue
        kept.append(happening)
    return kept


def _weak_stands(happening: Happening) -> bool:
    """Whether a beating or an arrest is one of armed men and civilians, not police routine."""
    event = happening.lead
    if any(
        c.lower_ in ("arbitrarily", "unlawfully", "forcibly", "illegally")
        for c in event.trigger.children
    ):
        return True
    words = {word.lower_ for word in sentence_words(event.trigger)}
    if {"without", "charge"} <= words:
        return True
    if any(c.lemma_ in cues().crimes for c in event.trigger.subtree):
        return False
    if event.frame.effect == "tortured":
        if len(happening.events) > 1 or words & cues().custody:
            return any(kinds_of(patient) & {"person", "number"} for patient in event.patients)
    elif event.frame.effect == "detained" and words & cues().repression:
        return event.trigger.lemma_ != "capture"
    if event.frame.effect == "detained" and any(
        (count.lower or 0) >= MASS_ARREST for count in event_counts(event)
    ):
        return True
    armed = any(
        victim_class(a) in ("combatants", "police")
        or kinds_of(a) & {"military", "institution"}
        or any(word.lower_ in ARMED for word in a.subtree)
        for a in event.agents
    )
    if armed:
        routine = all(victim_class(agent) == "police" for agent in event.agents)
        return any(_is_civil(patient, routine=routine) for patient in event.patients)
    nobody_named = not event.agents and event.frame.effect == "detained"
    return nobody_named and any(map(_is_civic, event.patients))


OFFICERS = {"police", "officer", "force", "authority"}
CIVIL = {"civilians", "children", "women", "journalists", "aid_workers"}


def _is_civil(patient: "Token", *, routine: bool) -> bool:
    """Whether these are civilians or several people, not one whom police arrest as they do."""
    if victim_class(patient) in CIVIL or _is_civic(patient):
        return True
    several = patient.tag_ in ("NNS", "CD", "NNPS") or patient.lower_ in PLURAL
    named = not routine and (patient.ent_type_ == "PERSON" or patient.tag_ == "PRP")
    return (several or named) and patient.lemma_ not in ("suspect", "gunman")


def _is_civic(patient: "Token") -> bool:
    """Whether it is an activist, a reporter or the like, by noun or by what stands beside it."""
    beside = children(patient, "compound", "appos", "nmod")
    return any("civic" in kinds_of(word) for word in (patient, *beside))
