from datetime import UTC, datetime

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from sources.reading import ReadingError, read
from sources.reading.types import DOCX
from tests.reading.builders import save_docx, with_part


def make_article() -> Document:
    document = docx.Document()
    document.core_properties.title = "Ten killed in market"
    document.core_properties.author = "Jane Example"
    document.core_properties.created = datetime(2014, 5, 6, tzinfo=UTC)
    document.add_paragraph("Ten people were killed on Monday.")
    table = document.add_table(rows=0, cols=2)
    for town, killed in (("Town", "Killed"), ("Bangui", "10")):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = town, killed
    document.add_paragraph("The army denied it.\nIt blamed\trebels.")
    return document


def test_paragraphs_and_tables_keep_their_order():
    reading = read(save_docx(make_article()), filename="a.docx")

    assert reading.text == (
        "Ten people were killed on Monday.\n\n"
        "Town\tKilled\nBangui\t10\n\n"
        "The army denied it.\nIt blamed\trebels."
    )
    assert (reading.media_type, reading.encoding) == (DOCX, None)


def test_the_day_a_file_was_made_is_not_the_day_of_publication():
    reading = read(save_docx(make_article()), filename="a.docx")

    assert (reading.title, reading.author) == ("Ten killed in market", "Jane Example")
    assert (reading.published, reading.warnings) == (None, ())


def test_tracked_changes_are_read_as_accepted():
    document = make_article()
    paragraph = document.paragraphs[0]._p
    paragraph.append(
        parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t> Two were children.</w:t></w:r></w:ins>")
    )
    paragraph.append(
        parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText> One.</w:delText></w:r></w:del>")
    )

    reading = read(save_docx(document), filename="a.docx")

    assert reading.text.split("\n")[0] == "Ten people were killed on Monday. Two were children."


def test_word_document_is_read_whatever_its_name():
    reading = read(save_docx(make_article()), filename="a.pdf")

    assert reading.media_type == DOCX
    assert reading.warnings[0] == (
        "The file is named .pdf but is a Word document, and was read as that."
    )


def test_document_that_unpacks_to_a_bomb_is_refused():
    bomb = with_part(save_docx(make_article()), "word/bomb.xml", b" " * 40 * 1024**2)

    with pytest.raises(ReadingError, match="unpacks to far more"):
        read(bomb, filename="a.docx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_with_entities_is_refused(encoding):
    xml = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha">]><d>&a;</d>'.encode(encoding)

    with pytest.raises(ReadingError, match="declares XML entities"):
        read(with_part(save_docx(make_article()), "word/document.xml", xml), filename="a.docx")


def test_damaged_document_is_refused():
    broken = with_part(save_docx(make_article()), "word/document.xml", b"<w:document")

    with pytest.raises(ReadingError, match="is damaged"):
        read(broken, filename="a.docx")


def test_document_without_text_is_refused():
    with pytest.raises(ReadingError, match="Nothing readable"):
        read(save_docx(docx.Document()), filename="a.docx")
