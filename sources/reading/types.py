"""What a reading is, what it refuses, and its limits."""

from dataclasses import dataclass
from datetime import date

TEXT = "text/plain"
MARKDOWN = "text/markdown"
HTML = "text/html"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

ACCEPTED = {
    ".txt": TEXT,
    ".md": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".pdf": PDF,
    ".docx": DOCX,
}
NAMES = {
    TEXT: "plain text",
    MARKDOWN: "plain text",
    HTML: "a web page",
    PDF: "a PDF",
    DOCX: "a Word document",
}
MAX_BYTES = 20 * 1024 * 1024
MAX_CHARACTERS = 500_000


class ReadingError(ValueError):
    """The file cannot be read. The message tells the uploader what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Content:
    """What the parser of one kind of file found: the text and hints about its publication."""

    text: str
    media_type: str
    encoding: str | None = None
    title: str | None = None
    author: str | None = None
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The frozen text of an article, with hints that its uploader may correct.

    All offsets into an article count code points of ``text``. ``encoding`` is None for files
    that are not text themselves; ``language`` is ISO 639-1, or "und" where the text is too short
    to tell.
    """

    text: str
    media_type: str
    encoding: str | None
    title: str | None
    published: date | None
    author: str | None
    publisher: str | None
    url: str | None
    language: str
    warnings: tuple[str, ...]
