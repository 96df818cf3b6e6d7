"""Sentences that answer what was said before: "denied the claims", "claimed responsibility"."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sources.extraction.cues import cues
from sources.extraction.syntax import child, subject

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

REPORTS = {
    "claim", "allegation", "accusation", "charge", "report", "responsibility", "involvement",
    "link", "role", "connection", "wrongdoing", "assertion",
}  # fmt: skip
OWNING = {"claim", "admit", "accept", "take", "acknowledge"}


@dataclass(frozen=True, slots=True)
class Response:
    """A party that denies, or owns to, the event told just before."""

    kind: Literal["denies", "owns"]
    party: "Token"
    cue: "Token"


def find_response(sentence: "Sentence") -> Response | None:
    """Return the denial or the claim of responsibility that the sentence makes, if any."""
    deny = cues().speech["deny"]
    for token in sentence:
        lemma = token.lemma_.lower()
        if token.pos_ != "VERB" or lemma not in deny | OWNING or token.tag_ in ("VB", "VBG"):
            continue
        objects = {
            c.lemma_.lower()
            for c in token.children
            if c.dep_ in ("dobj", "xcomp") and child(c, "acl", "relcl", "ccomp") is None
        }
        party = subject(token)
        if (
            party is None
            or party.lower_ in ("one", "nobody", "none")
            or any(c.tag_ == "WP$" for c in party.lefts)
            or any(
                c.dep_ in ("neg", "det") and c.lower_ in ("not", "n't", "no")
                for c in (*party.lefts, *token.lefts)
            )
        ):
            continue
        if lemma in deny and objects & REPORTS:
            return Response("denies", party, token)
        if lemma in OWNING and "responsibility" in objects:
            return Response("owns", party, token)
    return None
