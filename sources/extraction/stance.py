"""How a claim stands: asserted, alleged, confirmed or denied, with the word that says so."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sources.extraction.arguments import Event
from sources.extraction.attribution import Said
from sources.extraction.cues import cues
from sources.extraction.pronouns import is_pronoun
from sources.extraction.realis import negation
from sources.extraction.syntax import accused, ancestors, child
from sources.extraction.types import Span, Stance

if TYPE_CHECKING:
    from spacy.tokens import Token

REPORTERS = {"reporter", "correspondent"}


@dataclass(frozen=True, slots=True)
class Judged:
    """A stance, the cue it rests on and the rule that found it."""

    stance: Stance
    cue: "Token | None"
    rule: str

    @property
    def span(self) -> Span | None:
        """The cue's place in the text."""
        return Span(self.cue.idx, self.cue.idx + len(self.cue.text)) if self.cue else None


def judge(events: list[Event], said: list[Said]) -> Judged:
    """Return the stance of an event that is told by these speakers, the outermost first."""
    denial = denial_cue(events[0])
    if denial is not None:
        return Judged("denied", denial, "denial")
    negator = negation(events[0])
    if negator is not None:
        return Judged("denied", negator, "negation by the party")
    words = cues()
    for relation in reversed(said):
        lemma = relation.cue.lemma_.lower()
        if lemma in words.confirming:
            return Judged("confirmed", relation.cue, "confirming verb")
        above = relation.cue.head
        if relation.cue.dep_ in ("advcl", "conj") and above.lemma_ in words.confirming:
            return Judged("confirmed", above, "confirming verb")
        if lemma in words.factive:
            return Judged("asserted", None, "factive verb")
        if lemma in words.finding and any(map(_investigates, relation.names)):
            return Judged("confirmed", relation.cue, "finding of an investigating body")
    hedge = next((cue for event in events if (cue := hedge_of(event)) is not None), None)
    if said and all(relation.source.lemma_.lower() in REPORTERS for relation in said):
        return Judged("asserted", None, "own reporter")
    if said:
        return Judged("alleged", said[0].cue, said[0].kind)
    if hedge is not None:
        return Judged("alleged", hedge, "hedge")
    return Judged("asserted", None, "own voice")


def denial_cue(event: Event) -> "Token | None":
    """Return the verb that denies the event, if one governs it."""
    deny = cues().speech["deny"]
    previous = event.trigger
    for token in ancestors(event.trigger):
        if token.lemma_.lower() in deny and token.pos_ in ("VERB", "NOUN"):
            return None if child(token, "aux") is not None and token.tag_ == "VB" else token
        if (
            previous.dep_ in ("relcl", "advcl", "parataxis")
            or token.lemma_.lower() in cues().speaking
        ):
            return None
        previous = token
    return None


def is_negated(event: Event) -> bool:
    """Whether the sentence says that the event did not happen."""
    return negation(event) is not None


def is_denial(event: Event, said: list[Said]) -> bool:
    """Whether a party denies it: by a verb, or by saying that its own side did no such thing."""
    if denial_cue(event) is not None:
        return True
    return any(
        relation.covers(event.trigger) and _same_side(agent, relation.source)
        for relation in said
        for agent in event.agents
    )


def _same_side(agent: "Token", source: "Token") -> bool:
    """Whether who is said to act is the speaker or the speaker's side."""
    if is_pronoun(agent):
        return agent.lower_ in ("we", "i", "he", "she", "they")
    names = {t.lemma_.lower() for t in agent.subtree if t.pos_ in ("PROPN", "ADJ")}
    own = {t.lemma_.lower() for t in source.subtree if t.pos_ in ("PROPN", "ADJ")}
    return bool(names & own)


def _investigates(source: "Token") -> bool:
    words = {t.lemma_.lower() for t in source.subtree if t.i - source.i < 2}
    return bool(words & cues().investigators)


def hedge_of(event: Event) -> "Token | None":
    """Return the hedge that scopes over the event: in its clause or on a verb above it."""
    hedges = cues().hedges
    for token in (event.trigger, event.predicate, *ancestors(event.trigger)):
        for part in token.children:
            if part.lower_ in hedges and part.dep_ in ("advmod", "amod", "acomp", "acl"):
                return part
        if (
            token.lower_ in hedges
            and token.tag_ in ("VBN", "VBD", "JJ")
            and child(token, "auxpass", "nsubjpass")
        ):
            return token
        if accused(token) is not None and token != event.trigger:
            return token
        if token.lower_ in ("said", "thought", "understood", "reported", "alleged") and child(
            token, "auxpass"
        ):
            return token
        if token.pos_ == "VERB" and token.dep_ in ("ROOT", "ccomp"):
            break
    for token in (*event.trigger.rights, *event.trigger.head.rights):
        if token.dep_ == "acl" and token.lower_ in hedges:
            return token
        if token.dep_ in ("acl", "advcl") and token.tag_ == "VBN":
            adverb = next((c for c in token.children if c.lower_ in hedges), None)
            if adverb is not None:
                return adverb
    return None
