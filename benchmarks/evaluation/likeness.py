"""Copies made of the news articles of PolNeAR: which of them are linked with their originals.

Each article of some length is copied in every way below, as papers treat the copy of an agency.
What is added comes from another article. Articles fall into ``train`` and ``dev`` by a checksum of
their names. A link is right if it leads to the original, to the article that lent words, or to an
article that is itself linked with one of these.
"""

import random
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.evaluation.types import Figure, SetError
from sources.likeness import fingerprint, in_common, kind_of, words
from sources.likeness.difference import sentences

FOLDER = "polnear"
SHORTEST = 120  # words of an article that is copied
SHARED, CANDIDATES = 2, 20  # as in sources.actions.likeness
PARTS = ("train", "dev")
RECALL, PRECISION = 0.95, 0.98

Copy = Callable[[str, str, random.Random], str]


@dataclass(frozen=True, slots=True)
class Made:
    """A copy, how it was made, and the articles that its words are from."""

    kind: str
    text: str
    origins: frozenset[str]


def measure(folder: Path) -> Iterator[Figure]:
    """Measure the copies of the articles below ``*/text``."""
    texts = {
        path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*/text/*.txt"))
    }
    if not texts:
        raise SetError("it holds no articles as */text/*.txt")
    index = _Index(texts)
    alike = {name: frozenset(index.linked(text)) for name, text in texts.items()}
    for part in PARTS:
        yield from _figures(part, _made(texts, part), index, alike)


def _figures(
    part: str, made: Sequence[Made], index: "_Index", alike: dict[str, frozenset[str]]
) -> Iterator[Figure]:
    found: Counter[str] = Counter()
    right = links = 0
    for copy in made:
        linked = index.linked(copy.text)
        known = copy.origins.union(*(alike[name] for name in copy.origins))
        found[copy.kind] += not copy.origins.isdisjoint(linked)
        right += len(known.intersection(linked))
        links += len(linked)
    each = len(made) // len(COPIES)
    for kind in COPIES:
        yield Figure(part, f"copies linked, {kind}", found[kind] / each, each, RECALL)
    yield Figure(part, "links that are right", right / links, links, PRECISION)


def _made(texts: dict[str, str], part: str) -> list[Made]:
    chance = random.Random(7)
    chosen = [n for n, t in texts.items() if _part(n) == part and len(words(t)) >= SHORTEST]
    made = []
    for name in chosen:
        for kind, make in COPIES.items():
            other = chance.choice([one for one in chosen if one != name])
            text = make(texts[name], texts[other], chance)
            made.append(Made(kind, text, frozenset((name, other) if LENDS in kind else (name,))))
    return made


def _part(name: str) -> str:
    return PARTS[zlib.crc32(name.encode()) % 2 == 0]


class _Index:
    """The articles by their numbers, as the database holds them."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts
        self._by_number: dict[int, list[str]] = {}
        for name, text in texts.items():
            for number in fingerprint(text):
                self._by_number.setdefault(number, []).append(name)

    def linked(self, text: str) -> set[str]:
        """Return the articles that are linked with a text, itself among them if it is one."""
        shared = Counter(
            name for number in fingerprint(text) for name in self._by_number.get(number, ())
        )
        likeliest = [name for name, n in shared.most_common(CANDIDATES) if n >= SHARED]
        return {name for name in likeliest if kind_of(in_common(text, self._texts[name]))}


def _headed(text: str, other: str, chance: random.Random) -> str:
    return f"{' '.join(other.split()[:9])}\nBy our correspondent\n{text}"


def _first(share: float) -> Copy:
    def cut(text: str, other: str, chance: random.Random) -> str:
        said = sentences(text)
        return _headed("\n".join(said[: max(1, round(len(said) * share))]), other, chance)

    return cut


def _shuffled(text: str, other: str, chance: random.Random) -> str:
    said = sentences(text)
    return "\n".join(chance.sample(said, len(said)))


def _edited(share: float) -> Copy:
    """Leave out, replace or add a word, each in a third of the cases."""

    def edit(text: str, other: str, chance: random.Random) -> str:
        strange, out = other.split(), []
        for word in text.split():
            if chance.random() >= share:
                out.append(word)
                continue
            out += chance.choice([(), (chance.choice(strange),), (word, chance.choice(strange))])
        return " ".join(out)

    return edit


def _within(times: int) -> Copy:
    """Put the first half of the copy before so many times as many words of another article."""

    def put(text: str, other: str, chance: random.Random) -> str:
        half = text.split()[: len(text.split()) // 2]
        strange = other.split()
        own = [strange[n % len(strange)] for n in range(len(half) * times)]
        return " ".join([*half, *own])

    return put


LENDS = "within"
COPIES: dict[str, Copy] = {
    "another headline": _headed,
    "first 70 %": _first(0.7),
    "first half": _first(0.5),
    "first 30 %": _first(0.3),
    "sentences shuffled": _shuffled,
    "one word in 20 edited": _edited(0.05),
    "one word in 10 edited": _edited(0.1),
    "one word in 5 edited": _edited(0.2),
    "half of it within as much": _within(1),
    "half of it within twice as much": _within(2),
}
