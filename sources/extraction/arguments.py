"""A trigger word and its arguments in the dependency parse: who does it, to whom."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sources.extraction.cues import cues
from sources.extraction.kinds import kinds_fit, kinds_of
from sources.extraction.lexicon import Frame, entries, lexicon
from sources.extraction.parties import is_fighting
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
        event.agents = event.agents or _on_whose_orders(verb)
        holder = child(verb, "nsubj", "nsubjpass") or subject_of
        event.patients = with_conjuncts(holder) if holder is not None else []
    else:
        unsure = _stray(verb) or _after_passive(verb)
        event.agents = [subject_of] if subject_of is not None and not unsure else []
        if not objects:
            shared = _shared_object(verb)
            objects = [shared] if shared is not None else []
        event.patients = [token for obj in objects for token in with_conjuncts(_whose(obj))]
        if not event.patients:
            event.patients = prep_objects(verb, "on", "at", "upon", "against")
    if frame.effect == "bodies_found":
        hides = verb.lemma_ in ("bury", "dump")
        event.agents = [agent for agent in event.agents if hides and is_fighting(agent)]


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
    for other in (*children(verb, "conj"), verb.head if verb.dep_ == "conj" else verb):
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


def _shared_object(verb: "Token") -> "Token | None":
    """Return the object that a later coordinated verb carries: "killed and buried 30 people"."""
    for other in children(verb, "conj"):
        if other.tag_ in VERB_TAGS and child(other, "nsubj", "nsubjpass") is None:
            return child(other, "dobj") or _shared_object(other)
    return None


def fill_noun_arguments(event: Event) -> None:
    noun = event.trigger
    event.agents = prep_objects(noun, "by")
    event.patients = prep_objects(noun, "of", "against", "on")
    if event.frame.type == "mass_grave":
        event.agents = []
        return
    verb = next((head for head in ancestors(noun) if head.pos_ == "VERB"), noun)
    for participle in (*children(noun, "acl"), *children(verb, "advcl")):
        if (
            participle.tag_ == "VBN"
            and participle.i > noun.i
            and participle.lemma_ in cues().responsible
        ):
            event.agents += prep_objects(participle, "by", "to", "on")
    for owner in (c for c in noun.lefts if c.i < event.first and _can_act(c, event)):
        if owner.dep_ == "poss" and event.frame.effect is not None and is_person(owner):
            event.patients.append(owner)
        elif not event.agents:
            event.agents = [owner]


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
    return is_fighting(modifier) and (not harm or demonym(modifier.text) is None)
