"""Cutting an article into lines, and telling its prose from the furniture of the page."""

import re
from dataclasses import dataclass
from functools import cache

from sources.extraction.lexicon import read_data

LONGEST = 20_000
LINE = re.compile(r"[^\n]*\n*")
_AGENCY = r"\([A-Z][^()\n]{1,40}\)"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_TOWN = r"[A-Z][\w'’./-]+(?: [A-Z][\w'’.-]+){0,3}"
_CAPITALS = r"(?=[A-Z]{3}|[A-Z]{2} ?)[A-Z][A-Z'’./-]+(?: [A-Z][A-Z'’.-]+){0,3}"
_REST = r"(?:, [^—–()\n]{2,40}?)?"
DATELINE = re.compile(
    rf"\s*(?:{_AGENCY}|{_CAPITALS}{_REST}(?: {_AGENCY})?|{_TOWN}{_REST} {_AGENCY}"
    rf"|{_TOWN},(?: [^—–()\n]{{2,30}},)? (?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
    rf"|{_TOWN}(?= ?[—–-]{{1,2}} [^—–\n]*$))"
    r"(?: ?[—–]| ?--| -)\s+(?=[A-Z\d“\"'‘])(?=[^\n]{0,80}[a-z])"
)

BULLET = re.compile(r"\s*[•·▪●■◦*–—-] +(?=\w)")


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

    A line that repeats the title below the first one is furniture, as share boxes are. So is the
    dateline, which would else be read as the subject of the first sentence, and the mark of a list.

    >>> [p.furniture for p in paragraphs("Six people died.\\nComments are closed.")]
    [False, True]
    >>> [p.text for p in paragraphs("OSLO, May 2 (Wire) - Troops left.")]
    ['OSLO, May 2 (Wire) - ', 'Troops left.']
    """
    found: list[Paragraph] = []
    named = False
    for match in LINE.finditer(text):
        place_and_day = DATELINE.match(match.group())
        opening = match.start() + (place_and_day.end() if place_and_day else 0)
        bullet = BULLET.match(text, opening)
        opening = bullet.end() if bullet else opening
        if opening > match.start():
            found.append(Paragraph(match.start(), text[match.start() : opening], furniture=True))
        for start in range(opening, match.end(), LONGEST):
            piece = text[start : min(start + LONGEST, match.end())]
            is_title = bool(title) and piece.strip() == (title or "").strip()
            furniture = bool(_furniture().search(piece.strip())) or (is_title and named)
            named = named or is_title
            found.append(Paragraph(start, piece, furniture))
    return found


@cache
def _furniture() -> re.Pattern[str]:
    return re.compile("|".join(read_data("boilerplate.toml")["lines"]), re.IGNORECASE)
