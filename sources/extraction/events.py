"""Finding the events of a sentence: the words that name them, in the forms that tell of them."""

from dataclasses import replace
from typing import TYPE_CHECKING

from sources.extraction.arguments import (
    VERB_TAGS,
    Event,
    accusing_verb,
    fill_noun_arguments,
    fill_verb_arguments,
)
from sources.extraction.casualties import counted_people, left_so, named_among
from sources.extraction.counts import victim_class
from sources.extraction.cues import cues
from sources.extraction.figurative import for_a_crime, is_figurative, is_rhetoric, other_meaning
from sources.extraction.kinds import can_be_counted, is_armed, is_several, kinds_fit, kinds_of
from sources.extraction.lexicon import Entry, Frame, entries, lexicon
from sources.extraction.parties import is_fighting
from sources.extraction.support import find_support, share_support
from sources.extraction.syntax import (
    ancestors,
    child,
    children,
    is_passive,
    prep_objects,
    sentence_words,
    subject,
)

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token


PEOPLES = {"NORP", "GPE", "ORG"}
PREPOSITIONS = {"on", "at", "upon", "into", "with", "in", "from"}
HURT = {"injured", "wounded"}


def find_events(sentence: "Sentence") -> list[Event]:
    """Return the events that the sentence names, in reading order, not yet joined."""
    words = lexicon()
    found: list[Event] = []
    covered: set[int] = set()
    for token in sentence:
        if token.i in covered:
            continue
        event = None
        if token.tag_ in VERB_TAGS and (
            token.dep_ not in ("amod", "compound") or accusing_verb(token) is not None
        ):
            event = _verb_event(token, entries(words.verbs, token))
        if event is None and token.pos_ in ("NOUN", "PROPN", "VERB"):
            event = _noun_event(token, entries(words.nouns, token))
        if event is None and named_among(token):
            event = _share_event(token)
        if event is None and token.lower_ in words.adjectives:
            event = _adjective_event(token, words.adjectives[token.lower_][0])
        if event is None and token.tag_ == "VBN" and token.dep_ == "amod":
            event = _presupposed_event(token)
        if event is None and token.dep_ == "compound" and token.i > sentence.start:
            event = _headline_event(token)
        if event is not None:
            covered.update(range(event.first, event.last + 1))
            found.append(event)
    share_support(found)
    return found


def _presupposed_event(token: "Token") -> Event | None:
    """Read "the kidnapped teachers": they were, whatever is said of them now."""
    for entry in entries(lexicon().verbs, token):
        taken = entry.frame.effect == "abducted" and not (entry.after or entry.before)
        if taken and "person" in kinds_of(token.head):
            frame = replace(entry.frame, state=True)
            event = Event(token, token.i, token.i, frame, "adjective", token, support="state")
            event.patients = [token.head]
            return event
    return None


def _headline_event(token: "Token") -> Event | None:
    """Read "Gunmen attack mosque", where the parser takes the verb for part of a name."""
    before, hit = token.nbor(-1), token.head
    if before.head != hit or before.dep_ != "compound" or before.tag_ not in ("NNS", "NNPS"):
        return None
    if not is_fighting(before) or hit.i < token.i:
        return None
    for entry in entries(lexicon().verbs, token):
        if not entry.before and not entry.after and kinds_fit(hit, entry.frame):
            event = Event(token, token.i, token.i, entry.frame, "verb", token, support="verb")
            event.agents, event.patients = [before], [hit]
            return event
    return None


def _verb_event(token: "Token", entries: list[Entry]) -> Event | None:
    for entry in entries:
        last = _words_after(token, entry.after)
        if last is None or not _words_before(token, entry.before):
            continue
        if not entry.after and other_meaning(token):
            continue
        if entry.after in (("at",), ("into",)) and not _aims(token, *entry.after):
            continue
        event = Event(token, token.i, last, entry.frame, "verb", token)
        fill_verb_arguments(event)
        if entry.after:
            _drop_idiom_words(event, entry.after)
        if _object_fits(event):
            event.support = "verb"
            return event
    return None


