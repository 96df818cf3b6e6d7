"""Train the place model: ``python -m sources.extraction.places.train GeoVirus.xml``.

The corpus is GeoVirus (Gritta et al. 2018), news of WikiNews under CC BY; only the weights are
kept. Its spans count from one.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from spacy.tokens import Doc

from sources.extraction.gazetteer import Gazetteer
from sources.extraction.places.candidates import candidates
from sources.extraction.places.reading import read
from sources.extraction.places.recognise import WEIGHTS, features, survey

RATE, PENALTY, STEPS = 0.5, 2e-4, 1500
Example = tuple[tuple[str, ...], bool]


def examples(doc: Doc, spans: set[tuple[int, int]], gazetteer: Gazetteer) -> Iterable[Example]:
    """Yield the features of every candidate, and whether it is a place."""
    reading = read(doc)
    found = candidates(reading, gazetteer)
    document = survey(reading, found)
    for candidate in found:
        span = reading.starts[candidate.start], reading.end_of(candidate.end - 1)
        yield tuple(features(reading, candidate, document)), span in spans


def fit(rows: Sequence[Example]) -> dict[str, float]:
    """Fit a logistic regression by gradient descent with an L2 penalty."""
    names = sorted({name for row, _ in rows for name in row})
    column = {name: index for index, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)))
    for index, (row, _) in enumerate(rows):
        for name in row:
            matrix[index, column[name]] += 1
    wanted = np.array([place for _, place in rows], dtype=float)
    weights, moment = np.zeros(len(names)), np.zeros(len(names))
    for _ in range(STEPS):
        guess = 1 / (1 + np.exp(-matrix @ weights))
        gradient = matrix.T @ (guess - wanted) / len(rows) + PENALTY * weights
        moment = 0.9 * moment + gradient
        weights -= RATE * moment
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
