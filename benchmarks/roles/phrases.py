"""The phrases of an article that can fill a role: nouns with the words that belong to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.roles.wording import plain

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NAMING = {"NOUN", "PROPN", "NUM", "X"}
ARGUMENTS = {"pobj", "dobj", "nsubj", "nsubjpass", "conj", "appos"}
BEFORE = {
    "compound", "amod", "nmod", "nummod", "poss", "det", "advmod", "quantmod", "case", "punct",
    "appos", "npadvmod", "cc", "conj", "preconj", "predet",
}  # fmt: skip
OPENING = {
    "a", "an", "the", "this", "that", "these", "those", "his", "her", "their", "its", "our", "my",
    "your", "some", "any", "all", "and", "or", "&",
}  # fmt: skip
LONGEST, SHORTER = 10, 5


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of tokens that can fill a role, and the token that heads it."""

    start: int
    end: int
    head: int


def phrases(doc: "Doc", known: frozenset[str] = frozenset()) -> list[Phrase]:
    """Return every phrase, and the shorter ones inside it, that has a word of its own.

    ``known`` are plain wordings that count as phrases however they are parsed ("dynamite").
    """
    found = {(p.start, p.end): p for head in doc if _can_head(head) for p in _around(head)}
    for phrase in _listed(doc, known):
        found.setdefault((phrase.start, phrase.end), phrase)
    return [p for p in found.values() if plain(doc[p.start : p.end].text)]


def _can_head(token: "Token") -> bool:
    return token.pos_ in NAMING or (token.pos_ == "ADJ" and token.dep_ in ARGUMENTS)


def _around(head: "Token") -> Iterator[Phrase]:
    first = min(
        (
            t.left_edge.i
            for t in head.lefts
            if t.dep_ in BEFORE and head.i - t.left_edge.i < LONGEST
        ),
        default=head.i,
    )
    starts = [i for i in range(first, head.i) if _may_open(head.doc[i])] + [head.i]
    for end in dict.fromkeys(_ends(head)):
        for start in starts[:1] + starts[1:][-SHORTER:]:
            yield Phrase(start, end, head.i)


def _may_open(token: "Token") -> bool:
    return token.lower_ not in OPENING and token.pos_ != "PUNCT"


def _ends(head: "Token") -> Iterator[int]:
    yield head.i + 1
    if head.dep_ == "compound" and head.head.i > head.i:
        return
    for right in head.rights:
        end = right.right_edge.i + 1
        if right.dep_ == "prep" and end - head.i <= LONGEST:
            yield from _with_preposition(right)
            if end <= head.i + 8:
                yield end
        elif right.dep_ in ("nummod", "appos", "acl") and end - head.i <= 3:
            yield end


def _with_preposition(preposition: "Token") -> Iterator[int]:
    for inner in preposition.children:
        if inner.dep_ == "pobj":
            yield inner.i + 1
            for further in inner.rights:
                if further.dep_ == "prep" and further.lower_ in ("of", "for", "de"):
                    yield from (t.i + 1 for t in further.children if t.dep_ == "pobj")


def _listed(doc: "Doc", known: frozenset[str]) -> Iterator[Phrase]:
    words = [plain(token.text) for token in doc] if known else []
    for start, word in enumerate(words):
        said = ""
        for end in range(start + 1, min(len(doc), start + 6) + 1 if word else start):
            said = f"{said} {words[end - 1]}".strip()
            if words[end - 1] and said in known:
                yield Phrase(start, end, doc[start:end].root.i)
