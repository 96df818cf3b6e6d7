"""The event words as they were when the role model learnt them, so that it does not drift.

The lexicon of the claims grows with every correction; weights trained on an older one would then
see other features than they know.
"""

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sources.extraction.lexicon import Entry, lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

WORDS = Path(__file__).parent / "data" / "role_triggers.json"
MOST = 2

Table = dict[str, list[str]]


def event_kinds(token: "Token") -> tuple[str, ...]:
    """Return up to two types of event that the word can name."""
    if token.pos_ in ("VERB", "ADJ"):
        table = triggers()["verbs"]
    elif token.pos_ in ("NOUN", "PROPN"):
        table = triggers()["nouns"]
    else:
        return ()
    found = [*table.get(token.lower_, ()), *table.get(token.lemma_.lower(), ())]
    return tuple(dict.fromkeys(found))[:MOST]


@cache
def triggers() -> dict[str, Table]:
    """Return the types of event by verb and by noun."""
    tables: dict[str, Table] = json.loads(WORDS.read_text("utf-8"))
    return tables


def freeze() -> None:
    """Keep the event words of today's lexicon for the model that is about to be trained."""
    tables = {"verbs": _table(lexicon().verbs), "nouns": _table(lexicon().nouns)}
    WORDS.write_text(json.dumps(tables, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")
    triggers.cache_clear()


def _table(words: dict[str, list[Entry]]) -> Table:
    return {
        word: list(dict.fromkeys(entry.frame.type for entry in entries))
        for word, entries in words.items()
    }
