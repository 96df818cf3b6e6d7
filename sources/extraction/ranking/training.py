"""Learning a ranker from judged claims, starting from one that already knows something."""

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from sources.extraction.lexicon import read_data
from sources.extraction.ranking.candidate import SLOTS, Candidate, reasons
from sources.extraction.ranking.features import features
from sources.extraction.ranking.logistic import fit, log_odds
from sources.extraction.ranking.ranker import Ranker
from sources.extraction.ranking.reliability import Quality, quality
from sources.extraction.ranking.sparse import Rows, Vector

FOLDS = 5
PENALTY = 4.0
TRUST_IN_RULE = 8.0
TRUST_IN_SCALE = 4.0
SEEN = 2


@dataclass(frozen=True, slots=True)
class Example:
    """A claim of the machine, and what turned out of it.

    ``right``: whether it is a claim at all, None if nobody said; ``slots``: which of its values are
    right; ``event_type``: the right type, if known. Examples of one ``group`` (a document) are
    never on both sides of a measurement. ``weight``: how much it counts. Only ``judged`` examples,
    which a person looked at in an article, say how often scores come true.
    """

    candidate: Candidate
    group: str
    right: bool | None = None
    slots: Mapping[str, bool] = field(default_factory=dict)
    event_type: str | None = None
    weight: float = 1.0
    judged: bool = True


def blank() -> Ranker:
    """Return a ranker that knows nothing but the first guesses about the rules."""
    rules = read_data("confidence.toml")
    rules["stance"] = {**rules["speakers"], **rules["stance"]}
    scale = {"confidence": (0.0, 0.5, 0.5), "event_type": (0.0, 0.5, 0.5)}
    return Ranker(worth={}, types={}, rules=rules, scale=scale)


def train(examples: Sequence[Example], start: Ranker) -> Ranker:
    """Return a ranker that has learned from the examples, near ``start`` where they say little."""
    learned = _with_weights(examples, start)
    return replace(learned, scale=_scale(examples, start, learned), version="unsaved")


def held_back(examples: Sequence[Example], start: Ranker) -> list[tuple[Example, float, dict]]:
    """Return each judged example with the scores of a ranker that has not seen its document."""
    scored = []
    for number in range(FOLDS):
        apart = [e for e in examples if _fold(e) == number and e.judged]
        if apart:
            ranker = train([e for e in examples if _fold(e) != number], start)
            scored += [(e, *ranker.scores(e.candidate)) for e in apart]
    return scored


def measure(scored: Iterable[tuple[Example, float, Mapping[str, float]]]) -> dict[str, Quality]:
    """Return how good the scores are: of whole claims as ``confidence``, and of each slot."""
    pairs: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for example, confidence, slots in scored:
        if example.right is not None:
            pairs["confidence"].append((confidence, example.right))
        for slot, right in example.slots.items():
            if slot in slots:
                pairs[slot].append((slots[slot], right))
    names = [name for name in ("confidence", *SLOTS) if name in pairs]
    return {name: quality(*zip(*pairs[name], strict=True)) for name in names}


def scored_by(ranker: Ranker, examples: Iterable[Example]) -> list[tuple[Example, float, dict]]:
    """Return the judged examples with the scores that a finished ranker gives them."""
    return [(e, *ranker.scores(e.candidate)) for e in examples if e.judged]


def _fold(example: Example) -> int:
    return zlib.crc32(example.group.encode()) % FOLDS


def _with_weights(examples: Sequence[Example], start: Ranker) -> Ranker:
    told = [e for e in examples if e.right is not None]
    typed = [e for e in examples if e.event_type is not None]
    kinds = sorted({*start.types, *(e.event_type for e in typed if e.event_type)})
    known = _Weighing.of(typed, {name for weights in start.types.values() for name in weights})
    return replace(
        start,
        worth=_Weighing.of(told, set(start.worth)).fitted(
            [bool(e.right) for e in told], start.worth
        ),
        types={
            kind: known.fitted([e.event_type == kind for e in typed], start.types.get(kind, {}))
            for kind in kinds
        },
        rules={slot: _table(examples, slot, start.rules.get(slot, {})) for slot in SLOTS},
    )


@dataclass(frozen=True, slots=True)
class _Weighing:
    """The features of some examples, to be weighed for one question or another."""

    names: list[str]
    rows: Rows
    importance: Vector

    @classmethod
    def of(cls, examples: Sequence[Example], before: set[str]) -> "_Weighing":
        named = [features(e.candidate) for e in examples]
        seen = Counter(name for row in named for name in row)
        names = sorted(name for name, count in seen.items() if count >= SEEN or name in before)
        rows = Rows.of(named, {name: column for column, name in enumerate(names)})
        return cls(names, rows, np.array([e.weight for e in examples], dtype=float))

    def fitted(self, wanted: list[bool], before: Mapping[str, float]) -> dict[str, float]:
        weights = fit(
            self.rows,
            np.array(wanted, dtype=float),
            penalty=PENALTY,
            importance=self.importance,
            prior=np.array([before.get(name, 0.0) for name in self.names]),
        )
        return {**before, **dict(zip(self.names, weights.tolist(), strict=True))}


def _table(examples: Sequence[Example], slot: str, before: Mapping[str, float]) -> dict[str, float]:
    """Return how often each rule was right, near what was known where few cases were seen."""
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for example in examples:
        if slot in example.slots:
            for reason in set(reasons(example.candidate, slot)):
                seen[reason] += example.weight  # type: ignore[assignment]
                right[reason] += example.weight * example.slots[slot]  # type: ignore[assignment]
    guessed = sum(before.values()) / len(before) if before else 0.5
    return {
        reason: (right[reason] + TRUST_IN_RULE * before.get(reason, guessed))
        / (seen[reason] + TRUST_IN_RULE)
        for reason in {*before, *seen}
    }


def _scale(
    examples: Sequence[Example], start: Ranker, learned: Ranker
) -> dict[str, tuple[float, float, float]]:
    """Return what turns scores into shares, from scores of documents held back in training."""
    rows: dict[str, list[list[float]]] = {"confidence": [], "event_type": []}
    right: dict[str, list[bool]] = {"confidence": [], "event_type": []}
    for number in range(FOLDS):
        apart = [e for e in examples if _fold(e) == number and e.judged]
        if not apart:
            continue
        ranker = _with_weights([e for e in examples if _fold(e) != number], start)
        for example in apart:
            named = features(example.candidate)
            rule = log_odds(ranker.rule(example.candidate, "event_type"))
            if example.right is not None:
                rows["confidence"].append([1.0, ranker.evidence(named), rule])
                right["confidence"].append(example.right)
            if "event_type" in example.slots:
                kind = ranker.kinds(named).get(example.candidate.event_type, 0.5)
                rows["event_type"].append([1.0, log_odds(kind), rule])
                right["event_type"].append(example.slots["event_type"])
    return {name: _fitted(rows[name], right[name], learned.scale[name]) for name in rows}


def _fitted(
    rows: list[list[float]], right: list[bool], before: tuple[float, float, float]
) -> tuple[float, float, float]:
    if not rows:
        return before
    named = [dict(zip("brs", row, strict=True)) for row in rows]
    weights: Vector = fit(
        Rows.of(named, {name: n for n, name in enumerate("brs")}),
        np.array(right, dtype=float),
        penalty=TRUST_IN_SCALE,
        prior=np.array(before),
    )
    return tuple(weights.tolist())
