"""PolNeAR 1.0 (Newell, Margolin and Ruths 2018): who says, thinks or wants what, in its dev part.

Of an article that several people annotated, the first annotation counts. Words and punctuation
marks are the tokens. As in the corpus, a token has one role: what is said does not hold its own
source and cue. A relation is right where what is said shares half of the tokens of both with that
of a marked relation; each marked one is found once.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.evaluation.types import Figure, SetError
from sources.extraction.attribution import find_attributions
from sources.extraction.boilerplate import paragraphs
from sources.extraction.pipeline import parse

FOLDER = "polnear"
PART = "dev"
ROLES = ("source", "cue", "content")
BARS = {"source": 0.75, "content": 0.82}
RELATION_BAR = 0.60
OVERLAP = 0.5
TOKEN = re.compile(r"\w+|[^\w\s]")
NUMBER = re.compile(r"\d+$")

Tokens = frozenset[int]
Ranges = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Attributed:
    """The tokens of one attribution by their role."""

    source: Tokens
    cue: Tokens
    content: Tokens

    def agrees(self, other: "Attributed") -> bool:
        """Whether what is said is the same for the most part."""
        both = len(self.content & other.content)
        return both >= OVERLAP * len(self.content | other.content)


@dataclass(slots=True)
class Tally:
    """How many were right, how many we found and how many are marked."""

    right: int = 0
    found: int = 0
    marked: int = 0

    @property
    def precision(self) -> float:
        """The share of what we found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what is marked that we found."""
        return self.right / self.marked if self.marked else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.found + self.marked
        return 2 * self.right / both if both else 0.0


def measure(folder: Path) -> Iterator[Figure]:
    """Yield token F1 for each role, and precision, recall and F1 of whole relations."""
    texts = sorted((folder / PART / "text").glob("*.txt"))
    if not texts:
        raise SetError(f"{folder} holds no articles under {PART}/text.")
    tallies = {name: Tally() for name in (*ROLES, "relation")}
    for path in texts:
        annotations = sorted((folder / PART / "attributions").glob(f"{path.stem}_????.ann"))
        if annotations:
            text = path.read_bytes().decode("utf-8")
            _count(found_in(text), marked_in(text, annotations[0]), tallies)
    for role in ROLES:
        tally = tallies[role]
        yield Figure(PART, f"F1 {role} tokens", tally.f1, tally.marked, BARS.get(role))
    relation = tallies["relation"]
    yield Figure(PART, "P relations", relation.precision, relation.found)
    yield Figure(PART, "R relations", relation.recall, relation.marked)
    yield Figure(PART, "F1 relations", relation.f1, relation.marked, RELATION_BAR)


def found_in(text: str) -> list[Attributed]:
    """Return the attributions that we find in an article."""
    doc = parse([line.text for line in paragraphs(text)])
    return [
        _attributed(text, *([(span.start, span.end)] for span in spans))
        for spans in ((a.source, a.cue, a.content) for a in find_attributions(doc))
    ]


def marked_in(text: str, path: Path) -> list[Attributed]:
    """Return the attributions that a brat file marks in an article, those with a content."""
    ranges: dict[str, Ranges] = {}
    events: list[dict[str, Ranges]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, rest = line.partition("\t")
        if name.startswith("T") and rest:
            places = rest.split("\t")[0].split(" ", 1)[1]
            ranges[name] = [(int(a), int(b)) for a, b in map(str.split, places.split(";"))]
        elif name.startswith("E"):
            roles: dict[str, Ranges] = {}
            for role, _, span in (pair.partition(":") for pair in rest.split()):
                roles.setdefault(NUMBER.sub("", role), []).extend(ranges.get(span, []))
            events.append(roles)
    marked = [_attributed(text, *(roles.get(r.title(), []) for r in ROLES)) for roles in events]
    return [attributed for attributed in marked if attributed.content]


def _attributed(text: str, source: Ranges, cue: Ranges, content: Ranges) -> Attributed:
    named, told = _tokens(text, source), _tokens(text, cue)
    return Attributed(named - told, told, _tokens(text, content) - named - told)


def _tokens(text: str, ranges: Ranges) -> Tokens:
    """Return the tokens that begin inside the ranges, by their offset."""
    return frozenset(
        match.start() for start, end in ranges for match in TOKEN.finditer(text, start, end)
    )


def _count(found: list[Attributed], marked: list[Attributed], tallies: dict[str, Tally]) -> None:
    for role in ROLES:
        ours: Tokens = frozenset().union(*(getattr(a, role) for a in found))
        theirs: Tokens = frozenset().union(*(getattr(a, role) for a in marked))
        _add(tallies[role], len(ours & theirs), len(ours), len(theirs))
    matches: Counter[int] = Counter()
    for attributed in found:
        free = (i for i, other in enumerate(marked) if not matches[i] and attributed.agrees(other))
        matches.update([match for match in [next(free, None)] if match is not None])
    _add(tallies["relation"], matches.total(), len(found), len(marked))


def _add(tally: Tally, right: int, found: int, marked: int) -> None:
    tally.right += right
    tally.found += found
    tally.marked += marked
