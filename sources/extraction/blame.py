"""Who is said to have done it: a party that the text names, or nobody where that is unsure."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from sources.extraction.attribution import Said
from sources.extraction.counts import victim_class
from sources.extraction.cues import cues
from sources.extraction.joining import Happening
from sources.extraction.kinds import kinds_of
from sources.extraction.parties import can_be_blamed, doer, is_fighting, party
from sources.extraction.pronouns import FIRST, PLURAL, SINGULAR, antecedent, is_plural, is_pronoun
from sources.extraction.realis import negation
from sources.extraction.stance import denial_cue
from sources.extraction.syntax import (
    ancestors,
    child,
    noun_phrase,
    sentence_start,
    sentence_words,
    subject,
    text_of,
)
from sources.extraction.types import Claim, Mention, Place

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

    from sources.extraction.assemble import Context

OWNING = {"admit", "confess", "acknowledge", "boast", "concede", "claim"}
NEXT_SENTENCE = 3
TRACES = {"mass_grave", "torture", "unlawful_killing", "sexual_violence", "pillage"}


def find_perpetrator(
    happening: Happening,
    sentence: "Sentence",
    speakers: list[Said],
    context: "Context",
) -> tuple[Mention, str] | None:
    """Return who did it and the rule that says so; None where the text leaves it open."""
    before = context.claims[-1] if context.claims else None
    agent = happening.agent()
    if agent is None:
        denier = _denier(happening)
        if denier is not None:
            return party(denier), "denial"
        owner = _speaks_of_itself(happening, speakers)
        if owner is not None:
            return party(owner), f"verb {happening.lead.trigger.lower_}"
        leaver = _who_left(happening)
        return (doer(leaver), "party that left") if leaver is not None else None
    token, rule = agent
    if token.lower_ in FIRST:
        return (party(speakers[-1].source), rule) if speakers else None
    if is_pronoun(token):
        stands_for = _stands_for(token, speakers, happening)
        if stands_for is not None and can_be_blamed(stands_for):
            return (doer(stands_for), rule) if _is_other(stands_for, happening) else None
        if stands_for is not None:
            return None
        carried = _carried(token, sentence, before)
        if carried is not None:
            return carried, "carried"
        only = _only_party(context.claims) if token.lower_ in PLURAL else None
        return (only, "party of the article") if only is not None else None
    if _only_tells(token, happening, speakers) or _is_place(token, context.places):
        return None
    return (_with_owner(token), rule) if _is_other(token, happening) else None


def _stands_for(pronoun: "Token", speakers: list[Said], happening: Happening) -> "Token | None":
    """Return whom a pronoun stands for; a speaker only where speakers own to what they tell.

    In "a witness said he shot her" nobody knows who "he" is; "the army said they shot him" and "he
    admitted he shot her" leave no doubt.
    """
    found = antecedent(pronoun)
    if found is not None and all(found != s.source for s in speakers):
        return found
    said = [s for s in speakers if s.kind in ("verb", "account goes on")]
    own = next((s for s in reversed(said) if found is None or s.source == found), None)
    if own is None:
        return None
    word = own.word if own.word is not None else own.source
    owns = own.cue.lemma_.lower() in OWNING | cues().speech["deny"]
    if owns or negation(happening.lead) is not None:
        return own.source
    if pronoun.lower_ in SINGULAR:
        return own.source if word.lower_ == pronoun.lower_ else None
    own_side = {victim_class(own.source)} & {victim_class(p) for p in happening.patients()}
    told_before = sentence_start(pronoun) <= own.source.i < pronoun.i
    return own.source if told_before and is_fighting(own.source) and not own_side else None


def _carried(pronoun: "Token", sentence: "Sentence", before: Claim | None) -> Mention | None:
    """Return who "they" are that go on with the account of the sentence before.

    Either its perpetrator, or the one armed party that is a subject in it.
    """
    if pronoun.lower_ not in PLURAL or sentence.start == 0:
        return None
    last = sentence.doc[sentence.start - 1]
    if before is not None and before.perpetrator is not None and before.stance != "denied":
        gap = text_of(sentence.doc)[before.end : sentence.start_char]
        if before.end <= sentence.start_char and len(gap.strip(" .”\"'’")) < NEXT_SENTENCE:
            return before.perpetrator
    parties = [
        token
        for token in sentence_words(last)
        if token.dep_ == "nsubj" and is_plural(token) and is_fighting(token)
    ]
    return doer(parties[0]) if len(parties) == 1 and can_be_blamed(parties[0]) else None


def _only_party(claims: list[Claim]) -> Mention | None:
    """Return the armed party that all claims before blame, if they blame but one."""
    blamed = [claim.perpetrator for claim in claims if claim.perpetrator is not None]
    names = {party.actor or _last_word(party.text) for party in blamed}
    return blamed[-1] if len(names) == 1 else None


def _last_word(text: str) -> str:
    return re.split(r" (?:from|in|of|with|on) ", text.lower())[0].split()[-1]


def _is_other(token: "Token", happening: Happening) -> bool:
    """Whether the party is not the one that it happened to."""
    victims = happening.patients()
    words = noun_phrase(token)
    return all(token != victim and noun_phrase(victim) != words for victim in victims)


def _only_tells(token: "Token", happening: Happening, speakers: list[Said]) -> bool:
    """Whether the party only reports the event: the parser gave it the deed of its report."""
    own = child(happening.lead.trigger, "nsubj")
    if own is not None and own.lower_ == "it":
        return False
    owning = OWNING | cues().speech["deny"]
    return any(
        token == relation.source and relation.cue.lemma_.lower() not in owning
        for relation in speakers
    )


def _is_place(token: "Token", places: list[Place]) -> bool:
    """Whether the name is that of a town or region, which is where and not who."""
    return any(
        place.precision != "country" and place.span.start <= token.idx < place.span.end
        for place in places
    )


def _denier(happening: Happening) -> "Token | None":
    """Return the body that denies its own deed: "the government denies the use of gas"."""
    cue = denial_cue(happening.lead)
    acts = [agent for event in happening.events for agent in event.agents]
    if cue is None or (acts and not any(agent.lower_ == "it" for agent in acts)):
        return None
    denier = subject(cue)
    return denier if denier is not None and (acts or _can_commit(denier)) else None


def _can_commit(party: "Token") -> bool:
    return bool(kinds_of(party) & {"institution", "military"}) or party.ent_type_ in ("GPE", "NORP")


def _speaks_of_itself(happening: Happening, speakers: list[Said]) -> "Token | None":
    """Return the body that owns to a deed: "the army said it had shot two"."""
    acts = [agent for event in happening.events for agent in event.agents]
    if not any(agent.lower_ == "it" for agent in acts):
        return None
    own = [s.source for s in speakers if s.kind == "verb" and _can_commit(s.source)]
    return own[-1] if own else None


def _who_left(happening: Happening) -> "Token | None":
    """Return the armed party after whose retreat bodies, or signs of what it did, were found."""
    if happening.type not in TRACES:
        return None
    for verb in sentence_words(happening.lead.trigger):
        if verb.pos_ != "VERB" or verb.lemma_ not in cues().leaving:
            continue
        mark, leaver = child(verb, "mark", "advmod"), child(verb, "nsubj")
        if leaver is None or not is_fighting(leaver) or not _is_other(leaver, happening):
            continue
        behind = any(word.lower_ == "behind" for word in verb.rights)
        if behind or (mark is not None and mark.lower_ in ("after", "when", "since")):
            return leaver if can_be_blamed(leaver) else None
    return None


def _with_owner(token: "Token") -> Mention:
    """Return the party; "its troops" has the actor of whoever they belong to."""
    named = doer(token)
    owner = child(token, "poss")
    if named.actor is not None or owner is None or owner.tag_ != "PRP$" or not is_fighting(token):
        return named
    for verb in ancestors(token):
        above = child(verb, "nsubj", "nsubjpass")
        if above is not None and above.i < owner.i and not is_pronoun(above):
            return replace(named, actor=party(above).actor)
    return named
