"""ECB+ (Cybulska and Vossen 2014): which articles report one event, without looking at any label.

Two articles are as alike as the words, and the names and numbers, that they share, the rarer the
more; then as alike as their nearest neighbours are. Joined by average linkage. How many neighbours
count, how much, and from what likeness articles are joined is chosen on other topics.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import log
from pathlib import Path

import numpy as np

from benchmarks.evaluation.types import Figure, SetError
from incidents.matching.words import is_common

FOLDER = "ecbplus"
BAR = 0.93
LAST_OF_TRAIN = 35
NEIGHBOURS = (5, 8, 12)
SHARES = (0.3, 0.5)
THRESHOLDS = np.arange(0.05, 0.6, 0.01)
BEGIN = re.compile(r"#begin document \((\d+)/([^/]+)/")
WORD = re.compile(r"[A-Za-z0-9$£][\w.,'-]+$")
NAME = re.compile(r"[A-Z][a-zA-Z'-]+$|\d[\d.,]*$")

Labels = Sequence[object]


@dataclass(frozen=True, slots=True)
class Article:
    """The words of one article, and the event it was collected for: topic and corpus."""

    topic: int
    event: str
    words: tuple[str, ...]


def measure(folder: Path) -> Iterator[Figure]:
    """Yield B3 of the grouping where topics were held back: the last ones, and each half in turn.

    F1 of the words alone stands beside it.
    """
    articles = read(folder)
    first = [one for one in articles if one.topic <= LAST_OF_TRAIN]
    last = [one for one in articles if one.topic > LAST_OF_TRAIN]
    odd, even = ([one for one in articles if one.topic % 2 == rest] for rest in (1, 0))
    if not (last and odd and even):
        raise SetError(f"There are no conll files of topics 1 to 45 in {folder}.")
    for part, folds in (
        (f"topics {LAST_OF_TRAIN + 1}-45", [(first, last)]),
        ("topics by turns", [(odd, even), (even, odd)]),
    ):
        events = [one.event for _, test in folds for one in test]
        alone = [group for fold in folds for group in _grouped_by_words(*fold)]
        found = [group for fold in folds for group in _grouped(*fold)]
        precision, recall, f1 = b_cubed(events, found)
        yield Figure(part, "grouping B3 F1, words alone", b_cubed(events, alone)[2], len(events))
        yield Figure(part, "grouping B3 precision", precision, len(events))
        yield Figure(part, "grouping B3 recall", recall, len(events))
        yield Figure(part, "grouping B3 F1", f1, len(events), BAR)


def _grouped_by_words(train: Sequence[Article], test: Sequence[Article]) -> Labels:
    """Return a group for each test article, by the words alone."""
    _, threshold = _best_threshold(train, _by_words(train))
    return [(test[0].topic, group) for group in join(_by_words(test), threshold)]


def _grouped(train: Sequence[Article], test: Sequence[Article]) -> Labels:
    """Return a group for each test article, with everything chosen on the train articles."""
    alike = _alike(train)
    (_, threshold), neighbours, share = max(
        (_best_threshold(train, through_neighbours(alike, k, share)), k, share)
        for k, share in product(NEIGHBOURS, SHARES)
    )
    found = join(through_neighbours(_alike(test), neighbours, share), threshold)
    return [(test[0].topic, group) for group in found]


def read(folder: Path) -> list[Article]:
    """Return the articles of every conll file, topic by topic."""
    found: dict[str, tuple[int, str, list[str]]] = {}
    for path in sorted(folder.glob("*/*.conll")):
        words: list[str] = []
        for line in path.read_text(encoding="utf-8").splitlines():
            if begun := BEGIN.match(line):
                words = []
                found[line] = (int(begun[1]), begun[2], words)  # some are there twice
            elif line and not line.startswith("#"):
                words.append(line.split("\t")[3])
    rows = (Article(topic, event, tuple(words)) for topic, event, words in found.values())
    return sorted(rows, key=lambda one: (one.topic, one.event))


def b_cubed(events: Labels, groups: Labels) -> tuple[float, float, float]:
    """Return precision, recall and F1 of a grouping, each article weighing the same.

    >>> b_cubed("aab", "xyy")
    (0.6666666666666666, 0.6666666666666666, 0.6666666666666666)
    """
    both = Counter(zip(events, groups, strict=True))
    of_event, of_group = Counter(events), Counter(groups)
    precision = sum(n * n / of_group[group] for (_, group), n in both.items()) / len(events)
    recall = sum(n * n / of_event[event] for (event, _), n in both.items()) / len(events)
    return precision, recall, 2 * precision * recall / (precision + recall)


def through_neighbours(alike: np.ndarray, number: int, share: float) -> np.ndarray:
    """Mix how alike two articles are with how alike their nearest neighbours are."""
    others = alike.copy()
    np.fill_diagonal(others, 0)
    least = np.sort(others, axis=1)[:, -number][:, None]
    near = np.where(others >= least, others, 0)
    near = np.maximum(near, near.T)
    near /= np.linalg.norm(near, axis=1, keepdims=True) + 1e-9
    return (1 - share) * alike + share * (near @ near.T)


def join(alike: np.ndarray, threshold: float) -> list[int]:
    """Return a group for each article: average linkage down to a likeness."""
    from scipy.cluster.hierarchy import fcluster, linkage  # noqa: PLC0415 -- takes half a second

    rows, columns = np.triu_indices(len(alike), 1)
    tree = linkage(1 - alike[rows, columns], "average")
    return [int(group) for group in fcluster(tree, 1 - threshold, "distance")]


def _best_threshold(articles: Sequence[Article], alike: np.ndarray) -> tuple[float, float]:
    events = [one.event for one in articles]
    return max((b_cubed(events, join(alike, t))[2], float(t)) for t in THRESHOLDS)


def _alike(articles: Sequence[Article]) -> np.ndarray:
    """Return how alike each two are: in words, in names and numbers, and in the set of these."""
    names = [Counter(w for w in one.words if NAME.match(w) and not _common(w)) for one in articles]
    return (_by_words(articles) + _cosine(names) + _jaccard(names)) / 3


def _by_words(articles: Sequence[Article]) -> np.ndarray:
    return _cosine([Counter(_plain(one.words)) for one in articles])


def _plain(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        plain = word.lower()
        if WORD.match(word) and not _common(plain):
            yield plain[:-1] if plain.endswith("s") and not plain.endswith("ss") else plain


def _common(word: str) -> bool:
    return is_common(word.lower())


def _cosine(counts: Sequence[Counter[str]]) -> np.ndarray:
    weight = _rarity(counts)
    column = {word: i for i, word in enumerate(weight)}
    matrix = np.zeros((len(counts), len(column)))
    for row, words in zip(matrix, counts, strict=True):
        for word, number in words.items():
            row[column[word]] = (1 + log(number)) * weight[word]
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True) + 1e-9
    return matrix @ matrix.T


def _jaccard(counts: Sequence[Counter[str]]) -> np.ndarray:
    weight = _rarity(counts)
    column = {word: i for i, word in enumerate(weight)}
    matrix = np.zeros((len(counts), len(column)))
    for row, words in zip(matrix, counts, strict=True):
        row[[column[word] for word in words]] = 1
    shared = (matrix * np.array(list(weight.values()))) @ matrix.T
    own = np.diag(shared)
    return shared / (own[:, None] + own[None] - shared + 1e-9)


def _rarity(counts: Sequence[Counter[str]]) -> dict[str, float]:
    """Return what each word tells: the fewer articles have it, the more."""
    documents = Counter(word for words in counts for word in words)
    return {word: log(len(counts) / n) for word, n in sorted(documents.items())}
