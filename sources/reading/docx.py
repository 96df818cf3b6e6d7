"""Word documents: paragraphs and tables in the order in which they are read."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from sources.reading.types import DOCX, Content, ReadingError

MAX_PARTS = 5_000
MAX_UNPACKED = 150 * 1024**2
MAX_XML = 30 * 1024**2
# Deleted and moved text, field codes, and the second copy of what Word draws in two ways.
UNREAD = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:pPr"),
    qn("w:rPr"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def parse(content: bytes) -> Content:
    """Return the text of a Word document with its title and author.

    The day on which the file was made is not taken for the day of publication: a wrong date
    would move every "yesterday" of the article.
    """
    _check_archive(content)
    document = Document(BytesIO(content))
    properties = document.core_properties
    return Content(
        text="\n\n".join(block for block in _blocks(document.element.body) if block.strip()),
        media_type=DOCX,
        title=properties.title,
        author=properties.author,
    )


def _check_archive(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        xml = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
        if (
            len(parts) > MAX_PARTS
            or sum(part.file_size for part in parts) > MAX_UNPACKED
            or sum(part.file_size for part in xml) > MAX_XML
        ):
            raise ReadingError(
                "The Word document unpacks to far more than an article and is not read for safety; "
                "paste its text."
            )
        if any(_declares_type(archive.read(part)) for part in xml):
            raise ReadingError(
                "The Word document declares XML entities and is not read for safety; "
                "paste its text."
            )


def _declares_type(xml: bytes) -> bool:
    """No part of a Word document has a document type; without one there are no entities."""
    return b"<!DOCTYPE" in xml.replace(b"\0", b"")


def _blocks(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == qn("w:p"):
            yield _inline(child).strip()
        elif child.tag == qn("w:tbl"):
            yield "\n".join(_row(row) for row in child.iter(qn("w:tr")))
        elif child.tag not in UNREAD:
            yield from _blocks(child)


def _row(row: Any) -> str:
    return "\t".join(" ".join(_blocks(cell)) for cell in row.iterchildren(qn("w:tc")))


def _inline(element: Any) -> str:
    parts = []
    for child in element:
        if child.tag == qn("w:t"):
            parts.append(child.text or "")
        elif child.tag in BREAKS:
            parts.append(BREAKS[child.tag])
        elif child.tag == qn("w:txbxContent"):
            parts.append("\n" + "\n".join(_blocks(child)) + "\n")
        elif child.tag not in UNREAD:
            parts.append(_inline(child))
    return "".join(parts)