def _aims(verb: "Token", preposition: str) -> bool:
    """Whether "at" says whom one shot at, and not from how near; nobody is shot "into the air"."""
    along = next((c for c in verb.rights if c.lower_ == preposition), None)
    aim = child(along, "pobj") if along is not None else None
    return aim is None or bool(kinds_of(aim))


def _drop_idiom_words(event: Event, words: tuple[str, ...]) -> None:
    """Leave out "fire" in "opened fire on shoppers": what it happens to stands behind."""
    fits = event.frame.objects
    event.patients = [
        patient
        for patient in event.patients
        if can_be_counted(patient)
        or (patient.lower_ not in words and (not fits or kinds_fit(patient, event.frame)))
    ] or prep_objects(event.trigger, "on", "at", "to", "upon", "into", "against")


def _words_after(token: "Token", words: tuple[str, ...]) -> int | None:
    """Return the index of the last of the words that must follow the verb inside its clause."""
    if len(words) == 1 and words[0] in PREPOSITIONS:
        objects = children(token, "dobj")
        below = [c for governor in (token, *objects) for c in governor.rights]
        return token.i if any(c.lower_ == words[0] for c in below) else None
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
        if token.pos_ == "VERB" and (
            token.tag_ != "VBG" or token.dep_ in ("ROOT", "advcl", "acl", "pcomp", "ccomp")
        ):
            return None
        event = Event(token, first, token.i, entry.frame, "noun", token)
        fill_noun_arguments(event)
        if entry.frame.objects and not any(kinds_fit(p, entry.frame) for p in event.patients):
            continue
        event.patients = [p for p in event.patients if "law" not in kinds_of(p)]
        find_support(event)
        if entry.frame.type == "mass_grave":
            event.agents = [agent for agent in event.agents if is_fighting(agent)]
        if is_figurative(token, event):
            return None
        if entry.frame.weapon and not _is_used(event):
            event.support = None
        if entry.frame.background:
            event.support = "background"
        if entry.frame.state and event.support is None:
            held = event.predicate.lemma_ in cues().freeing | cues().keeping
            event.support = "state" if held or event.frame.type != "abduction" else None
            freer = subject(token.head) if token.head.lemma_ in cues().freeing else None
            if freer is not None and is_fighting(freer):
                event.agents = event.agents or [freer]
        return event
    return None


def _is_used(event: Event) -> bool:
    """Whether a weapon strikes or is used: no factory's missile, no drone that flies."""
    if event.support == "casualty":
        return True
    lemma, words = event.predicate.lemma_.lower(), cues()
    if event.support in ("carrier", "telling", "accusation"):
        return bool(words.using & {head.lemma_ for head in ancestors(event.trigger)})
    if event.support == "occurrence" and lemma in words.wielding and is_passive(event.predicate):
        return True
    if event.support == "occurrence":
        told = [lemma, *(c.lemma_.lower() for c in event.predicate.children)]
        return any(verb in words.striking for verb in told[: None if lemma == "be" else 1])
    used = event.support == "light verb" and not event.frame.craft
    return used and lemma in words.wielding


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
    left = left_so(token)
    if left is not None:
        event.predicate, event.patients = left
        leaver = subject(left[0])
        event.agents = [leaver] if leaver is not None and not is_passive(left[0]) else []
        event.patients = event.patients or children(left[0], "nsubjpass")
    else:
        event.patients = counted_people(token)
        if token.head.pos_ in ("VERB", "AUX"):
            event.predicate = token.head
    event.patients = [patient for patient in event.patients if can_be_counted(patient)]
    if not event.patients:
        return None
    event.support = "adjective"
    return event


def _share_event(token: "Token") -> Event:
    """Read "three nurses are among the dead" as people killed who are part of a toll."""
    harm = "injured" if token.lower_ in HURT else "killed"
    event = Event(token, token.i, token.i, Frame("casualty", harm, rank=1), "share", token)
    event.patients = [patient for patient in named_among(token) if can_be_counted(patient)]
    event.support = "adjective"
    return event


