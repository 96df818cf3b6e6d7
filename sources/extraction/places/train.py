"""Train the place model: ``python -m sources.extraction.places.train GeoVirus.xml``.

GeoVirus (Gritta, Pilehvar and Collier 2018) is news of WikiNews under CC BY with its places
marked; their offsets count from one. Only weights are kept. One article in two, chosen by its
address, is held back, so that the other half measures the model.
"""

import argparse
import json
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from spacy.tokens import Doc

from sources.extraction.gazetteer import Gazetteer, load
from sources.extraction.model import load_model, model_version
from sources.extraction.places.candidates import candidates
from sources.extraction.places.reading import read
from sources.extraction.places.recognise import WEIGHTS, features, survey

RATE, MOMENTUM, PENALTY, STEPS = 0.5, 0.9, 2e-4, 1500
Spans = frozenset[tuple[int, int]]
Example = tuple[tuple[str, ...], bool]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m sources.extraction.places.train")
    parser.add_argument("corpus", type=Path, help="GeoVirus.xml")
    articles = list(training_half(parser.parse_args().corpus))
    gazetteer = load()
    rows: list[Example] = []
    parsed = load_model().pipe([text for text, _ in articles], batch_size=8)
    for doc, (_, spans) in zip(parsed, articles, strict=True):
        rows += examples(doc, spans, gazetteer)
    card = {
        "model": "logistic regression: does this span name a place here",
        "trained_on": "GeoVirus (CC BY), the half of its articles whose address has an even CRC-32",
        "parser": model_version(),
        "examples": len(rows),
        "places": sum(place for _, place in rows),
        "weights": fit(rows),
    }
    WEIGHTS.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", "utf-8")
    sys.stdout.write(f"Wrote {WEIGHTS} from {len(rows)} spans of {len(articles)} articles.\n")
    return 0


def training_half(corpus: Path) -> Iterator[tuple[str, Spans]]:
    """Yield text and marked spans of the articles that are not held back."""
    for article in ElementTree.parse(corpus).iter("article"):  # noqa: S314 -- the corpus one trains on
        address, text = article.findtext("source", ""), article.findtext("text", "")
        if zlib.crc32(address.encode()) % 2 == 0:
            yield text, frozenset(_span(location) for location in article.iter("location"))


def _span(location: ElementTree.Element) -> tuple[int, int]:
    return int(location.findtext("start", "")) - 1, int(location.findtext("end", "")) - 1


def examples(doc: Doc, spans: Spans, gazetteer: Gazetteer) -> Iterable[Example]:
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
        moment = MOMENTUM * moment + gradient
        weights -= RATE * moment
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}


if __name__ == "__main__":
    sys.exit(main())
