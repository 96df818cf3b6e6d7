"""Count how words are written: ``python -m benchmarks.roles.casing_words HRDSATTACK GEOVIRUS``.

The first is ``train.json`` of HRDsAttack, the second ``GeoVirus.xml``. Only words that are written
otherwise than one would guess are kept.
"""

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

from benchmarks.roles.casing import WORD, WORDS, guessed_form, is_common

ANY_WORD = re.compile(r"[A-Za-zÀ-ÿ]+")
TAG = re.compile(r"<[^>]+>")
OPENING = re.compile(r"[.!?:\"“”'’\n]\s*$")
SEEN, SURE = 2, 3


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.roles.casing_words")
    parser.add_argument("hrds", type=Path)
    parser.add_argument("geovirus", type=Path)
    options = parser.parse_args()
    words = unexpected(chain_texts(options.hrds, options.geovirus))
    WORDS.write_text("\n".join(words) + "\n", "utf-8")
    sys.stdout.write(f"Wrote {len(words)} words to {WORDS}.\n")
    return 0


def chain_texts(hrds: Path, geovirus: Path) -> Iterator[str]:
    """Yield the texts of both corpora."""
    for article in json.loads(hrds.read_text("utf-8")):
        yield article["sample"]["Input.article_interface"]
    for article in ElementTree.parse(geovirus).iter("article"):
        yield article.findtext("text", "")


def unexpected(texts: Iterable[str]) -> list[str]:
    """Return the usual form of each word that is not written as one would guess.

    >>> unexpected(["He met Nato and Nato again, the NATO of NATO, by NATO."])
    ['NATO']
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for word in _inside_sentences(TAG.sub(" \n ", text)):
            counts[word.lower()][_written(word)] += 1
    forms = (_usual(word, seen) for word, seen in sorted(counts.items()) if _counts(word, seen))
    return [form for form in forms if form != guessed_form(form.lower())]


def _inside_sentences(text: str) -> Iterator[str]:
    """Yield the words that do not open a sentence or a quotation."""
    for match in ANY_WORD.finditer(text):
        before = text[max(0, match.start() - 4) : match.start()]
        if before.strip() and not OPENING.search(before):
            yield match.group()


def _written(word: str) -> str:
    if word.isupper() and len(word) > 1:
        return "upper"
    return "capital" if word[0].isupper() else "lower"


def _counts(word: str, seen: Counter[str]) -> bool:
    return len(word) > 1 and seen.total() >= SEEN and WORD.fullmatch(word) is not None


def _usual(word: str, seen: Counter[str]) -> str:
    most = max(("lower", "capital", "upper"), key=lambda form: seen[form])
    doubtful = seen.total() < SURE and is_common(word) and seen["lower"]
    if most == "lower" or doubtful:
        return word
    return word.upper() if most == "upper" else word.capitalize()


if __name__ == "__main__":
    sys.exit(main())
