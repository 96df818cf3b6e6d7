"""Joining the triggers of a sentence into happenings: "an airstrike killed ten" is one event."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sources.extraction.arguments import Event
from sources.extraction.counts import count_of, parts_of, victim_class
from sources.extraction.cues import cues
from sources.extraction.events import find_events
from sources.extraction.kinds import kinds_of
from sources.extraction.numbers import parse_quantity
from sources.extraction.parties import can_be_blamed
from sources.extraction.pronouns import PLURAL, antecedent
from sources.extraction.syntax import ancestors, children, prep_objects, sentence_words
from sources.extraction.types import Count

if TYPE_CHECKING:
    from spacy.tokens import Token

ATTACKS = {
    "air_strike", "shelling", "explosion", "armed_attack", "armed_clash", "infrastructure_attack",
    "prohibited_weapon", "starvation",
}  # fmt: skip
DELIBERATE = 9
CASUALTIES = {"killed", "injured", "missing"}


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
        for event in sorted(self.active(), key=lambda event: event is not self.lead):
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
    if event.frame.site and event.rule == "noun":
        own = count_of(event.trigger, effect)
        return [own] if own is not None else []
    if event.trigger.lemma_ == "toll":
        return _toll(event)
    if event.trigger.lemma_ == "shoot" and prep_objects(event.trigger, "at"):
        return []
    patients = event.patients
    if event.rule == "noun":
        patients = prep_objects(event.trigger, "of")
    found = []
    for patient in patients:
        if patient.lower_ in PLURAL:
            patient = antecedent(patient) or patient
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
            found.append(count)
            found += parts_of(patient, effect)
    return found


def _toll(event: Event) -> list[Count]:
    """Return the number that a death toll reaches: "the toll has passed 100"."""
    verb = event.trigger.head
    if verb.pos_ != "VERB":
        return []
    numbers = [t for t in (*children(verb, "dobj"), *prep_objects(verb, "to", "at")) if t.like_num]
    counts = [c for t in numbers if (c := count_of(t, "killed")) is not None]
    if verb.lemma_ in ("exceed", "pass", "surpass", "top"):
        return [replace(c, qualifier="at_least", upper=None) for c in counts]
    return counts


def join(events: list[Event]) -> list[Happening]:
    """Return the happenings of a sentence in reading order."""
    groups: list[list[Event]] = []
    for event in events:
        home = next((g for g in groups if any(_belong(event, other) for other in g)), None)
        if home is None:
            groups.append([event])
        else:
            home.append(event)
    return without_shadows([h for h in (Happening(_lead(g), g) for g in groups) if stands(h)])


def stands(happening: Happening) -> bool:
    """Whether a happening says enough to be a claim: a bare "deaths" says nothing."""
    if all(event.support == "background" for event in happening.events):
        return False
    if happening.type == "casualty":
        return bool(happening.counts())
    lead = happening.lead
    if lead.rule == "verb" and lead.frame.effect == "killed":
        return bool(happening.patients() or happening.agent())
    if happening.type == "unspecified_abuse" and happening.lead.rule == "noun":
        return _says_where_or_whom(happening.lead)
    return True


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


def _belong(one: Event, other: Event) -> bool:
    """Whether two triggers of a sentence tell of the same event."""
    types = {one.frame.type, other.frame.type}
    if not _linked(one, other) and not (_trailing_toll(one, other) or _trailing_toll(other, one)):
        return False
    if len(types) == 1:
        return not _separate(one, other)
    effects = {one.frame.effect, other.frame.effect}
    if _trailing_toll(one, other) or _trailing_toll(other, one):
        return True
    if "infrastructure_attack" in types and _coordinated(one, other):
        return False
    if types <= ATTACKS:
        return True
    if one.rule == other.rule == "verb" and any(e.frame.rank >= DELIBERATE for e in (one, other)):
        return False
    if effects & CASUALTIES and (types & ATTACKS or effects <= CASUALTIES):
        return True
    return "casualty" in types


def _linked(one: Event, other: Event) -> bool:
    """Whether one trigger governs the other without a speaker or a "that" clause between them."""
    early, late = sorted((one, other), key=lambda e: _depth(e.trigger))
    token = late.trigger
    if token == early.trigger:
        return True
    for head in ancestors(late.trigger):
        if head in (early.trigger, early.predicate):
            return True
        if token.dep_ == "ccomp":
            return False
        token = head
    return late.predicate == early.predicate


def _trailing_toll(toll: Event, attack: Event) -> bool:
    """Whether a participle at the end counts the attack's dead: "hit a camp, ..., killing four"."""
    return (
        toll.trigger.tag_ == "VBG"
        and toll.frame.effect in CASUALTIES
        and attack.frame.type in ATTACKS
        and attack.trigger.i < toll.trigger.i
    )


def _depth(token: "Token") -> int:
    return sum(1 for _ in ancestors(token))


def _coordinated(one: Event, other: Event) -> bool:
    return one.trigger in other.trigger.conjuncts


def _separate(one: Event, other: Event) -> bool:
    """Whether two verbs of one type have each a counted object: "killed 5 and ... killed 9"."""
    if (
        one.frame.effect not in CASUALTIES
        or one.rule != "verb"
        or other.rule != "verb"
        or one.frame.effect != other.frame.effect
    ):
        return False
    first = {p.i for p in one.patients if count_of(p, "killed") is not None}
    second = {p.i for p in other.patients if count_of(p, "killed") is not None}
    return bool(first and second and first != second)


def without_shadows(happenings: list[Happening]) -> list[Happening]:
    """Drop weak and unnamed abuses where the sentence names what was done."""
    strong = [h for h in happenings if not h.lead.frame.weak and h.type != "unspecified_abuse"]
    kept = []
    for happening in happenings:
        if happening.lead.frame.weak:
            if strong or not _weak_stands(happening.lead):
                continue
        elif happening.type == "unspecified_abuse" and happening.lead.rule == "noun" and strong:
            continue
        kept.append(happening)
    return kept


def _weak_stands(event: Event) -> bool:
    """Whether a beating or an arrest is one of armed men and civilians, not police routine."""
    if any(
        c.lower_ in ("arbitrarily", "unlawfully", "forcibly", "illegally")
        for c in event.trigger.children
    ):
        return True
    armed = any(
        victim_class(a) in ("combatants", "police") or "military" in kinds_of(a)
        for a in event.agents
    )
    civil = any(
        victim_class(p)
        in ("civilians", "children", "women", "journalists", "aid_workers", "men", "people")
        for p in event.patients
    )
    return armed and civil
