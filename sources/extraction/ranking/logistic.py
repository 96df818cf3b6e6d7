"""Logistic regression with an L2 penalty, on nothing but numpy."""

import numpy as np

from sources.extraction.ranking.sparse import Rows, Vector

MEMORY = 8
STEPS = 300
SUFFICIENT = 1e-4
SMALLEST = 1e-8
TOLERANCE = 1e-5


def fit(
    rows: Rows,
    wanted: Vector,
    *,
    penalty: float,
    importance: Vector | None = None,
    prior: Vector | None = None,
) -> Vector:
    """Return the weights that tell the rows apart, found by L-BFGS.

    ``wanted`` holds a probability for each row, mostly 0 or 1; ``importance`` how much each row
    counts; the penalty pulls the weights towards ``prior``, which is zero unless given.
    """
    counts = np.ones(len(rows)) if importance is None else importance
    centre = np.zeros(rows.width) if prior is None else prior

    def loss(weights: Vector) -> tuple[float, Vector]:
        scores, away = rows.times(weights), weights - centre
        errors = np.logaddexp(0, scores) - wanted * scores
        slope = rows.transposed_times(counts * (logistic(scores) - wanted)) + penalty * away
        return float(counts @ errors + penalty / 2 * away @ away), slope

    weights = centre.copy()
    value, slope = loss(weights)
    steepest = max(float(np.linalg.norm(slope)), 1.0)
    moves: list[tuple[Vector, Vector]] = []
    for _ in range(STEPS):
        way = -_towards(slope, moves)
        length, gain = 1.0 if moves else 1 / steepest, float(slope @ way)
        new_value, new_slope = loss(weights + length * way)
        while new_value > value + SUFFICIENT * length * gain and length > SMALLEST:
            length /= 2
            new_value, new_slope = loss(weights + length * way)
        step, change = length * way, new_slope - slope
        if step @ change > 0:
            moves = [*moves[1 - MEMORY :], (step, change)]
        weights, value, slope = weights + step, new_value, new_slope
        if np.linalg.norm(slope) <= TOLERANCE * steepest:
            break
    return weights


def _towards(slope: Vector, moves: list[tuple[Vector, Vector]]) -> Vector:
    """Return the slope, turned and stretched by how the ground bent under the last moves."""
    way, shares = slope.copy(), []
    for step, change in reversed(moves):
        share = (step @ way) / (step @ change)
        way -= share * change
        shares.append(share)
    if moves:
        step, change = moves[-1]
        way *= (step @ change) / (change @ change)
    for (step, change), share in zip(moves, reversed(shares), strict=True):
        way += (share - (change @ way) / (step @ change)) * step
    return way


def logistic(scores: Vector) -> Vector:
    """Return the probabilities that the scores stand for.

    >>> logistic(np.array([0.0])).tolist()
    [0.5]
    """
    return 0.5 * (1 + np.tanh(0.5 * scores))


def logistic_of(score: float) -> float:
    """Return the probability that one score stands for.

    >>> logistic_of(log_odds(0.8))
    0.8
    """
    return round(float(logistic(np.array([score]))[0]), 6)


def log_odds(probability: float) -> float:
    """Return the score that stands for a probability, within bounds.

    >>> log_odds(0.5)
    0.0
    """
    safe = min(max(probability, 0.01), 0.99)
    return float(np.log(safe / (1 - safe)))
