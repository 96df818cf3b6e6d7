"""Cutting an article into lines, and telling its prose from the furniture of the page."""

import re
from dataclasses import dataclass
from functools import cache

from sources.extraction.lexicon import read_data

LONGEST = 20_000
LINE = re.compile(r"[^\n]*\n*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the article with the line breaks after it; furniture is no part of the report."""

    start: int
    text: str
    furniture: bool = False

    @property
    def end(self) -> int:
        """The offset behind the line breaks."""
        return self.start + len(self.text)


def paragraphs(text: str, *, title: str | None = None) -> list[Paragraph]:
    """Return the article's lines; joined again, their texts are the article.

    A line that repeats the title below the first one is furniture, as share boxes are.

    >>> [p.furniture for p in paragraphs("Six people died.\\nComments are closed.")]
    [False, True]
    """
    found: list[Paragraph] = []
    named = False
    for match in LINE.finditer(text):
        for start in range(match.start(), match.end(), LONGEST):
            piece = text[start : min(start + LONGEST, match.end())]
            is_title = bool(title) and piece.strip() == (title or "").strip()
            furniture = bool(_furniture().search(piece.strip())) or (is_title and named)
            named = named or is_title
            found.append(Paragraph(start, piece, furniture))
    return found


@cache
def _furniture() -> re.Pattern[str]:
    return re.compile("|".join(read_data("boilerplate.toml")["lines"]), re.IGNORECASE)
