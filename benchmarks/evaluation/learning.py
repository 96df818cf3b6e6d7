"""A linear model of a few hundred articles: naive Bayes weights, corrected by regression."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

SEEN = 3  # features of fewer articles say nothing
SCALES = {"claims": 2.0}
TRUST, STEPS = 0.5, 12
Features = Mapping[str, set[str]]
Column = dict[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Learner:
    """Tells for each label how likely it is, from named groups of features."""

    columns: Column
    scales: Mapping[str, np.ndarray]
    weights: Mapping[str, np.ndarray]
    intercepts: Mapping[str, float]

    @classmethod
    def fit(cls, rows: Sequence[Features], labels: Mapping[str, Sequence[bool]]) -> "Learner":
        """Fit one model for each label (Wang and Manning 2012)."""
        seen = Counter(
            (group, name) for row in rows for group, names in row.items() for name in sorted(names)
        )
        columns = {key: i for i, key in enumerate(k for k, times in seen.items() if times >= SEEN)}
        matrix = np.stack([_vector(row, columns) for row in rows])
        scales, weights, intercepts = {}, {}, {}
        for label, values in labels.items():
            wanted = np.array(values)
            scales[label] = _ratios(matrix, wanted, columns)
            weights[label], intercepts[label] = _regress(matrix * scales[label], wanted)
        return cls(columns, scales, weights, intercepts)

    def probabilities(self, row: Features) -> dict[str, float]:
        """Return how likely each label is."""
        vector = _vector(row, self.columns)
        return {
            label: float(_logistic(vector * self.scales[label] @ weights + self.intercepts[label]))
            for label, weights in self.weights.items()
        }


def _vector(row: Features, columns: Column) -> np.ndarray:
    vector = np.zeros(len(columns))
    for group, names in row.items():
        found = [columns[group, name] for name in names if (group, name) in columns]
        vector[found] = 1
    return vector


def _ratios(matrix: np.ndarray, wanted: np.ndarray, columns: Column) -> np.ndarray:
    """Return the log-odds of each feature, every group of them as long as its scale says."""
    for_it, against = matrix[wanted].sum(0), matrix[~wanted].sum(0)
    odds = np.log((for_it + 1) / (wanted.sum() + 2)) - np.log((against + 1) / ((~wanted).sum() + 2))
    groups = np.array([group for group, _ in columns])
    for group in set(groups.tolist()):
        inside = groups == group
        length = np.sqrt(((matrix[:, inside] * odds[inside]) ** 2).sum(1)).mean()
        odds[inside] *= SCALES.get(group, 1.0) / max(length, 1e-9)
    ratios: np.ndarray = odds
    return ratios


def _regress(matrix: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, float]:
    """Fit a logistic regression by Newton's steps, both answers counting the same together.

    There are far fewer articles than features, so the weights are sought as a sum of articles.
    """
    count = len(matrix)
    trust = TRUST * np.where(wanted, count / 2 / wanted.sum(), count / 2 / (~wanted).sum())
    system = np.zeros((count + 1, count + 1))
    system[:count, :count] = matrix @ matrix.T
    system[count, :count] = system[:count, count] = 1
    products, shares, intercept = system[:count, :count].copy(), np.zeros(count), 0.0
    for _ in range(STEPS):
        scores = products @ shares + intercept
        guess = _logistic(scores)
        spread = np.maximum(guess * (1 - guess), 1e-4)
        system[:count, :count] = products + np.diag(1 / (trust * spread))
        target = scores + (wanted - guess) / spread
        solution = np.linalg.solve(system, np.append(target, 0.0))
        shares, intercept = solution[:count], float(solution[count])
    return matrix.T @ shares, intercept


def _logistic(scores: np.ndarray) -> np.ndarray:
    values: np.ndarray = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
    return values
