"""Wordings made comparable: without case, punctuation, articles and doubled spaces."""

import re
import string

MARKS = str.maketrans("", "", string.punctuation)
ARTICLES = re.compile(r"\b(a|an|the)\b")
INSIDE_NAMES = {"of", "de", "la", "del", "y", "and", "the", "las", "los", "el", "for"}


def plain(text: str) -> str:
    """Return a wording as role fillers are compared.

    >>> plain('The "Army of the North"')
    'army of north'
    """
    return " ".join(ARTICLES.sub(" ", text.lower().translate(MARKS)).split())


def alike(first: str, second: str) -> bool:
    """Whether two plain wordings can be names of one thing: inside one another, or its initials.

    >>> alike("colonel peter brandt", "brandt"), alike("united river front", "urf")
    (True, True)
    >>> alike("town hall", "post office")
    False
    """
    one, other = first.split(), second.split()
    if set(one) <= set(other) or set(other) <= set(one):
        return True
    if one[-1] == other[-1] and 1 in (len(one), len(other)):
        return True
    return _initials(one, other) or _initials(other, one)


def _initials(short: list[str], long: list[str]) -> bool:
    if len(short) != 1 or len(long) < 2 or not 2 <= len(short[0]) <= 6:
        return False
    return "".join(word[0] for word in long if word not in INSIDE_NAMES) == short[0]
