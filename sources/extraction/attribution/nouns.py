"""Attribution by nouns and adjectives: "their claim that", "support for", "is worried about"."""

from typing import TYPE_CHECKING

from sources.extraction.attribution.reading import Reading, Relation, by_dependency, pieces
from sources.extraction.attribution.sources import is_empty, named, source_phrase, speaker_of
from sources.extraction.attribution.verbs import cue_run
from sources.extraction.attribution.words import words

if TYPE_CHECKING:
    from spacy.tokens import Token

Parts = dict[str, list["Token"]]
Content = tuple["Token", str, int]
"""The head of what is said, the rule and the index of the cue's last word."""

PREDICATIVE = ("acomp", "oprd", "attr")
BEHIND = ("by", "from", "among", "of")


def by_noun(noun: "Token", reading: Reading) -> Relation | None:
    """Return the relation that a noun for something said, thought or wished makes."""
    parts = by_dependency(noun)
    found = _noun_content(noun, parts)
    if found is None:
        return None
    content, rule, last = found
    owner = next(iter(parts.get("poss", ())), None)
    if owner is not None:
        speaker, source = owner, named(owner)
        start = source[1]
    else:
        behind = _behind(parts, last) or _above(noun, reading)
        if behind is None:
            return None
        speaker, source = behind, source_phrase(behind)
        carried = noun.dep_ in ("dobj", "attr") and speaker.i < noun.i
        start = cue_run(noun.head, {})[0] if carried else noun.i
    cue = min(start, noun.i), max(noun.i, last) + 1
    said = pieces(reading.doc, [(content.left_edge.i, content.right_edge.i + 1)], cue, source)
    return Relation(speaker, source, noun, cue, said, rule) if said else None


def _noun_content(noun: "Token", parts: Parts) -> Content | None:
    lemma = noun.lemma_.lower()
    for clause in [*parts.get("acl", ()), *parts.get("ccomp", ()), *parts.get("relcl", ())]:
        opening = {(part.dep_, part.lower_) for part in clause.lefts}
        if lemma in words().noun_clause and ("mark", "that") in opening:
            return clause, "noun clause", 0
        if lemma in words().noun_infinitive and ("aux", "to") in opening:
            return clause, "noun infinitive", 0
    return _governed(words().noun_prepositions.get(lemma, frozenset()), noun, parts, "noun")


def _governed(
    prepositions: frozenset[str], token: "Token", parts: Parts, rule: str
) -> Content | None:
    for part in [*parts.get("prep", ()), *parts.get("agent", ())]:
        if part.lower_ in prepositions and part.i > token.i:
            inner = next((c for c in part.children if c.dep_ in ("pobj", "pcomp")), None)
            if inner is not None:
                return inner, rule, part.i
    return None


def _behind(parts: Parts, last: int) -> "Token | None":
    """Return whom the noun comes from: "a warning by the agency"."""
    for part in [*parts.get("prep", ()), *parts.get("agent", ())]:
        if part.lower_ in BEHIND and part.i != last:
            return next((c for c in part.children if c.dep_ == "pobj"), None)
    return None


def _above(noun: "Token", reading: Reading) -> "Token | None":
    """Return whose noun it is by its verb: "they made a claim that"."""
    head = noun.head
    if noun.dep_ not in ("dobj", "attr") or head.lemma_ not in words().light:
        return None
    speaker = speaker_of(head, reading)
    return None if speaker is None or is_empty(speaker) else speaker


def by_adjective(adjective: "Token", reading: Reading) -> Relation | None:
    """Return the relation that an adjective of mind makes: "are worried that"."""
    parts = by_dependency(adjective)
    found = _adjective_content(adjective, parts)
    if found is None or adjective.dep_ == "advmod":
        return None
    content, rule, last = found
    predicative = adjective.dep_ in PREDICATIVE
    speaker = speaker_of(adjective.head if predicative else adjective, reading)
    if speaker is None or is_empty(speaker):
        return None
    source = source_phrase(speaker)
    start = cue_run(adjective.head if adjective.dep_ == "acomp" else adjective, {})[0]
    cue = min(start, adjective.i), max(adjective.i, last) + 1
    said = pieces(reading.doc, [(content.left_edge.i, content.right_edge.i + 1)], cue, source)
    return Relation(speaker, source, adjective, cue, said, rule) if said else None


def _adjective_content(adjective: "Token", parts: Parts) -> Content | None:
    word = adjective.lower_
    for clause in [*parts.get("ccomp", ()), *parts.get("xcomp", ())]:
        to = any(part.lower_ == "to" for part in clause.lefts)
        if clause.i > adjective.i and (
            word in words().adjective_clause or (word in words().adjective_infinitive and to)
        ):
            return clause, "adjective", 0
    prepositions = words().adjective_prepositions.get(word, frozenset())
    return _governed(prepositions, adjective, parts, "adjective")