def _is_maxim(event: Event) -> bool:
    """Whether somebody "dies" in a sentence, not a headline: a saying or a film."""
    present = event.trigger.tag_ in ("VBZ", "VBP")
    return present and sentence_words(event.trigger)[-1].is_punct


def _is_fought(event: Event) -> bool:
    """Whether armed parties fight: no politicians, no "fought for them", no "in fighting"."""
    if event.frame.intransitive:
        return True
    if event.trigger.dep_ == "pcomp":
        return False
    if any("person" in kinds_of(cause) for cause in prep_objects(event.trigger, "for")):
        return False
    sides = (*event.agents, *event.patients, *prep_objects(event.trigger, "with", "against"))
    return any(is_fighting(side) or is_armed(side) or side.ent_type_ in PEOPLES for side in sides)


def _are_suspects(event: Event) -> bool:
    """Whether only those suspected of a deed are held for it."""
    held = [inner for p in event.patients for inner in (prep_objects(p, "of") or [p])]
    return bool(held) and all(person.lemma_.lower() in cues().suspects for person in held)


def _leaves_a_body(event: Event) -> bool:
    """Whether a party is "expelled from talks", or diplomats from a country."""
    if any(victim_class(patient) == "officials" for patient in event.patients):
        return True
    return any(o.lemma_.lower() in cues().memberships for o in prep_objects(event.trigger, "from"))


def _holds_people(event: Event) -> bool:
    """Whether people are held prisoner: no meetings, no views, nobody "held responsible"."""
    verb = event.trigger
    said_of = children(verb, "oprd", "acomp", "ccomp", "xcomp")
    if child(verb, "prt") is not None or any(word.pos_ == "ADJ" for word in said_of):
        return event.last > verb.i
    if prep_objects(verb, "to") or {o.lemma_ for o in prep_objects(verb, "in")} & cues().esteem:
        return False
    fits = {"person", "number"} if is_passive(verb) else {"person"}
    people = [o for patient in event.patients for o in (patient, *prep_objects(patient, "of"))]
    held = any(kinds_of(person) & fits for person in people)
    return held and (is_passive(verb) or any(map(_can_hold, event.agents)))


def _can_hold(agent: "Token") -> bool:
    return is_armed(agent) or agent.lower_ == "they" or "institution" in kinds_of(agent)


def _is_by_captors(event: Event) -> bool:
    """Whether whoever "frees" people had taken them, and no ambulance "takes" them "away"."""
    if event.frame.effect == "missing":
        return not prep_objects(event.trigger, "into", "behind", "under")
    if event.trigger.lemma_ in ("free", "release", "let"):
        return any(agent.lemma_.lower() in cues().captors for agent in event.agents)
    return not any("vehicle" in kinds_of(agent) for agent in event.agents)


def _object_fits(event: Event) -> bool:
    """Whether the verb's object is of a kind that makes it this event."""
    frame = event.frame
    if frame.effect == "killed" and any(
        p.lower_.endswith(("self", "selves")) for p in event.patients
    ):
        return False
    if frame.intransitive and frame.effect == "killed" and _is_maxim(event):
        return False
    if frame.effect == "displaced" and any(is_armed(patient) for patient in event.patients):
        return False
    if (
        frame.effect == "displaced"
        and frame.intransitive
        and not any(map(is_several, event.patients))
    ):
        return False
    if frame.effect == "detained" and (for_a_crime(event.trigger) or _are_suspects(event)):
        return False
    if frame.effect == "displaced" and _leaves_a_body(event):
        return False
    if event.trigger.lemma_ == "hold" and not _holds_people(event):
        return False
    if frame.type == "abduction" and not _is_by_captors(event):
        return False
    if frame.type == "armed_clash" and not _is_fought(event):
        return False
    if event.trigger.lemma_ in ("target", "attack") and is_rhetoric(event):
        return False
    if not frame.objects:
        return True
    if not event.patients:
        return "none" in frame.objects
    return any(kinds_fit(patient, frame) for patient in event.patients)
