import pytest

from sources.reading import ReadingError, read
from tests.reading.builders import encrypt_pdf, make_pdf

ARTICLE = [
    "Ten killed in market",
    "",
    "At least ten people were killed on Monday when shells hit a mar-",
    "ket in the town, the mayor said. Dozens were wounded, and the",
    "hospital asked for blood.",
    "",
    "The army denied it and blamed rebels.",
]
TEXT = (
    "Ten killed in market\n\n"
    "At least ten people were killed on Monday when shells hit a market in the town, the mayor "
    "said. Dozens were wounded, and the hospital asked for blood.\n\n"
    "The army denied it and blamed rebels."
)


def test_wrapped_and_hyphenated_lines_become_paragraphs():
    reading = read(make_pdf(ARTICLE, title="Ten killed"), filename="a.pdf")

    assert reading.text == TEXT
    assert (reading.media_type, reading.encoding, reading.title, reading.warnings) == (
        "application/pdf",
        None,
        "Ten killed",
        (),
    )


def test_short_last_line_ends_a_paragraph_where_no_gap_does():
    reading = read(make_pdf([line for line in ARTICLE if line]), filename="a.pdf")

    assert reading.text == TEXT


def test_page_numbers_and_running_heads_go_and_sentences_cross_pages():
    pages = [
        [
            "Example Wire, May 2014",
            "",
            "The mayor said that at least ten people from the town",
            "",
            "1",
        ],
        [
            "Example Wire, May 2014",
            "",
            "were killed and that the hospital, where dozens lay on",
            "",
            "2",
        ],
        ["Example Wire, May 2014", "", "the floor, had no more blood.", "", "Page 3 of 3"],
    ]

    reading = read(make_pdf(*pages), filename="a.pdf")

    assert reading.text == (
        "The mayor said that at least ten people from the town were killed and that the hospital, "
        "where dozens lay on the floor, had no more blood."
    )


def test_pdf_is_read_whatever_its_name():
    reading = read(make_pdf(ARTICLE), filename="a.txt")

    assert (reading.text, reading.media_type) == (TEXT, "application/pdf")
    assert reading.warnings == ("The file is named .txt but is a PDF, and was read as that.",)


def test_pdf_encrypted_without_a_password_opens():
    assert read(encrypt_pdf(make_pdf(ARTICLE), password=""), filename="a.pdf").text == TEXT


def test_pdf_with_a_password_is_refused():
    with pytest.raises(ReadingError, match="protected by a password"):
        read(encrypt_pdf(make_pdf(ARTICLE), password="secret"), filename="a.pdf")


def test_scanned_pdf_is_refused_with_what_to_do():
    with pytest.raises(ReadingError, match=r"run text recognition \(OCR\)"):
        read(make_pdf([], []), filename="a.pdf")


def test_pages_without_text_are_named():
    reading = read(make_pdf(ARTICLE, []), filename="a.pdf")

    assert reading.warnings == ("1 of 2 pages contain no text; they may be pictures.",)


def test_title_left_by_a_program_is_no_title():
    assert read(make_pdf(ARTICLE, title="Microsoft Word - a.doc"), filename="a.pdf").title is None


def test_pages_of_one_and_the_same_line_are_no_running_heads():
    reading = read(make_pdf(*[["No entry, said the army."]] * 3), filename="a.pdf")

    assert reading.text == " ".join(["No entry, said the army."] * 3)
