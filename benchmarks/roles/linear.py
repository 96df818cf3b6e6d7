"""Logistic models: over hashed features, and over a few dense ones; trained in numpy alone."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Row = NDArray[np.int32]

BUCKETS = 2**18
RATE, CERTAIN, RARE = 0.5, 0.002, 3


@dataclass(frozen=True, slots=True)
class Sparse:
    """Weights by bucket and output. Features that training hardly saw have no weight and no say."""

    weights: Matrix
    bias: Matrix

    def margins(self, rows: Sequence[Row]) -> Matrix:
        """Return for each row the log odds of each output."""
        known = np.asarray(self.weights.any(axis=1))
        found = np.zeros((len(rows), len(self.bias)), np.float32)
        for index, row in enumerate(rows):
            seen = row[known[row]]
            found[index] = self.weights[seen].sum(0) / max(1.0, len(seen) ** 0.5)
        return found + self.bias


@dataclass(frozen=True, slots=True)
class Dense:
    """A weight for each standardised column and output; the last row of weights is the bias."""

    centre: Matrix
    spread: Matrix
    weights: Matrix

    def margins(self, rows: Matrix) -> Matrix:
        """Return for each row the log odds of each output."""
        found: Matrix = _standard(rows, self.centre, self.spread) @ self.weights
        return found


def probability(margins: Matrix) -> Matrix:
    """Return the probability of log odds.

    >>> float(probability(np.float32([0]))[0])
    0.5
    """
    found: Matrix = 1 / (1 + np.exp(-margins.clip(-30, 30)))
    return found


def hashed(features: Iterable[str]) -> Row:
    """Return the buckets of the features, each once.

    >>> len(hashed(["word=fire", "word=fire"]))
    1
    """
    return np.array(sorted({zlib.crc32(name.encode()) % BUCKETS for name in features}), np.int32)


def fit_sparse(rows: Sequence[Row], targets: Matrix, *, rounds: int = 5) -> Sparse:
    """Fit by averaged AdaGrad steps over the shuffled rows; the same rows give the same model."""
    counts = np.bincount(np.concatenate(rows), minlength=BUCKETS)
    rows = [row[counts[row] >= RARE] for row in rows]
    rate = targets.mean(0).clip(1e-4, 1 - 1e-4)
    bias = np.log(rate / (1 - rate)).astype(np.float32)
    weights = np.zeros((BUCKETS, targets.shape[1]), np.float32)
    total, seen = np.zeros_like(weights), np.full_like(weights, 1e-3)
    order, random = np.arange(len(rows)), np.random.default_rng(0)
    for _ in range(rounds):
        random.shuffle(order)
        for index in order:
            row = rows[index]
            scale = np.float32(max(1, len(row)) ** -0.5)
            error = probability(weights[row].sum(0) * scale + bias) - targets[index]
            if np.abs(error).max() < CERTAIN:
                continue
            step = error * scale
            seen[row] += step * step
            weights[row] -= RATE * step / np.sqrt(seen[row])
        total += weights
    return Sparse(total / np.float32(rounds), bias)


def fit_dense(rows: Matrix, targets: Matrix, *, penalty: float = 20.0, rounds: int = 12) -> Dense:
    """Fit each output by Newton's method with an L2 penalty on the standardised columns."""
    centre, spread = rows.mean(0), rows.std(0) + np.float32(1e-6)
    design = _standard(rows, centre, spread).astype(np.float64)
    ridge = np.full(design.shape[1], penalty)
    ridge[-1] = 1e-3
    columns = []
    for target in targets.T:
        weights = np.zeros(design.shape[1])
        for _ in range(rounds):
            guess = 1 / (1 + np.exp(-(design @ weights).clip(-30, 30)))
            gradient = design.T @ (guess - target) + ridge * weights
            curvature = (design * (guess * (1 - guess))[:, None]).T @ design + np.diag(ridge)
            weights -= np.linalg.solve(curvature, gradient)
        columns.append(weights)
    return Dense(centre, spread, np.array(columns, np.float32).T)


def _standard(rows: Matrix, centre: Matrix, spread: Matrix) -> Matrix:
    scaled = ((rows - centre) / spread).clip(-4, 4)
    return np.hstack([scaled, np.ones((len(rows), 1), np.float32)])
