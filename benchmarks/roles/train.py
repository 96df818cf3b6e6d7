"""Train the role model: ``python -m benchmarks.roles.train FOLDER`` (MUC-4, see corpus).

Only weights are kept. The second layer learns from scores that the first layer gave to articles it
had not seen, in five folds, so that it knows how far the first can be trusted.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.roles import triggers, vectors
from benchmarks.roles.article import Article, survey
from benchmarks.roles.corpus import Report, read_reports
from benchmarks.roles.evidence import KINDS, ROLES, Scores, weigh
from benchmarks.roles.linear import (
    BUCKETS,
    Dense,
    Matrix,
    Row,
    Sparse,
    fit_dense,
    fit_sparse,
    probability,
)
from benchmarks.roles.model import RoleModel, save, summarise
from sources.extraction.model import load_model, model_version
from sources.extraction.pipeline import parse

FOLDS = 5
BROAD, FINE, SEEN = 60, 300, 2
LISTED_WORDS = 4


@dataclass(frozen=True, slots=True)
class Layer:
    """The four models of the first layer."""

    nouns: Sparse
    kinds: Sparse
    wordings: Sparse
    story: Sparse

    def scores(self, article: Article) -> Scores:
        rows = [noun.row for noun in article.nouns]
        return Scores(
            nouns=self.nouns.margins(rows),
            kinds=self.kinds.margins(rows),
            wordings=self.wordings.margins([wording.row for wording in article.wordings]),
            story=self.story.margins([article.story])[0],
        )


@dataclass(frozen=True, slots=True)
class Lesson:
    """An article and what is right in it, one row each for its wordings, nouns and story."""

    article: Article
    wordings: Matrix
    nouns: Matrix
    kinds: Matrix
    story: Matrix


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.roles.train")
    parser.add_argument("corpus", type=Path)
    reports = list(read_reports(parser.parse_args().corpus, "train"))
    triggers.freeze()
    docs = [parse(list(report.lines)) for report in reports]
    learn_classes(Counter(token.lower_ for doc in docs for token in doc if token.is_alpha))
    known = listed(reports)
    articles = [survey(doc, known) for doc in docs]
    save(learn(articles, reports, known))
    sys.stdout.write(f"Wrote the weights of the role model from {len(reports)} reports.\n")
    return 0


def learn_classes(words: Counter[str]) -> None:
    """Write the points by which words are classed, from the vectors of the words seen."""
    vocab = load_model().vocab
    seen = [vocab[word] for word, count in words.items() if count >= SEEN]
    rows = np.array([lexeme.vector for lexeme in seen if lexeme.has_vector], np.float32)
    np.savez_compressed(
        vectors.POINTS,
        broad=vectors.group(rows, BROAD).astype(np.float16),
        fine=vectors.group(rows, FINE).astype(np.float16),
    )
    vectors.points.cache_clear()


def listed(reports: Sequence[Report]) -> frozenset[str]:
    """Return the short wordings that fill a role in more than one report."""
    counts = Counter(name for report in reports for name in set(_right(report)))
    return frozenset(
        name for name, n in counts.items() if n > 1 and len(name.split()) <= LISTED_WORDS
    )


def learn(
    articles: Sequence[Article], reports: Sequence[Report], known: frozenset[str]
) -> RoleModel:
    """Fit both layers."""
    lessons = [lesson(a, r) for a, r in zip(articles, reports, strict=True)]
    scores = held_out_scores(lessons)
    fillers = fit_fillers(lessons, scores)
    layer = fit_layer(lessons)
    return RoleModel(
        nouns=layer.nouns,
        kinds=layer.kinds,
        wordings=layer.wordings,
        story=layer.story,
        fillers=fillers,
        incidents=fit_incidents(lessons, scores, fillers),
        known=known,
        card={"trained_on": "MUC-4 train", "reports": len(reports), "parser": model_version()},
    )


def lesson(article: Article, report: Report) -> Lesson:
    """Mark what is right in an article. A noun is right if one of its wordings is."""
    right = _right(report)
    wordings = np.zeros((len(article.wordings), len(ROLES) + 1), np.float32)
    nouns = np.zeros((len(article.nouns), len(ROLES) + 1), np.float32)
    kinds = np.full((len(article.nouns), len(KINDS)), np.nan, np.float32)
    for index, wording in enumerate(article.wordings):
        for role, kind in right.get(wording.name, ()):
            wordings[index, ROLES.index(role)] = 1
            if np.isnan(kinds[wording.noun]).all():
                kinds[wording.noun] = 0
            kinds[wording.noun] += [name in kind for name in KINDS]
        if not wordings[index].any() and wording.name in report.described:
            wordings[index, -1] = 1
        nouns[wording.noun] = np.maximum(nouns[wording.noun], wordings[index])
    told = [any(kind in key.kind for key in report.keys) for kind in KINDS]
    story = np.array([*told, bool(report.keys)], np.float32)
    return Lesson(article, wordings, nouns, kinds.clip(0, 1), story)


def _right(report: Report) -> dict[str, set[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = {}
    for key in report.keys:
        for role, entities in key.roles.items():
            for name in (name for entity in entities for name in entity):
                found.setdefault(name, set()).add((role, key.kind))
    return found


def fold_of(index: int, count: int) -> int:
    """Return the fold of a report: neighbours, which often tell of one incident, stay together."""
    return index * FOLDS // count


def held_out_scores(lessons: Sequence[Lesson]) -> list[Scores]:
    """Return for each article what a first layer says that was trained without its fold."""
    count, found = len(lessons), []
    for fold in range(FOLDS):
        inside = [i for i in range(count) if fold_of(i, count) == fold]
        layer = fit_layer([lessons[i] for i in range(count) if fold_of(i, count) != fold])
        found += [layer.scores(lessons[i].article) for i in inside]
    return found


def fit_layer(lessons: Sequence[Lesson]) -> Layer:
    """Fit the first layer."""
    rows = [noun.row for item in lessons for noun in item.article.nouns]
    nouns = np.concatenate([item.nouns for item in lessons])
    kinds = np.concatenate([item.kinds for item in lessons])
    filled = np.flatnonzero(~np.isnan(kinds[:, 0]))
    return Layer(
        nouns=fit_sparse(rows, nouns),
        kinds=fit_sparse([rows[i] for i in filled], kinds[filled], rounds=8),
        wordings=_fit_wordings(lessons),
        story=fit_sparse(
            [item.article.story for item in lessons],
            np.array([item.story for item in lessons]),
            rounds=8,
        ),
    )


def _fit_wordings(lessons: Sequence[Lesson]) -> Sparse:
    """Fit, for each role, which wording of a noun that fills it the annotators would write."""
    layers = []
    for role in range(len(ROLES) + 1):
        rows: list[Row] = []
        right: list[float] = []
        for item in lessons:
            for wording, marks in zip(item.article.wordings, item.wordings, strict=True):
                if item.nouns[wording.noun, role]:
                    rows.append(wording.row)
                    right.append(marks[role])
        layers.append(fit_sparse(rows, np.array(right, np.float32)[:, None], rounds=8))
    weights = np.zeros((BUCKETS, len(layers)), np.float32)
    for role, layer in enumerate(layers):
        weights[:, role] = layer.weights[:, 0]
    return Sparse(weights, np.array([layer.bias[0] for layer in layers], np.float32))


def fit_fillers(lessons: Sequence[Lesson], scores: Sequence[Scores]) -> Dense:
    """Fit which wordings fill a role, in the light of the whole article."""
    columns, right = [], []
    for item, said in zip(lessons, scores, strict=True):
        evidence = weigh(item.article, said)
        if evidence.wordings:
            columns.append(evidence.columns)
            right.append(item.wordings[evidence.wordings, : len(ROLES)])
    return fit_dense(np.concatenate(columns), np.concatenate(right))


def fit_incidents(lessons: Sequence[Lesson], scores: Sequence[Scores], fillers: Dense) -> Dense:
    """Fit which kinds of incident an article reports."""
    rows, right = [], []
    for item, said in zip(lessons, scores, strict=True):
        evidence = weigh(item.article, said)
        if evidence.wordings:
            nouns = [item.article.wordings[i].noun for i in evidence.wordings]
            roles = probability(fillers.margins(evidence.columns))
            rows.append(summarise(said, roles, probability(said.kinds[nouns])))
            right.append(item.story[: len(KINDS)])
    return fit_dense(np.array(rows), np.array(right))


if __name__ == "__main__":
    sys.exit(main())
