"""What the scores of a whole article say about each of its wordings: the second layer's input."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from benchmarks.roles.article import Article
from benchmarks.roles.linear import Matrix

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
KINDS = ("attack", "bombing", "kidnapping", "arson", "robbery")
LABELS = ("PERSON", "ORG", "GPE", "NORP", "FAC", "CARDINAL", "DATE", "LOC")
NEAREST, BEST = 5, 3
FAR = -12.0


@dataclass(frozen=True, slots=True)
class Scores:
    """First-layer log odds: of nouns by role (victims described last) and by kind of incident,
    of wordings by role, and of the article by kind of incident (any kind last)."""

    nouns: Matrix
    kinds: Matrix
    wordings: Matrix
    story: Matrix


@dataclass(frozen=True, slots=True)
class Evidence:
    """The wordings worth a closer look, by index, with one row of columns each."""

    wordings: list[int]
    columns: Matrix


def weigh(article: Article, scores: Scores) -> Evidence:
    """Return the columns of the wordings of those nouns that any role may want."""
    if not article.nouns:
        return Evidence([], np.zeros((0, 0), np.float32))
    nouns = scores.nouns
    roles = nouns[:, : len(ROLES)]
    ranks = _ranks(roles)
    ordered = -np.sort(-roles, axis=0)
    best, second, third = (ordered[min(n, len(ordered) - 1)] for n in range(3))
    wanted = {int(noun) for noun in np.flatnonzero(ranks.min(1) < NEAREST)}
    near = _neighbours(article, roles, wanted)
    by_noun: dict[int, list[int]] = defaultdict(list)
    for index, wording in enumerate(article.wordings):
        if wording.noun in wanted:
            by_noun[wording.noun].append(index)
    kept, rows = [], []
    for noun, indices in by_noun.items():
        choice = scores.wordings[indices, : len(ROLES)]
        places, lead = _ranks(choice), choice.max(0)
        for place, own, index in zip(places, choice, indices, strict=True):
            if place.min() >= BEST:
                continue
            joint = roles[noun] + own
            parts = [
                nouns[noun], roles[noun] - best, np.log1p(ranks[noun]), nouns.max(0), second, third,
                own, own - lead, place, joint, scores.story, scores.kinds[noun], near[noun],
                _plainly(article, index, len(indices)),
            ]  # fmt: skip
            kept.append(index)
            rows.append(np.concatenate(parts))
    return Evidence(kept, np.array(rows, np.float32))


def _ranks(scores: Matrix) -> Matrix:
    ranks: Matrix = (-scores).argsort(0).argsort(0).astype(np.float32)
    return ranks


def _neighbours(article: Article, roles: Matrix, wanted: set[int]) -> Matrix:
    """Return for each noun the best score of each role among the nouns of its sentences."""
    inside: dict[int, list[int]] = defaultdict(list)
    for noun in wanted:
        for sentence in article.nouns[noun].sentences:
            inside[sentence].append(noun)
    near = np.full(roles.shape, FAR, np.float32)
    for noun in wanted:
        others = [o for s in article.nouns[noun].sentences for o in inside[s] if o != noun]
        if others:
            near[noun] = roles[others].max(0)
    return near


def _plainly(article: Article, index: int, rivals: int) -> Matrix:
    wording = article.wordings[index]
    noun, first = article.nouns[wording.noun], wording.phrases[0].start
    return np.array(
        [
            np.log(len(wording.phrases)), np.log(len(noun.tokens)),
            len(wording.phrases) / len(noun.tokens), np.log(rivals), np.log1p(first),
            first / article.length, len(wording.name.split()), wording.uncut, wording.bare,
            wording.capital, noun.quiet, len(noun.sentences), noun.tag == "NNS", noun.tag == "NNP",
            np.log(article.length), *(noun.label == label for label in LABELS),
        ],
        np.float32,
    )  # fmt: skip
