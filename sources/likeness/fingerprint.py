"""A few numbers that a text shares with every text that repeats passages of it."""

import re
from functools import lru_cache
from hashlib import blake2b

import numpy as np

VERSION = 1  # of the numbers: those of another version compare with nothing

RUN = 5  # words that must follow one another
ONE_IN = 16  # runs of a text, on average, whose number is kept
LEAST, MOST = 32, 2000  # numbers kept of a short and of a very long text
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(31)


def words(text: str) -> list[str]:
    """Return the words of a text, in lower case; the letters where no space divides words.

    >>> words("The mayor’s office: 12 dead.")
    ['the', 'mayor', 's', 'office', '12', 'dead']
    """
    return _WORD.findall(text.casefold())


def fingerprint(text: str) -> list[int]:
    """Return numbers of 32 bits, signed, for some of the text's runs of words.

    Which runs are taken depends on nothing but their words. So a passage that stands in two texts
    gives both the same numbers, however little of them it is: unlike a MinHash, which compares
    the texts as wholes, they also find a short text inside a long one.
    """
    runs = np.unique(hashed_runs(words(text)))
    below = int(np.searchsorted(runs, np.uint64(2**64 // ONE_IN)))
    lowest = runs[: min(max(below, LEAST), MOST)]
    return np.unique(lowest.astype(np.uint32).view(np.int32)).tolist()


def hashed_runs(sequence: list[str]) -> np.ndarray:
    """Return a number of 64 bits for every run of words, in their order; none for too few words."""
    if len(sequence) < RUN:
        return np.zeros(0, dtype=np.uint64)
    hashes = np.fromiter(map(_hash, sequence), dtype=np.uint64, count=len(sequence))
    last = len(sequence) - RUN + 1
    runs = np.zeros(last, dtype=np.uint64)
    for place in range(RUN):
        runs = runs * _FACTOR + hashes[place : place + last]
    runs ^= runs >> _SHIFT
    runs *= _FACTOR
    return runs ^ (runs >> _SHIFT)


@lru_cache(maxsize=65_536)
def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest())
