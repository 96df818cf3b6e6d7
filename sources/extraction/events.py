"""Finding the events of a sentence: trigger words and their arguments in the dependency parse."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sources.extraction.counts import victim_class
from sources.extraction.cues import cues
from sources.extraction.lexicon import Entry, Frame, kinds_named, lexicon
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
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

VERB_TAGS = {"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"}
PERSON_PRONOUNS = {"he", "she", "they", "them", "him", "her", "we", "us", "who", "whom", "i", "me"}
PLACE_PREPS = {"in", "at", "near", "on", "across", "around", "outside", "inside", "throughout", "of"}


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


def find_events(sentence: "Sentence") -> list[Event]:
    """Return the events that the sentence names, in reading order, not yet joined."""
    words = lexicon()
    found: list[Event] = []
    covered: set[int] = set()
    for token in sentence:
        if token.i in covered:
            continue
        event = None
        forms = (token.lower_, token.lemma_.lower())
        if token.tag_ in VERB_TAGS and token.dep_ not in ("amod", "compound"):
            event = _verb_event(token, _entries(words.verbs, forms))
        if event is None and token.pos_ in ("NOUN", "PROPN", "VERB"):
            event = _noun_event(token, _entries(words.nouns, forms))
        if event is None and token.lower_ in words.adjectives:
            event = _adjective_event(token, words.adjectives[token.lower_][0])
        if event is not None:
            covered.update(range(event.first, event.last + 1))
            found.append(event)
    return found


def _entries(table: dict[str, list[Entry]], forms: tuple[str, str]) -> list[Entry]:
    surface, lemma = forms
    found = table.get(surface, [])
    return found if surface == lemma else [*found, *table.get(lemma, [])]


def _verb_event(token: "Token", entries: list[Entry]) -> Event | None:
    for entry in entries:
        last = _words_after(token, entry.after)
        if last is None or not _words_before(token, entry.before):
            continue
        if not entry.after and any(c.dep_ == "prt" and c.lower_ in ("off", "back") for c in token.children):
            continue
        event = Event(token, token.i, last, entry.frame, "verb", token)
        _fill_verb_arguments(event)
        if _object_fits(event):
            event.support = "verb"
            return event
    return None


def _words_after(token: "Token", words: tuple[str, ...]) -> int | None:
    """Return the index of the last of the words that must follow the verb inside its clause."""
    last = token.i
    limit = min(token.right_edge.i, token.i + 14)
    for word in words:
        position = last + 1
        while position <= limit and word not in (
            token.doc[position].lower_,
            token.doc[position].lemma_.lower(),
        ):
            position += 1
        if position > limit:
            return None
        last = position
    return last if last - token.i < 3 or not words else token.i


def _words_before(token: "Token", words: tuple[str, ...]) -> bool:
    start = token.i - len(words)
    return start >= 0 and all(
        token.doc[start + n].lower_ == word or token.doc[start + n].lemma_.lower() == word
        for n, word in enumerate(words)
    )


def _noun_event(token: "Token", entries: list[Entry]) -> Event | None:
    for entry in entries:
        first = _compound_start(token, entry.before)
        if first is None:
            continue
        if token.dep_ == "compound" and token.head.i > token.i:
            return None
        if token.pos_ == "VERB" and (token.tag_ != "VBG" or token.dep_ in ("ROOT", "advcl", "acl", "pcomp", "ccomp")):
            return None
        event = Event(token, first, token.i, entry.frame, "noun", token)
        _fill_noun_arguments(event)
        if entry.frame.weapon and event.support not in ("occurrence", "light verb", "casualty"):
            event.support = None
        if entry.frame.background:
            event.support = "background"
        if entry.frame.state and event.support is None:
            event.support = "state"
        return event
    return None


def _compound_start(token: "Token", words: tuple[str, ...]) -> int | None:
    """Return the index of the first word of a compound such as "suicide car bomb"."""
    position = token.i
    for word in reversed(words):
        position -= 1
        if position >= 0 and token.doc[position].text == "-":
            position -= 1
        if position < 0 or word not in (
            token.doc[position].lower_,
            token.doc[position].lemma_.lower(),
        ):
            return None
    return position


def _adjective_event(token: "Token", entry: Entry) -> Event | None:
    """Read "left two dead", "4 dead" and "190 were dead" as people killed."""
    event = Event(token, token.i, token.i, entry.frame, "adjective", token)
    if token.dep_ in ("acomp", "oprd", "attr"):
        verb = token.head
        event.predicate = verb
        holder = child(verb, "dobj") or child(verb, "nsubj", "nsubjpass")
        event.patients = [holder] if holder is not None else []
        if verb.lemma_ == "leave" and child(verb, "nsubj") is not None:
            event.agents = [child(verb, "nsubj")]
    elif token.dep_ == "amod" and token.head.like_num:
        event.patients = [token.head]
    elif token.i and token.nbor(-1).like_num:
        event.patients = [token.nbor(-1)]
    if not event.patients or not _is_person(event.patients[0]):
        return None
    event.support = "adjective"
    return event


def _fill_verb_arguments(event: Event) -> None:
    verb, frame = event.trigger, event.frame
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
        elif verb.tag_ == "VBN" or (subject_of is not None and _kinds_fit(subject_of, frame)):
            passive = child(verb, "aux") is None or passive
    if passive:
        agent = child(verb, "agent")
        event.agents = _pobj(agent) if agent is not None else _agent_of_conjunct(verb)
        holder = child(verb, "nsubj", "nsubjpass") or subject_of
        event.patients = with_conjuncts(holder) if holder is not None else []
    else:
        event.agents = [subject_of] if subject_of is not None and not _stray(verb) else []
        if not objects:
            shared = _shared_object(verb)
            objects = [shared] if shared is not None else []
        event.patients = [token for obj in objects for token in with_conjuncts(_whose(obj))]
        if not event.patients:
            event.patients = prep_objects(verb, "on", "at", "upon", "against")
    event.patients = [t for t in event.patients if t is not None]


def _own_objects(verb: "Token") -> list["Token"]:
    """Return the objects, sharing them out where the parser gave a second verb's to the first.

    In "killed twelve and injured twelve more" it hangs "injured" and "more" on the wrong words.
    """
    if verb.dep_ == "conj" and verb.head.like_num and verb.head.dep_ == "dobj":
        return [o for o in children(verb.head.head, "dobj") if o.i > verb.i]
    objects = children(verb, "dobj")
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
    return []


def _stray(verb: "Token") -> bool:
    """Whether a participle was hung on a relative clause: "..., which X calls safe, killing four"."""
    return verb.tag_ == "VBG" and verb.dep_ == "advcl" and verb.head.dep_ == "relcl"


def _shared_object(verb: "Token") -> "Token | None":
    """Return the object that a later coordinated verb carries: "killed and buried 30 people"."""
    for other in children(verb, "conj"):
        if other.tag_ in VERB_TAGS and child(other, "nsubj", "nsubjpass") is None:
            return child(other, "dobj") or _shared_object(other)
    return None


def _fill_noun_arguments(event: Event) -> None:
    noun = event.trigger
    event.agents = prep_objects(noun, "by")
    event.patients = prep_objects(noun, "of", "against", "on")
    verb = next((head for head in ancestors(noun) if head.pos_ == "VERB"), noun)
    for participle in (*children(noun, "acl"), *children(verb, "advcl")):
        if participle.tag_ == "VBN" and participle.i > noun.i and participle.lemma_ in RESPONSIBLE:
            event.agents += prep_objects(participle, "by", "to", "on")
    if not event.agents:
        event.agents = [c for c in noun.lefts if c.i < event.first and _can_act(c)]
    _find_support(event)


RESPONSIBLE = {
    "conduct", "carry", "perpetrate", "commit", "launch", "attribute", "ascribe", "blame", "claim", "stage",
}  # fmt: skip


def _can_act(modifier: "Token") -> bool:
    """Whether a modifier names who acts: "Sudanese strikes", "Syria's attack", "police firing"."""
    if modifier.dep_ == "poss":
        kinds = kinds_of(modifier)
        return bool(modifier.ent_type_ in ("NORP", "GPE", "ORG", "PERSON") or kinds & {"person", "military"})
    if modifier.dep_ not in ("amod", "compound", "nmod"):
        return False
    return modifier.ent_type_ == "NORP" or bool(kinds_of(modifier) & {"military"})


def _find_support(event: Event) -> None:
    """Find what makes a noun more than a topic: who did it, where, or a verb that tells of it."""
    words, noun = cues(), event.trigger
    if noun.dep_ == "ROOT":
        event.support = "headline"
    for governor in ancestors(noun):
        if governor.pos_ in ("VERB", "AUX"):
            event.predicate = governor
            break
    if _inside_killer(noun):
        event.support = "casualty"
        return
    if noun.dep_ == "pobj" and noun.head.lower_ in ("during", "after", "before", "since", "amid", "despite", "following", "until", "over", "about", "from", "because", "like", "than", "ahead", "with"):
        event.support = "background"
        blamed = accused(noun.head.head)
        if blamed is not None:
            event.support = "accusation"
            event.agents = event.agents or [blamed]
        return
    if noun.dep_ == "pobj" and noun.head.head.lemma_ in ("survivor", "veteran", "commemoration"):
        event.support = "background"
        return
    top = noun
    while top.dep_ == "conj" and top.head.pos_ in ("NOUN", "PROPN"):
        top = top.head
    head = top.head
    if top.dep_ == "pobj" and head.head.lemma_.lower() in words.carriers and head.lower_ in ("of", "about"):
        carrier = head.head
        while carrier.dep_ == "pobj" and carrier.head.head.lemma_.lower() in words.carriers:
            carrier = carrier.head.head
        event.support = "carrier"
        top, head = carrier, carrier.head
    if head.pos_ in ("VERB", "AUX"):
        lemma = head.lemma_.lower()
        if top.dep_ in ("nsubj", "nsubjpass") and (lemma in words.occur or lemma in words.tell or lemma in words.light):
            event.support = "occurrence"
            if is_passive(head) and not event.agents:
                event.agents = prep_objects(head, "by")
        elif top.dep_ in ("dobj", "attr", "oprd") and lemma in words.light:
            event.support = "light verb"
            if not event.agents:
                agent = subject(head)
                event.agents = [agent] if agent is not None else []
        elif top.dep_ in ("dobj", "attr", "ccomp", "oprd") and (lemma in words.tell or lemma == "be"):
            event.support = "telling"
    elif top.dep_ == "pobj" and head.head.pos_ in ("VERB", "AUX"):
        verb, preposition = head.head, head.lower_
        if verb.lemma_ in words.speech["accuse"] and preposition in ("of", "for", "over", "after"):
            event.support = "accusation"
            blamed = accused(verb)
            event.agents = event.agents or ([blamed] if blamed is not None else [])
        elif verb.lemma_ in words.light and preposition in ("as", "into", "to", "in"):
            event.support = "light verb"
            agent = subject(verb)
            event.agents = event.agents or ([agent] if agent is not None else [])
            event.patients = event.patients or children(verb, "dobj")
        elif verb.lemma_ in words.tell and preposition in ("of", "to", "in", "about"):
            event.support = "telling"
        elif preposition in ("in", "during", "by") and verb.lemma_ in words.occur | {"die", "perish"}:
            event.support = "casualty"
    if event.support is None and (event.agents or event.patients):
        event.support = "argument"
    if event.support is None and any(
        c.dep_ == "prep" and c.lower_ in PLACE_PREPS for c in noun.children
    ):
        event.support = "place"


def _inside_killer(noun: "Token") -> bool:
    """Whether the noun is part of what killed: "a car bomb attack killed nine", "killed by a mine"."""
    token = noun
    for head in ancestors(noun):
        if head.pos_ == "VERB" and any(
            entry.frame.effect in ("killed", "injured")
            for entry in _entries(lexicon().verbs, (head.lower_, head.lemma_.lower()))
        ):
            return token.dep_ in ("nsubj", "csubj", "agent") or (
                token.dep_ == "prep" and token.lower_ in ("in", "by", "with") and noun.head == token
            )
        if token.dep_ in ("relcl", "ccomp", "advcl"):
            return False
        token = head
    return False


def _object_fits(event: Event) -> bool:
    """Whether the verb's object is of a kind that makes it this event."""
    frame = event.frame
    if frame.effect == "displaced" and any(_armed(patient) for patient in event.patients):
        return False
    if not frame.objects:
        return True
    if not event.patients:
        return "none" in frame.objects
    return any(_kinds_fit(patient, frame) for patient in event.patients)


