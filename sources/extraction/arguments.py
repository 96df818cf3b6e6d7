"""A trigger word and its arguments in the dependency parse: who does it, to whom."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sources.extraction.cues import cues
from sources.extraction.kinds import kinds_fit, kinds_of
from sources.extraction.lexicon import Frame, entries, lexicon
from sources.extraction.parties import is_aircraft, is_fighting
from sources.extraction.places.words import demonym
from sources.extraction.pronouns import is_person
from sources.extraction.syntax import (
    accused,
    ancestors,
    child,
    children,
    is_passive,
    prep_objects,
    subject,
    with_conjuncts,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

VERB_TAGS = {"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"}


@dataclass(slots=True)
class Event:
    """One trigger in one sentence with what the parse says of it, while it is being read."""

    trigger: "Token"
    first: int
    last: int
    frame: Frame
    rule: str
    predicate: "Token"
    agents: list["Token"] = field(default_factory=list)
    patients: list["Token"] = field(default_factory=list)
    support: str | None = None


def fill_verb_arguments(event: Event) -> None:
    verb, frame = event.trigger, event.frame
    accuser = accusing_verb(verb)
    if accuser is not None:
        doer = accused(accuser) or subject(accuser)
        event.agents, event.patients = [doer] if doer is not None else [], [verb.head]
        return
    objects = _own_objects(verb)
    subject_of = subject(verb)
    if frame.intransitive:
        event.patients = with_conjuncts(subject_of) if subject_of is not None else []
        return
    passive = is_passive(verb)
    if not objects and not passive and frame.passive and verb.tag_ in ("VBN", "VBD"):
        conjunct = _shared_object(verb)
        if conjunct is not None:
            objects = [conjunct]
        elif verb.tag_ == "VBN" or (
            child(verb, "acomp") is None
            and subject_of is not None
            and subject_of.tag_ != "PRP"
            and kinds_fit(subject_of, frame)
        ):
            passive = child(verb, "aux") is None or passive
    if passive:
        agent = child(verb, "agent")
        event.agents = _pobj(agent) if agent is not None else _agent_of_conjunct(verb)
        event.agents = event.agents or _on_whose_orders(verb) or _by_below(verb)
        holders = children(verb, "nsubj", "nsubjpass")
        fitting = [holder for holder in holders if kinds_fit(holder, frame)]
        holder = (fitting or holders)[-1] if holders else subject_of
        if holder is not None and holder.tag_ in ("WP", "WDT"):
            holder = subject_of
        event.patients = with_conjuncts(holder) if holder is not None else []
    else:
        unsure = _stray(verb) or _after_passive(verb)
        event.agents = [subject_of] if subject_of is not None and not unsure else []
        if not objects:
            shared = _shared_object(verb) or _described_object(event)
            objects = [shared] if shared is not None else []
        if not objects and verb.tag_ == "VBG" and verb.dep_ in ("amod", "nmod", "compound"):
            objects = [verb.head]
        event.patients = [token for obj in objects for token in with_conjuncts(_whose(obj))]
        event.patients += [t for along in children(verb, "prep") for t in _along_with(along)]
        if not event.patients:
            event.patients = prep_objects(verb, "on", "at", "upon", "against")
    event.patients += [t for along in children(verb, "prep") for t in _along_with(along) if passive]
    event.agents = [_owner_of_it(agent) or agent for agent in event.agents]
    if frame.type == "explosion" and not (objects or passive) and subject_of is not None:
        event.patients = [subject_of]
        event.agents = [subject_of] if kinds_of(subject_of) & {"person", "military"} else []
    if frame.effect == "bodies_found":
        hides = verb.lemma_ in ("bury", "dump")
        event.agents = [agent for agent in event.agents if hides and is_fighting(agent)]
        event.patients = [_remains_of(patient) for patient in event.patients]


def _remains_of(patient: "Token") -> "Token":
    """Return the bodies of "bodies of four men found", where the parser finds the men."""
    above = patient.head.head
    return above if patient.head.lower_ == "of" and "body" in kinds_of(above) else patient


def accusing_verb(participle: "Token") -> "Token | None":
    """Return the verb above "burning homes" where the parser took the deed for a description."""
    if participle.tag_ != "VBG" or participle.dep_ != "amod":
        return None
    above = participle.head.head
    above = above.head if above.lower_ in ("of", "to") else above
    above = above.head if above.dep_ == "dobj" else above
    words = cues().speech
    return above if above.lemma_ in words["accuse"] | words["deny"] | {"admit"} else None


def _own_objects(verb: "Token") -> list["Token"]:
    """Return the objects, sharing them out where the parser gave a second verb's to the first.

    In "killed twelve and injured twelve more" it hangs "injured" and "more" on the wrong words, in
    "shot and killed a man" the man on "shot" alone.
    """
    if verb.dep_ == "conj" and verb.head.like_num and verb.head.dep_ == "dobj":
        return [o for o in children(verb.head.head, "dobj") if o.i > verb.i]
    objects = children(verb, "dobj")
    if not objects and verb.dep_ == "conj" and verb.head.tag_ == verb.tag_ == "VBD":
        return [o for o in children(verb.head, "dobj") if o.i > verb.i]
    between = [c for o in objects if o.like_num for c in children(o, "conj") if c.tag_ in VERB_TAGS]
    return [o for o in objects if not any(verb.i < c.i < o.i for c in between)]


def _whose(obj: "Token") -> "Token":
    """Return whose throat was cut, not the throat."""
    if obj.lemma_.lower() not in ("throat", "life", "head"):
        return obj
    owners = prep_objects(obj, "of")
    owner = owners[0] if owners else child(obj, "poss")
    return owner if owner is not None else obj


def _pobj(agent: "Token") -> list["Token"]:
    return [token for obj in children(agent, "pobj") for token in with_conjuncts(obj)]


def _agent_of_conjunct(verb: "Token") -> list["Token"]:
    """Return the "by" phrase of a coordinated passive: "raped and beaten by a soldier"."""
    for other in _coordinated_with(verb):
        agent = child(other, "agent")
        if agent is not None:
            return _pobj(agent)
        for complement in children(other, "xcomp"):
            doers = [
                t for t in prep_objects(complement, "by") if kinds_of(t) & {"person", "military"}
            ]
            if doers:
                return doers
    return []


def _coordinated_with(verb: "Token") -> list["Token"]:
    """Return the verbs that share the subject: "were seized, beaten and shot by rebels"."""
    found, verbs = [], children(verb, "conj")
    while verbs:
        later = verbs.pop(0)
        if child(later, "nsubj", "nsubjpass") is None:
            found.append(later)
            verbs += children(later, "conj")
    if verb.dep_ == "conj" and child(verb, "nsubj", "nsubjpass") is None:
        found.append(verb.head)
    return found or [verb]


def _by_below(verb: "Token") -> list["Token"]:
    """Return the armed party of "were held in a school by rebels", hung on the school."""
    places = [place for prep in children(verb, "prep") for place in children(prep, "pobj")]
    return [party for place in places for party in prep_objects(place, "by") if is_fighting(party)]


def _on_whose_orders(verb: "Token") -> list["Token"]:
    """Return who gave the order: "were shot on the orders of a captain"."""
    orders = [o for o in prep_objects(verb, "on", "at") if o.lemma_ in ("order", "command")]
    return [giver for order in orders for giver in prep_objects(order, "of", "from")]


def _stray(verb: "Token") -> bool:
    """Whether it was hung on a relative clause: "..., which X calls safe, killing four"."""
    return verb.tag_ == "VBG" and verb.dep_ == "advcl" and verb.head.dep_ == "relcl"


def _after_passive(verb: "Token") -> bool:
    """Whether the subject is one to whom violence was done: "who were raped, and shot X".

    The parser hangs such a verb on the clause about the victims as often as on the main clause.
    """
    above = verb.head
    return (
        verb.dep_ == "conj"
        and child(verb, "nsubj") is None
        and above.pos_ == "VERB"
        and is_passive(above)
        and bool(entries(lexicon().verbs, above))
    )


def _owner_of_it(pronoun: "Token") -> "Token | None":
    """Return the armed party that "it" goes back to: "the group buried those it had shot"."""
    if pronoun.lower_ != "it":
        return None
    for verb in ancestors(pronoun):
        above = child(verb, "nsubj")
        if above is not None and above.i < pronoun.i and is_fighting(above):
            return above
    return None


def _along_with(preposition: "Token") -> list["Token"]:
    """Return the nurses of "took six boys, along with two nurses"."""
    named = preposition.lower_ in ("along", "together")
    return prep_objects(preposition, "with") if named else []


def _described_object(event: Event) -> "Token | None":
    """Return whom a relative clause without a pronoun is about: "the men soldiers shot"."""
    verb = event.trigger
    doer = child(verb, "nsubj")
    if verb.dep_ != "relcl" or doer is None or doer.tag_ in ("WDT", "WP", "WRB"):
        return None
    return verb.head if kinds_fit(verb.head, event.frame) else None


def _shared_object(verb: "Token") -> "Token | None":
    """Return the object that a later coordinated verb carries: "killed and buried 30 people"."""
    for other in children(verb, "conj"):
        if other.tag_ in VERB_TAGS and child(other, "nsubj", "nsubjpass") is None:
            return child(other, "dobj") or _shared_object(other)
    return None


def fill_noun_arguments(event: Event) -> None:
    noun = event.trigger
    event.patients = prep_objects(noun, "of", "against", "on")
    event.agents = prep_objects(noun, "by") or [
        party for patient in event.patients for party in prep_objects(patient, "by")
    ]
    senders = [*prep_objects(noun, "from"), *prep_objects(noun.head.head, "from")]
    if not event.agents and (event.frame.effect is None):
        event.agents = [party for party in senders if is_fighting(party) or is_aircraft(party)]
    if event.frame.type == "mass_grave":
        event.agents = [killer for victim in event.patients for killer in _killers_of(victim)]
        return
    event.patients += [
        victim
        for agent in event.agents
        if is_fighting(agent) and not event.patients
        for victim in prep_objects(agent, "of")
        if is_person(victim)
    ]
    verb = next((head for head in ancestors(noun) if head.pos_ == "VERB"), noun)
    described = [word for word in noun.subtree if word.dep_ == "acl"]
    for participle in (*described, *children(verb, "advcl")):
        if (
            participle.tag_ == "VBN"
            and participle.i > noun.i
            and participle.lemma_ in cues().responsible
        ):
            event.agents += prep_objects(participle, "by", "to", "on")
    event.agents = event.agents or _stray_agent(noun, verb)
    for owner in (c for c in noun.lefts if c.i < event.first and _can_act(c, event)):
        owned = owner.dep_ == "poss" and is_person(owner) and not is_fighting(owner)
        of_owner = event.frame.effect is not None or noun.lemma_ in ("shooting", "stabbing")
        if (owned and of_owner) or event.frame.type == "casualty":
            event.patients.append(owner)
        elif not event.agents:
            event.agents = [owner]


def _stray_agent(noun: "Token", verb: "Token") -> list["Token"]:
    """Return who stands after the noun's "by" that hangs on an active verb above it.

    In "has opened a trial over the raid by rebels" the rebels open nothing.
    """
    if child(verb, "auxpass", "nsubjpass") is not None:
        return []
    if child(verb, "aux") is None:
        return [t for t in prep_objects(verb, "by") if noun.head == verb and is_fighting(t)]
    return [t for by in children(verb, "agent") if by.i > noun.i for t in _pobj(by)]


def _killers_of(victim: "Token") -> list["Token"]:
    """Return the armed party of "victims of the militia" and "militia victims"."""
    if victim.lemma_ != "victim":
        return []
    parties = [*prep_objects(victim, "of"), *children(victim, "compound", "nmod", "amod")]
    return [party for party in parties if is_fighting(party)]


def _can_act(modifier: "Token", event: Event) -> bool:
    """Whether a modifier names who acts: "Sudanese strikes", "Syria's attack", "police firing".

    Before a word for harm done to people a name says where or to whom ("the Armenian genocide"), so
    only an armed party is taken there.
    """
    to_people = event.frame.effect is not None or event.frame.type == "unspecified_abuse"
    harm = to_people and not prep_objects(event.trigger, "of")
    if modifier.dep_ == "poss":
        if harm and modifier.ent_type_ in ("GPE", "LOC", "NORP", "ORG"):
            return is_fighting(modifier)
        kinds = kinds_of(modifier)
        return bool(
            modifier.ent_type_ in ("NORP", "GPE", "ORG", "PERSON") or kinds & {"person", "military"}
        )
    if modifier.dep_ not in ("amod", "compound", "nmod"):
        return False
    if modifier.ent_type_ in ("NORP", "ORG") and not harm and demonym(modifier.text) is not None:
        return True
    if modifier.tag_.startswith("JJ") and demonym(modifier.text) is None:
        return False
    return is_fighting(modifier) and (not harm or demonym(modifier.text) is None)
