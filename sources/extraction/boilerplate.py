"""Cutting an article into paragraphs, and telling its prose from headlines and page furniture."""

import re
from dataclasses import dataclass
from functools import cache

from sources.extraction.lexicon import read_data

LONGEST = 20_000
LINE = re.compile(r"[^\n]*\n*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the article with the line breaks after it; ``kind`` is prose, headline or furniture."""

    start: int
    text: str
    kind: str


def paragraphs(text: str, *, title: str | None = None) -> list[Paragraph]:
    """Return the article's lines; joined again, their texts are the article.

    >>> [p.kind for p in paragraphs("Blast kills six\\n\\nSix people died.\\nComments are closed.")]
    ['headline', 'prose', 'furniture']
    """
    found: list[Paragraph] = []
    for match in LINE.finditer(text):
        for start in range(match.start(), match.end(), LONGEST):
            piece = text[start : min(start + LONGEST, match.end())]
            found.append(
                Paragraph(
                    start, piece, _kind(piece, first=not any(p.kind != "blank" for p in found))
                )
            )
    return found


def _kind(line: str, *, first: bool) -> str:
    plain = line.strip()
    if not plain:
        return "blank"
    if _furniture().search(plain):
        return "furniture"
    ends = plain[-1] in ".!?:;,”\"’'…"
    if not ends and len(plain) < 200 and (first or len(plain.split()) > 3):
        return "headline"
    return "prose"


@cache
def _furniture() -> re.Pattern[str]:
    return re.compile("|".join(read_data("boilerplate.toml")["lines"]), re.IGNORECASE)
