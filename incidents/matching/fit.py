"""What people's answers teach about the weights: how much each kind of evidence is worth."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from .types import Reason

FILE = "matching.json"
GROUPS = ("place", "date", "type", "counts", "actors", "words")
PULL = 4.0  # How strongly a few answers are held to the shipped weights.
FOLDS = 5
STEPS = 50


@dataclass(frozen=True, slots=True)
class Fit:
    """What to multiply the shipped weights by, group by group, and what to add to their sum.

    No evidence is ever turned around: a group is worth 0 or more.
    """

    worth: Mapping[str, float]
    shift: float = 0.0

    def total(self, log_odds: float, reasons: Sequence[Reason]) -> float:
        """Return the log-odds that a sum of shipped weights stands for under this fit."""
        extra = (reason.weight * (self.worth.get(_group(reason), 1.0) - 1) for reason in reasons)
        return log_odds + self.shift + sum(extra)


@dataclass(frozen=True, slots=True)
class Answered:
    """A suggestion that a person answered: its reasons, and whether the two were one event."""

    log_odds: float
    reasons: tuple[Reason, ...]
    same: bool


@dataclass(frozen=True, slots=True)
class Rightness:
    """How often the scorer was right on answered pairs, where it called one event from 0.5 on."""

    precision: float | None
    recall: float | None
    pairs: int


SHIPPED = Fit({})


def learn(pairs: Sequence[Answered]) -> Fit:
    """Return the fit that agrees best with the answers, held to the shipped weights."""
    rows = np.array([_row(pair) for pair in pairs])
    base = np.array([pair.log_odds for pair in pairs])
    same = np.array([pair.same for pair in pairs], dtype=float)
    change = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-(base + rows @ change)))
        slope = rows.T @ (likely - same) + PULL * change
        curve = (rows * (likely * (1 - likely))[:, None]).T @ rows + PULL * np.eye(len(change))
        change -= np.linalg.solve(curve, slope)
    *worth, shift = (round(float(value), 3) for value in change)
    groups = zip(GROUPS, worth, strict=True)
    return Fit({group: round(max(0.0, 1 + w), 3) for group, w in groups}, shift)


def held_back(pairs: Sequence[Answered]) -> Rightness:
    """Return how right a fit is on answers that it has not seen: learnt on four parts of five."""
    judged: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        fit = learn([pair for n, pair in enumerate(pairs) if n % FOLDS != fold])
        judged += [_judged(pair, fit) for pair in pairs[fold::FOLDS]]
    return _rightness(judged)


def rightness(pairs: Sequence[Answered], fit: Fit = SHIPPED) -> Rightness:
    """Return how right a fit is on answered pairs."""
    return _rightness([_judged(pair, fit) for pair in pairs])


def load(folder: Path | None) -> Fit:
    """Return the fit that was stored in the folder, else the shipped weights."""
    path = folder / FILE if folder else None
    if path is None or not path.exists():
        return SHIPPED
    return _read(path, path.stat().st_mtime_ns)


def save(fit: Fit, folder: Path) -> None:
    """Write the fit into the folder, in one step."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{FILE}.new"
    fresh.write_text(json.dumps({"worth": fit.worth, "shift": fit.shift}) + "\n", "utf-8")
    fresh.replace(folder / FILE)


@cache
def _read(path: Path, _changed: int) -> Fit:
    data = json.loads(path.read_text("utf-8"))
    return Fit({group: float(w) for group, w in data["worth"].items()}, float(data["shift"]))


def _row(pair: Answered) -> list[float]:
    sums = [sum(r.weight for r in pair.reasons if _group(r) == group) for group in GROUPS]
    return [*sums, 1.0]


def _group(reason: Reason) -> str:
    return reason.code.split(".")[0]


def _judged(pair: Answered, fit: Fit) -> tuple[float, bool]:
    return fit.total(pair.log_odds, pair.reasons), pair.same


def _rightness(judged: Sequence[tuple[float, bool]]) -> Rightness:
    called = [same for log_odds, same in judged if log_odds > 0]
    same = sum(same for _, same in judged)
    return Rightness(
        precision=sum(called) / len(called) if called else None,
        recall=sum(called) / same if same else None,
        pairs=len(judged),
    )
