"""Whether probabilities mean what they say: order, sharpness, and how often each came true."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sources.extraction.ranking.sparse import Vector

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
CUT = 0.5


@dataclass(frozen=True, slots=True)
class Band:
    """Of the claims scored between two values: how many, their mean score, the share right."""

    low: float
    high: float
    count: int
    expected: float
    right: float


@dataclass(frozen=True, slots=True)
class Quality:
    """How good a set of probabilities is.

    ``order`` is the chance that a right claim scores above a wrong one (area under the ROC curve,
    None where all are right or all wrong), ``brier`` the mean squared error, ``gap`` the mean
    distance between promised and found over the bands. Precision and recall are of scores from 0.5.
    """

    count: int
    right: int
    order: float | None
    brier: float
    gap: float
    precision: float | None
    recall: float | None
    bands: tuple[Band, ...]


def quality(scores: Sequence[float], right: Sequence[bool]) -> Quality:
    """Return how good the scores are, given what turned out right.

    >>> quality([0.9, 0.8, 0.3], [True, True, False]).order
    1.0
    """
    guessed, found = np.array(scores, dtype=float), np.array(right, dtype=bool)
    banded = tuple(_bands(guessed, found))
    kept, total = int((guessed >= CUT).sum()), int(found.sum())
    hits = int(((guessed >= CUT) & found).sum())
    return Quality(
        count=len(guessed),
        right=total,
        order=order(guessed, found),
        brier=float(((guessed - found) ** 2).mean()) if len(guessed) else 0.0,
        gap=sum(b.count * abs(b.expected - b.right) for b in banded) / max(1, len(guessed)),
        precision=hits / kept if kept else None,
        recall=hits / total if total else None,
        bands=banded,
    )


def order(scores: Vector, right: Vector) -> float | None:
    """Return the chance that a right one scores above a wrong one; ties count half."""
    good, bad = scores[right], scores[~right]
    if not len(good) or not len(bad):
        return None
    above = (good[:, None] > bad[None, :]).mean() + (good[:, None] == bad[None, :]).mean() / 2
    return float(above)


def _bands(scores: Vector, right: Vector) -> list[Band]:
    found = []
    for low, high in pairwise(EDGES):
        inside = (scores >= low) & ((scores < high) | (high == EDGES[-1]))
        if inside.any():
            share, mean = float(right[inside].mean()), float(scores[inside].mean())
            found.append(Band(low, high, int(inside.sum()), mean, share))
    return found


def as_lines(result: Quality) -> list[str]:
    """Return the figures as lines for a terminal."""
    lines = [
        f"{result.count} claims, {result.right} right; "
        f"order {_two(result.order)}, precision {_two(result.precision)}, "
        f"recall {_two(result.recall)}, Brier {result.brier:.3f}, gap {result.gap:.3f}",
        "  score       claims  promised  right",
    ]
    lines += [
        f"  {b.low:.1f} to {b.high:.1f} {b.count:9} {b.expected:9.2f} {b.right:6.2f}"
        for b in result.bands
    ]
    return lines


def _two(share: float | None) -> str:
    return "-" if share is None else f"{share:.2f}"
