"""PDF: the text of the pages, with wrapped lines joined to paragraphs."""

import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import pairwise

from pypdf import Configuration, PageObject, PasswordType, PdfReader, apply_configuration
from pypdf.errors import LimitReachedError

from sources.reading.types import MAX_CHARACTERS, PDF, Content, ReadingError

logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)

MAX_PAGES = 1_000
MAX_SECONDS = 60
# Points from line to line; less is a raised figure or the same line.
MIN_LEADING = 6
LIMITS = Configuration(
    zlib_maximum_output_length=30_000_000,
    stream_parsing_work_maximum_count=500_000,
    jbig2dec_binary=None,
    disable_legacy_handling=True,
)
LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
PAGE_NUMBER = re.compile(r"\W*(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\W*", re.IGNORECASE)
SENTENCE_END = re.compile(r"""[.!?:;…]["'”’»)\]]*$""")
PROGRAM_TITLE = re.compile(
    r"microsoft \w+ - |untitled|[\w-]+\.(?:docx?|indd|odt|pdf|rtf)$", re.IGNORECASE
)
BULLETS = "•▪◦●‣"
TOO_LONG = (
    "The PDF is too long or too intricate to read; upload the pages of the article alone, or paste "
    "its text."
)
Matrix = Sequence[float]


def parse(content: bytes) -> Content:
    """Return the text of a PDF; its title and author are hints only."""
    try:
        with apply_configuration(LIMITS):
            reader = PdfReader(BytesIO(content))
            _open(reader)
            pages = _pages(reader)
            information = reader.metadata
    except LimitReachedError as error:
        raise ReadingError(TOO_LONG) from error
    text = "\n\n".join(paragraphs(pages))
    if not text:
        raise ReadingError(
            "The PDF contains pictures of pages but no text; run text recognition (OCR) on it and "
            "upload the result, or paste the text."
        )
    return Content(
        text=text,
        media_type=PDF,
        title=_title(information.title if information else None),
        author=information.author if information else None,
        warnings=_empty_page_warnings(pages),
    )


def paragraphs(pages: list[list[str]]) -> list[str]:
    """Join the lines of pages to paragraphs, without page numbers and running heads.

    >>> paragraphs([["Ten people were killed on Mon-", "day, the mayor said.", "1"]])
    ['Ten people were killed on Monday, the mayor said.']
    """
    lines = [line for page in _without_furniture(pages) for line in page]
    lengths = sorted(len(line) for line in lines if line)
    width = lengths[len(lengths) * 4 // 5] if lengths else 0
    found: list[list[str]] = []
    previous = ""
    for line in lines:
        if line and previous and not _ends_paragraph(previous, line, width):
            found[-1].append(line)
        elif line:
            found.append([line])
        previous = line
    return [_joined(paragraph) for paragraph in found]


def _open(reader: PdfReader) -> None:
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise ReadingError(
            "The PDF is protected by a password; save it without one and upload that."
        )


def _pages(reader: PdfReader) -> list[list[str]]:
    """The lines of every page, within the limits of time and length."""
    if len(reader.pages) > MAX_PAGES:
        raise ReadingError(
            f"The PDF has more than {MAX_PAGES:,} pages; upload the pages of the article alone."
        )
    started = time.monotonic()
    characters = 0
    pages = []
    for page in reader.pages:
        lines = _lines(page)
        pages.append(lines)
        characters += sum(map(len, lines))
        if characters > 2 * MAX_CHARACTERS or time.monotonic() - started > MAX_SECONDS:
            raise ReadingError(TOO_LONG)
    return pages


def _lines(page: PageObject) -> list[str]:
    """The lines of a page, with an empty one where the gap to the next is wider than usual."""
    lines: list[str] = [""]
    heights: list[float | None] = [None]

    def collect(text: str, matrix: Matrix, text_matrix: Matrix, *_font: object) -> None:
        height = text_matrix[4] * matrix[1] + text_matrix[5] * matrix[3] + matrix[5]
        for number, part in enumerate(text.split("\n")):
            if number:
                lines.append("")
                heights.append(None)
            lines[-1] += part
            if heights[-1] is None and part.strip():
                heights[-1] = height

    page.extract_text(visitor_text=collect)
    placed = [
        (" ".join(line.translate(LIGATURES).split()), height)
        for line, height in zip(lines, heights, strict=True)
        if height is not None
    ]
    gaps = [above - below for (_, above), (_, below) in pairwise(placed)]
    leadings = sorted(gap for gap in gaps if gap > MIN_LEADING)
    usual = leadings[len(leadings) // 5] if leadings else 0
    spaced = [line for line, _ in placed[:1]]
    for gap, (line, _) in zip(gaps, placed[1:], strict=True):
        spaced += ["", line] if gap > 1.3 * usual else [line]
    return spaced


def _without_furniture(pages: list[list[str]]) -> list[list[str]]:
    pages = [_without_edges(page, lambda line: bool(PAGE_NUMBER.fullmatch(line))) for page in pages]
    seen = Counter(head for page in pages if page for head in {_head(page[0]), _head(page[-1])})
    repeated = {head for head, times in seen.items() if times >= 3 and times * 2 > len(pages)}
    bare = [_without_edges(page, lambda line: _head(line) in repeated) for page in pages]
    return bare if any(bare) else pages


def _without_edges(page: list[str], unwanted: Callable[[str], bool]) -> list[str]:
    """Drop the first and last line if unwanted, and the empty lines around them."""
    page = _trimmed(page)
    if page and unwanted(page[0]):
        page = page[1:]
    if page and unwanted(page[-1]):
        page = page[:-1]
    return _trimmed(page)


def _trimmed(page: list[str]) -> list[str]:
    filled = [number for number, line in enumerate(page) if line]
    return page[filled[0] : filled[-1] + 1] if filled else []


def _head(line: str) -> str:
    return re.sub(r"\d+", "#", line.casefold())


def _ends_paragraph(previous: str, line: str, width: int) -> bool:
    """Paragraphs end with a short line that ends a sentence; headings are short and end none."""
    if line[0] in BULLETS:
        return True
    if SENTENCE_END.search(previous):
        return len(previous) < width * 0.85
    return len(previous) < width * 0.5 and line[0].isupper()


def _joined(lines: list[str]) -> str:
    text = lines[0]
    for line in lines[1:]:
        if text.endswith("\u00ad") or (
            text[-2:-1].isalpha() and text[-1] == "-" and line[0].islower()
        ):
            text = text[:-1] + line
        else:
            text = f"{text} {line}"
    return text


def _title(title: str | None) -> str | None:
    """Programs leave the file name, or their own, where nobody wrote a title."""
    return None if PROGRAM_TITLE.match(title or "") else title


def _empty_page_warnings(pages: list[list[str]]) -> tuple[str, ...]:
    empty = sum(not any(page) for page in pages)
    if not empty:
        return ()
    return (f"{empty} of {len(pages)} pages contain no text; they may be pictures.",)
