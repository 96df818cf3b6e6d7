"""How much of two texts is the same, word for word."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from .fingerprint import RUN, hashed_runs, words

Kind = Literal["near_duplicate", "excerpt", "contains", "passages"]

ENOUGH = 0.4  # share of the shorter text from which two texts are linked
MOSTLY = 0.7  # share from which a text is taken to be a copy
FEWEST = 40  # words in common that are more than a shared quotation
ALL = 0.9  # share of both texts that links even texts of fewer words


@dataclass(frozen=True, slots=True)
class Common:
    """Words of either text that stand, in runs of five or more, in the other one too."""

    first: int
    second: int
    first_words: int
    second_words: int

    @property
    def turned(self) -> "Common":
        """The same, seen from the second text."""
        return Common(self.second, self.first, self.second_words, self.first_words)

    @property
    def first_share(self) -> float:
        return self.first / self.first_words if self.first_words else 0.0

    @property
    def second_share(self) -> float:
        return self.second / self.second_words if self.second_words else 0.0


def in_common(first: str, second: str) -> Common:
    """Count the words that two texts have in common, whatever the order of their passages.

    >>> in_common("Rain fell. Nine died in the fire.", "Police said nine died in the fire.")
    Common(first=5, second=5, first_words=7, second_words=7)
    """
    one, other = words(first), words(second)
    runs, other_runs = hashed_runs(one), hashed_runs(other)
    return Common(
        _covered(runs, other_runs, len(one)),
        _covered(other_runs, runs, len(other)),
        len(one),
        len(other),
    )


def kind_of(common: Common) -> Kind | None:
    """Return how the first text is linked to the second, None if they are not.

    >>> kind_of(Common(95, 95, 100, 100)), kind_of(Common(90, 90, 100, 600))
    ('near_duplicate', 'excerpt')
    >>> kind_of(Common(90, 90, 600, 100)), kind_of(Common(50, 50, 100, 100))
    ('contains', 'passages')
    >>> kind_of(Common(20, 20, 100, 100)) is None
    True
    """
    less, more = sorted((common.first_share, common.second_share))
    if more < ENOUGH or (max(common.first, common.second) < FEWEST and less < ALL):
        return None
    if more < MOSTLY:
        return "passages"
    if less >= MOSTLY:
        return "near_duplicate"
    return "excerpt" if common.first_share > common.second_share else "contains"


def _covered(runs: np.ndarray, others: np.ndarray, length: int) -> int:
    shared = np.flatnonzero(np.isin(runs, others))
    covered = np.zeros(length, dtype=bool)
    for place in range(RUN):
        covered[shared + place] = True
    return int(covered.sum())