def _armed(token: "Token") -> bool:
    return victim_class(token) in ("combatants", "police") or "military" in kinds_of(token)


def _kinds_fit(token: "Token", frame: Frame) -> bool:
    return bool(kinds_of(token) & frame.objects)


def kinds_of(token: "Token") -> frozenset[str]:
    """Return the kinds of thing that a noun, name, number or pronoun stands for."""
    lower = token.lower_
    if token.tag_ in ("PRP", "WP") or lower in PERSON_PRONOUNS:
        return frozenset({"pronoun", "person"} if lower in PERSON_PRONOUNS else {"pronoun"})
    kinds = set(kinds_named(token))
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
    if token.lemma_.lower() in ("dozen", "hundred", "thousand", "number", "score", "group", "series", "percent"):
        for inner in prep_objects(token, "of"):
            kinds |= kinds_of(inner)
    if not kinds and token.tag_ in ("NNS", "NN") and _names_people(lower):
        kinds.add("person")
    return frozenset(kinds)


def _names_people(word: str) -> bool:
    return word.endswith(("men", "women", "people", "ists", "eers", "ians", "goers"))


def _is_person(token: "Token") -> bool:
    return bool(kinds_of(token) & {"person", "number", "name"})


def mentions(events: list[Event]) -> Iterator[int]:
    """Yield the index of every word that belongs to a trigger."""
    for event in events:
        yield from range(event.first, event.last + 1)
