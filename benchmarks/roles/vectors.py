"""Classes of words that mean alike: the nearest of a few hundred points among word vectors."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.tokens import Token
    from spacy.vocab import Vocab

Matrix = NDArray[np.float32]

POINTS = Path(__file__).parent / "data" / "word_classes.npz"
NONE = "-", "-"


def classes(token: "Token") -> tuple[str, str]:
    """Return the broad and the fine class of a word; "-" where the model has no vector for it."""
    return _classes(token.vocab, token.lower_)


@cache
def points() -> tuple[Matrix, Matrix]:
    """Return the points of the broad and of the fine classes."""
    with np.load(POINTS) as stored:
        return stored["broad"].astype(np.float32), stored["fine"].astype(np.float32)


@cache
def _classes(vocab: "Vocab", word: str) -> tuple[str, str]:
    lexeme = vocab[word]
    broad, fine = points()
    if not lexeme.has_vector or len(lexeme.vector) != broad.shape[1]:
        return NONE
    vector = unit(np.array([lexeme.vector], np.float32))[0]
    return str((broad @ vector).argmax()), str((fine @ vector).argmax())


def unit(rows: Matrix) -> Matrix:
    """Return the rows at length one."""
    length: Matrix = np.linalg.norm(rows, axis=1, keepdims=True) + np.float32(1e-6)
    return rows / length


def group(rows: Matrix, count: int, *, rounds: int = 12) -> Matrix:
    """Return ``count`` points such that each row is near one of them (spherical k-means)."""
    rows = unit(rows)
    found = rows[np.random.default_rng(0).permutation(len(rows))[:count]]
    for _ in range(rounds):
        nearest = (rows @ found.T).argmax(1)
        sums = np.zeros_like(found)
        np.add.at(sums, nearest, rows)
        found = unit(np.where(np.abs(sums).sum(1, keepdims=True) > 0, sums, found))
    return found
