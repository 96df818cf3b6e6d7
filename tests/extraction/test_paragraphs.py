from hypothesis import given
from hypothesis import strategies as st

from sources.extraction.boilerplate import paragraphs


def furniture(text, title=None):
    return [p.text.strip() for p in paragraphs(text, title=title) if p.furniture]


@given(st.text(alphabet="ab .\n\r“”é", max_size=300))
def test_the_lines_of_an_article_are_the_article(text):
    assert "".join(p.text for p in paragraphs(text)) == text


def test_page_furniture_is_no_part_of_the_report():
    text = "Six people died.\nComments are closed.\nReporting by agencies\nFacebook Twitter Mail"

    assert furniture(text) == [
        "Comments are closed.",
        "Reporting by agencies",
        "Facebook Twitter Mail",
    ]


def test_a_title_that_the_page_repeats_is_read_once():
    text = "Six die in blast\n\nA blast killed six.\n\nSix die in blast\n"

    assert furniture(text, title="Six die in blast") == ["Six die in blast"]


def test_a_line_as_long_as_a_book_is_cut():
    assert max(len(p.text) for p in paragraphs("word " * 20_000)) == 20_000
