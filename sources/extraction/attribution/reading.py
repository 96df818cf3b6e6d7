"""What the attribution rules share: a relation in the making, and arithmetic on runs of words."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Run = tuple[int, int]
"""A half-open range of token indices."""

EDGE = {",", ";", ":", ".", "—", "–", "-", "―"}


@dataclass(slots=True)
class Relation:
    """Who is said to say, think or want what.

    ``source`` and ``cue`` are runs of words around ``speaker`` and ``word``; ``parts`` are the
    runs that are said. ``spoken`` tells words that report speech from those for an attitude.
    """

    speaker: "Token"
    source: Run
    word: "Token"
    cue: Run
    parts: list[Run]
    rule: str
    spoken: bool = False

    @property
    def length(self) -> int:
        """How many words are said."""
        return sum(end - start for start, end in self.parts)


@dataclass(slots=True)
class Reading:
    """A document with the bounds of its sentences, and the verbs taken from their governors.

    ``follows`` maps a verb to the cue that it continues: in "said it would fall and called it odd"
    the parser often hangs "called" from "fall".
    """

    doc: "Doc"
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    follows: dict[int, "Token"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for sentence in self.doc.sents:
            self.first += [sentence.start] * len(sentence)
            self.last += [sentence.end] * len(sentence)

    def sentence(self, token: "Token") -> Run:
        """Return the token's sentence."""
        return self.first[token.i], self.last[token.i]


def reach(token: "Token") -> Run:
    """Return the token with all that hangs from it."""
    return token.left_edge.i, token.right_edge.i + 1


def trimmed(doc: "Doc", run: Run) -> Run:
    """Return the run without white space and punctuation at its edges; quotation marks stay."""
    start, end = run
    while start < end and (doc[start].is_space or doc[start].text in EDGE):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].text in EDGE):
        end -= 1
    return start, end


def without(run: Run, *cuts: Run) -> list[Run]:
    """Return what is left of a run.

    >>> without((0, 9), (3, 5), (8, 12))
    [(0, 3), (5, 8)]
    """
    left = [run]
    for cut_start, cut_end in cuts:
        pieces = []
        for start, end in left:
            pieces += [(start, min(end, cut_start)), (max(start, cut_end), end)]
        left = [(start, end) for start, end in pieces if start < end]
    return left


def pieces(doc: "Doc", runs: list[Run], *cuts: Run) -> list[Run]:
    """Return the runs without the cuts, trimmed; empty ones are dropped."""
    left = [trimmed(doc, piece) for run in runs for piece in without(run, *cuts)]
    return [(start, end) for start, end in left if start < end]


def by_dependency(token: "Token") -> dict[str, list["Token"]]:
    """Return the children of a token by their dependency."""
    found: dict[str, list[Token]] = {}
    for part in token.children:
        found.setdefault(part.dep_, []).append(part)
    return found
