"""The parties to a conflict, and the one name that stands for all their names."""

import re
from functools import cache

from sources.extraction.lexicon import read_data


def actor_name(text: str) -> str | None:
    """Return the name of the actor list for the words of an article, None if it has none.

    >>> actor_name("retreating Russian troops"), actor_name("Putin's forces")
    ('Russian forces', 'Russian forces')
    """
    plain = re.sub(r"[^\w\s-]", " ", text.replace("’s", " ").replace("'s", " ")).casefold()
    plain = " ".join(plain.split())
    for pattern, name in _patterns():
        if pattern.search(plain):
            return name
    return None


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(rf"\b(?:{'|'.join(row['names'])})\b"), row["name"])
        for row in read_data("actors.toml")["actors"]
    )
