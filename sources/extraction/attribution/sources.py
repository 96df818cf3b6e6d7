"""Who is the source of a cue, and how far the phrase that names the source reaches."""

from typing import TYPE_CHECKING

from sources.extraction.attribution.reading import Reading, Run, trimmed
from sources.extraction.attribution.words import words

if TYPE_CHECKING:
    from spacy.tokens import Token

RELATIVE = ("WP", "WDT")
STEPS = 6
INNER = ("xcomp", "advcl", "ccomp", "pcomp", "prep", "acomp", "attr", "dobj", "pobj", "conj")


def speaker_of(verb: "Token", reading: Reading) -> "Token | None":
    """Return whose word or thought a verb tells, also where a verb above carries the subject."""
    seen = verb
    for _ in range(STEPS):
        seen = reading.follows.get(seen.i, seen)
        for part in seen.children:
            if part.dep_ in ("nsubj", "nsubjpass"):
                return part
            if part.dep_ in ("csubj", "expl"):
                return None
        head = seen.head
        if head == seen:
            return None
        if seen.dep_ in ("relcl", "acl"):
            return head
        if seen.dep_ not in INNER:
            return None
        asked = seen.dep_ in ("xcomp", "ccomp") and head.lemma_ in words().ask
        hearer = next((c for c in head.children if c.dep_ == "dobj"), None) if asked else None
        if hearer is not None:
            return hearer
        seen = head
    return None


def is_empty(speaker: "Token") -> bool:
    """Whether the subject names nobody: "it is said", "this means"."""
    return speaker.lower_ in words().empty and speaker.tag_ not in RELATIVE


def source_phrase(speaker: "Token") -> Run:
    """Return the noun phrase with its appositions and relative clauses.

    The comma that closes an apposition belongs to it; a participle set off by a comma does not.
    """
    doc = speaker.doc
    if speaker.tag_ in RELATIVE or speaker.tag_ == "PRP":
        return speaker.i, speaker.i + 1
    start, end = speaker.left_edge.i, speaker.right_edge.i + 1
    for part in speaker.lefts:
        outside = part.dep_ in ("advmod", "cc", "preconj", "prep", "advcl", "mark")
        if outside and part.left_edge.i == start:
            start = part.right_edge.i + 1
    for part in speaker.rights:
        opening = part.left_edge.i
        if part.dep_ in ("acl", "advcl", "parataxis", "ccomp") and part.tag_ == "VBG":
            end = min(end, opening) if doc[opening - 1].text == "," else end
    start, end = trimmed(doc, (start, end))
    if end < len(doc) and doc[end].text == "," and any(t.text == "," for t in doc[start:end]):
        end += 1
    return start, end


def named(speaker: "Token") -> Run:
    """Return the phrase of a possessor, with its "'s"."""
    return trimmed(speaker.doc, (speaker.left_edge.i, speaker.right_edge.i + 1))
