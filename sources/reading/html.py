"""Web pages: the article by trafilatura, or all of the text where it finds none."""

import logging
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import trafilatura
from lxml import etree

from sources.reading.decoding import Decoded, normalise
from sources.reading.types import HTML, Content, ReadingError

# What they have to say about hostile pages is for their developers.
for _name in ("trafilatura", "htmldate", "courlan", "justext"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)

# libxml2 builds no deeper tree; more elements or attributes take trafilatura more than seconds.
MAX_DEPTH = 250
MAX_ELEMENTS = 30_000
MAX_ATTRIBUTES = 200
SILENT = {
    "head", "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "select",
    "textarea", "button",
}  # fmt: skip
INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
}  # fmt: skip
ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
TABLE_RULE = re.compile(r"[|\s-]*")
WEB_ADDRESS = re.compile(r"https?://\S{1,2000}", re.IGNORECASE)
NO_ARTICLE = (
    "No article was found in the page, so all of its text was taken; check it for menus and "
    "advertisements."
)


class _Text:
    """Collects the visible text of a page while it is parsed, without a tree to get lost in."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.depth = 0
        self.deepest = 0
        self.elements = 0
        self.silent = 0
        self.busiest = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.depth += 1
        self.deepest = max(self.deepest, self.depth)
        self.silent += tag in SILENT
        self.busiest = max(self.busiest, len(attributes))
        self._separate(tag)

    def end(self, tag: str) -> None:
        self.depth -= 1
        self.silent -= tag in SILENT
        self._separate(tag)

    def data(self, text: str) -> None:
        if not self.silent:
            self.parts.append(re.sub(r"\s+", " ", text))

    def comment(self, text: str) -> None:
        """Comments are not read."""

    def close(self) -> str:
        lines = (" ".join(line.split()) for line in "".join(self.parts).split("\n"))
        return "\n\n".join(line for line in lines if line)

    def is_ordinary(self) -> bool:
        """Tell whether a tree of the page can be built whole and in a moment."""
        return (
            self.deepest < MAX_DEPTH
            and self.elements < MAX_ELEMENTS
            and self.busiest < MAX_ATTRIBUTES
        )

    def _separate(self, tag: str) -> None:
        if tag not in INLINE:
            self.parts.append("\n")


def parse(page: Decoded) -> Content:
    """Return the article of a web page with the title, date, author and site that it names."""
    source = normalise(page.text)
    if ENTITY.search(source):
        raise ReadingError(
            "The page declares entities of its own and is not read for safety; copy the article "
            "from your browser and paste its text."
        )
    visible = _Text()
    parser = etree.HTMLParser(target=visible, encoding="utf-8", huge_tree=True)
    plain = etree.fromstring(source.encode(), parser)
    article = _article(source) if visible.is_ordinary() else None
    if article is None or not article.text:
        return Content(plain, HTML, page.encoding, warnings=(*page.warnings, NO_ARTICLE))
    return Content(
        text="\n\n".join(_lines(article.text)),
        media_type=HTML,
        encoding=page.encoding,
        title=article.title,
        author=article.author,
        published=_date(article.date),
        publisher=article.sitename,
        url=article.url if WEB_ADDRESS.fullmatch(article.url or "") else None,
        warnings=page.warnings,
    )


def _article(source: str) -> Any:
    return trafilatura.bare_extraction(
        source,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )


def _lines(text: str) -> Iterator[str]:
    """The lines of an article, rows of tables with tabs between their cells."""
    for line in text.split("\n"):
        if line.startswith("|") and not TABLE_RULE.fullmatch(line):
            yield "\t".join(cell.strip() for cell in line.strip("| ").split("|"))
        elif line.strip() and not line.startswith("|"):
            yield line


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
