"""Two texts side by side: what both say, and which words stand in one of them only."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

from .fingerprint import words

Change = Literal["same", "changed", "moved", "left", "right"]

_SENTENCE = re.compile(r"\S(?:.*?[.!?][\"”’')\]]*(?=\s+[\"“‘'(\[]?[^\W\d_a-z])|.*\S|)")
ALIKE = 0.5  # share of words from which two sentences at one place are one sentence, edited
AHEAD = 20  # sentences in which the edited one is looked for
MOST_PAIRS = 10_000  # sentences of both sides that are compared to find the moved ones


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a sentence; ``own`` if the other text does not have them there."""

    text: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One passage: what stands left, what stands right, and how the two relate.

    ``moved`` stands on one side, and somewhere else in the other text, the same or edited.
    """

    change: Change
    left: tuple[tuple[Piece, ...], ...] = ()
    right: tuple[tuple[Piece, ...], ...] = ()

    @property
    def sentences(self) -> int:
        return max(len(self.left), len(self.right))


def beside(left: str, right: str) -> list[Side]:
    """Return two texts passage by passage in their order, sentences as the least that is compared.

    >>> [side.change for side in beside("One fell. Two ran. Rain.", "One fell. Sun. Rain.")]
    ['same', 'left', 'right', 'same']
    >>> (side,) = beside("Four men died.", "Five men died.")
    >>> side.change, side.left[0]
    ('changed', (Piece(text='Four', own=True), Piece(text='men died.', own=False)))
    """
    one, other = sentences(left), sentences(right)
    plain, other_plain = [_plain(s) for s in one], [_plain(s) for s in other]
    found: list[Side] = []
    for same, a, b, c, d in _steps(plain, other_plain):
        if same:
            found.append(Side("same", _whole(one[a:b]), _whole(other[c:d])))
        else:
            found += _changed(one[a:b], other[c:d], frozenset(plain), frozenset(other_plain))
    return _with_moved(found)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, roughly: a line never runs into the next one.

    >>> sentences("Nine died. “Run!” he said.\\nThe end")
    ['Nine died.', '“Run!” he said.', 'The end']
    """
    return [match.group() for line in text.splitlines() for match in _SENTENCE.finditer(line)]


def _changed(
    left: Sequence[str], right: Sequence[str], all_left: frozenset[str], all_right: frozenset[str]
) -> Iterable[Side]:
    """Pair the sentences that were edited; the others stand on one side alone."""
    waiting = list(right)
    for sentence in left:
        partner = next((s for s in waiting[:AHEAD] if _alike(sentence, s)), None)
        if partner is None:
            moved = _plain(sentence) in all_right
            yield Side("moved" if moved else "left", left=_whole([sentence]))
            continue
        place = waiting.index(partner)
        yield from (_right(before, all_left) for before in waiting[:place])
        del waiting[: place + 1]
        yield Side("changed", *_word_by_word(sentence, partner))
    for sentence in waiting:
        yield _right(sentence, all_left)


def _with_moved(found: list[Side]) -> list[Side]:
    """Mark the words that differ where a sentence was moved and edited, on both sides."""
    left = [place for place, side in enumerate(found) if side.change == "left"]
    right = [place for place, side in enumerate(found) if side.change == "right"]
    if len(left) * len(right) > MOST_PAIRS:
        return found
    for place in left:
        sentence = found[place].left[0][0].text
        for other in right:
            edited = found[other].right[0][0].text
            if _alike(sentence, edited):
                one, counterpart = _word_by_word(sentence, edited)
                found[place] = Side("moved", left=one)
                found[other] = Side("moved", right=counterpart)
                right.remove(other)
                break
    return found


def _right(sentence: str, all_left: frozenset[str]) -> Side:
    moved = _plain(sentence) in all_left
    return Side("moved" if moved else "right", right=_whole([sentence]))


def _alike(one: str, other: str) -> bool:
    return Indel.normalized_similarity(words(one), words(other)) >= ALIKE


def _word_by_word(
    left: str, right: str
) -> tuple[tuple[tuple[Piece, ...], ...], tuple[tuple[Piece, ...], ...]]:
    one, other = left.split(), right.split()
    steps = _steps([_plain(token) for token in one], [_plain(token) for token in other])
    return (
        (_pieces([(one[a:b], not same) for same, a, b, _, _ in steps]),),
        (_pieces([(other[c:d], not same) for same, _, _, c, d in steps]),),
    )


def _pieces(runs: Iterable[tuple[Sequence[str], bool]]) -> tuple[Piece, ...]:
    return tuple(Piece(" ".join(tokens), own) for tokens, own in runs if tokens)


def _steps(one: Sequence[str], other: Sequence[str]) -> list[tuple[bool, int, int, int, int]]:
    """Return what is the same by turns with what is not, as slices of both."""
    steps: list[tuple[bool, int, int, int, int]] = []
    for step in Indel.opcodes(one, other):
        same = step.tag == "equal"
        a, c = step.src_start, step.dest_start
        if steps and steps[-1][0] == same:
            _, a, _, c, _ = steps.pop()
        steps.append((same, a, step.src_end, c, step.dest_end))
    return steps


def _whole(lines: Iterable[str]) -> tuple[tuple[Piece, ...], ...]:
    return tuple((Piece(line),) for line in lines)


def _plain(sentence: str) -> str:
    return " ".join(words(sentence)) or sentence.strip()
