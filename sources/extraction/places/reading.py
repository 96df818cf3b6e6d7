"""The columns of a parsed document that place finding reads, taken out of spaCy once."""

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from sources.extraction.places.words import PLACE_LABELS

if TYPE_CHECKING:
    from spacy.tokens import Doc

_CASELESS = 5  # words; a shorter sentence may do without capitals


@dataclass(frozen=True, slots=True)
class Reading:
    """One list per attribute, one item per token.

    ``entity`` numbers the entity a token is in, from 1. ``capital`` says whether a name may start
    here: in a sentence without capitals, it is what the parser takes for a name.
    """

    text: str
    words: list[str]
    lower: list[str]
    starts: list[int]
    capital: list[bool]
    pos: list[str]
    dep: list[str]
    head: list[int]
    label: list[str]
    entity: list[int]
    sentence_start: list[bool]

    def __len__(self) -> int:
        return len(self.words)

    def end_of(self, token: int) -> int:
        return self.starts[token] + len(self.words[token])

    def span(self, start: int, end: int) -> str:
        return self.text[self.starts[start] : self.end_of(end - 1)]

    def root(self, start: int, end: int) -> int:
        """Return the last token of a span whose head lies outside it."""
        for token in range(end - 1, start - 1, -1):
            if not start <= self.head[token] < end or self.head[token] == token:
                return token
        return end - 1

    def word(self, token: int) -> str:
        """Return a token in lower case, or nothing beyond either end of the text."""
        return self.lower[token] if 0 <= token < len(self.words) else ""


def read(doc: "Doc") -> Reading:
    codes = doc.to_array(["POS", "DEP", "ENT_TYPE"]).T.tolist()
    flags = doc.to_array(["ENT_IOB", "SENT_START", "HEAD", "IDX"]).astype("int64")
    pos, dep, label = codes
    iob, sentence_start, heads, starts = flags.T.tolist()
    names = {code: doc.vocab.strings[code] if code else "" for code in {*pos, *dep, *label}}
    words = [token.text for token in doc]
    labels = [names[kind] for kind in label]
    capital = [word[0].isupper() for word in words]
    borders = [0, *(i for i, flag in enumerate(sentence_start) if flag == 1), len(words)]
    for start, end in pairwise(borders):
        if end - start > _CASELESS and not any(capital[start:end]):
            capital[start:end] = [
                names[pos[token]] == "PROPN" or labels[token] in PLACE_LABELS
                for token in range(start, end)
            ]
    entity, number = [], 0
    for flag in iob:
        number += flag == 3
        entity.append(number if flag in {1, 3} else 0)
    return Reading(
        text=doc.text,
        words=words,
        lower=[word.lower() for word in words],
        starts=starts,
        capital=capital,
        pos=[names[p] for p in pos],
        dep=[names[d] for d in dep],
        head=[token + offset for token, offset in enumerate(heads)],
        label=labels,
        entity=entity,
        sentence_start=[flag == 1 for flag in sentence_start],
    )
