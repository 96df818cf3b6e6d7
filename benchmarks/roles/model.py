"""The role model: what it scores in an article, and how its weights are kept in one small file."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from benchmarks.roles.article import Article
from benchmarks.roles.evidence import KINDS, ROLES, Scores, weigh
from benchmarks.roles.linear import BUCKETS, Dense, Matrix, Sparse, probability

WEIGHTS = Path(__file__).parent / "data" / "role_weights.npz"
SPARSE, DENSE = ("nouns", "kinds", "wordings", "story"), ("fillers", "incidents")
STEPS = 127


@dataclass(frozen=True, slots=True)
class RoleModel:
    """First layer over words, second layer over the first layer's scores in the whole article.

    ``known`` are wordings that are looked for however they are parsed; ``card`` says what the
    weights were trained on.
    """

    nouns: Sparse
    kinds: Sparse
    wordings: Sparse
    story: Sparse
    fillers: Dense
    incidents: Dense
    known: frozenset[str]
    card: dict[str, object]


@dataclass(frozen=True, slots=True)
class Judged:
    """The wordings of an article that may fill a role: probability by role, share of each kind
    of incident, and the probability that the article reports each kind."""

    wordings: list[int]
    roles: Matrix
    kinds: Matrix
    incidents: Matrix


def judge(article: Article, model: RoleModel) -> Judged:
    """Return what the model makes of an article."""
    scores = Scores(
        nouns=model.nouns.margins([noun.row for noun in article.nouns]),
        kinds=model.kinds.margins([noun.row for noun in article.nouns]),
        wordings=model.wordings.margins([wording.row for wording in article.wordings]),
        story=model.story.margins([article.story])[0],
    )
    evidence = weigh(article, scores)
    if not evidence.wordings:
        empty = np.zeros((0, len(ROLES)), np.float32)
        return Judged([], empty, empty, np.zeros(len(KINDS), np.float32))
    roles = probability(model.fillers.margins(evidence.columns))
    kinds = probability(scores.kinds[[article.wordings[i].noun for i in evidence.wordings]])
    summary = summarise(scores, roles, kinds)
    incidents = probability(model.incidents.margins(summary[None, :]))[0]
    return Judged(evidence.wordings, roles, kinds, incidents)


def summarise(scores: Scores, roles: Matrix, kinds: Matrix) -> Matrix:
    """Return one row of columns that says how much of each role and kind an article holds."""
    together = (kinds[:, :, None] * roles[:, None, :]).max(0).ravel()
    row: Matrix = np.concatenate([scores.story, roles.max(0), roles.sum(0), together])
    return row.astype(np.float32)


@cache
def load(path: Path = WEIGHTS) -> RoleModel:
    """Return the model that a file holds."""
    with np.load(path) as stored:
        about = json.loads(bytes(stored["about"]).decode())
        return RoleModel(
            nouns=_unpack(stored, "nouns"),
            kinds=_unpack(stored, "kinds"),
            wordings=_unpack(stored, "wordings"),
            story=_unpack(stored, "story"),
            fillers=_dense(stored, "fillers"),
            incidents=_dense(stored, "incidents"),
            known=frozenset(about["known"]),
            card=about["card"],
        )


def save(model: RoleModel, path: Path = WEIGHTS) -> None:
    """Write a model, the first layer's weights in steps of one part in 127 of the largest."""
    arrays: dict[str, np.ndarray] = {}
    for name in SPARSE:
        arrays |= _pack(getattr(model, name), name)
    for name in DENSE:
        layer: Dense = getattr(model, name)
        arrays |= {
            f"{name}_centre": layer.centre,
            f"{name}_spread": layer.spread,
            f"{name}_weights": layer.weights,
        }
    about = json.dumps({"known": sorted(model.known), "card": model.card})
    arrays["about"] = np.frombuffer(about.encode(), np.uint8)
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


def _pack(layer: Sparse, name: str) -> dict[str, np.ndarray]:
    scale = np.abs(layer.weights).max(0) / STEPS + np.float32(1e-9)
    steps = np.round(layer.weights / scale).astype(np.int8)
    used = np.flatnonzero(steps.any(1)).astype(np.int32)
    return {
        f"{name}_used": np.diff(used, prepend=np.int32(0)),
        f"{name}_steps": steps[used],
        f"{name}_scale": scale,
        f"{name}_bias": layer.bias,
    }


def _unpack(stored: "np.lib.npyio.NpzFile", name: str) -> Sparse:
    steps, scale = stored[f"{name}_steps"], stored[f"{name}_scale"]
    weights = np.zeros((BUCKETS, steps.shape[1]), np.float32)
    weights[np.cumsum(stored[f"{name}_used"])] = steps * scale
    return Sparse(weights, stored[f"{name}_bias"])


def _dense(stored: "np.lib.npyio.NpzFile", name: str) -> Dense:
    return Dense(*(stored[f"{name}_{part}"] for part in ("centre", "spread", "weights")))
