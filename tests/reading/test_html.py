from datetime import date

import pytest

from sources.reading import Reading, ReadingError, read

BODY = """
<p>At least ten people were killed in the caf&eacute; on Monday, the mayor of the
town&nbsp;said.</p>
<!-- not for print -->
<p>The army <b>denied</b> it &amp; blamed rebels, who have held the hills since the end of last
year.</p>
<script>document.write("never shown")</script><style>p { color: red }</style>
<p>Residents told reporters that they had counted dozens of shells before the market was hit.</p>
"""
PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>Ten killed in market | Example Wire</title>
<meta property="og:title" content="Ten killed in market">
<meta property="og:site_name" content="Example Wire">
<meta name="author" content="Jane Example">
<meta property="article:published_time" content="2014-05-06T09:00:00Z">
<link rel="canonical" href="https://example.org/market">
</head><body><nav><a href="/">Home</a></nav><article><h1>Ten killed in market</h1>{BODY}</article>
<div class="comments" id="comments"><p>First comment by a reader of the page.</p></div>
<footer>All rights reserved</footer></body></html>
"""
TEXT = (
    "Ten killed in market\n\n"
    "At least ten people were killed in the café on Monday, the mayor of the town said.\n\n"
    "The army denied it & blamed rebels, who have held the hills since the end of last year.\n\n"
    "Residents told reporters that they had counted dozens of shells before the market was hit."
)
NO_ARTICLE = (
    "No article was found in the page, so all of its text was taken; check it for menus and "
    "advertisements."
)


def test_article_and_its_metadata_are_taken_from_the_page():
    assert read(PAGE.encode(), filename="market.html") == Reading(
        text=TEXT,
        media_type="text/html",
        encoding="utf-8",
        title="Ten killed in market",
        published=date(2014, 5, 6),
        author="Jane Example",
        publisher="Example Wire",
        url="https://example.org/market",
        language="en",
        warnings=(),
    )


def test_rows_of_tables_are_lines_with_tabs():
    table = (
        "<table><tr><th>Town</th><th>Killed</th></tr><tr><td>Bangui</td><td>10</td></tr></table>"
    )

    reading = read(PAGE.replace("</article>", f"{table}</article>").encode(), filename="a.html")

    assert reading.text == f"{TEXT}\n\nTown\tKilled\n\nBangui\t10"


def test_page_named_as_text_is_read_as_a_page_and_the_uploader_is_told():
    reading = read(PAGE.encode("utf-16"), filename="market.txt")

    assert (reading.text, reading.media_type, reading.encoding) == (TEXT, "text/html", "utf-16-le")
    assert reading.warnings == ("The file is named .txt but is a web page, and was read as that.",)


def test_text_named_as_page_keeps_its_lines():
    reading = read(b"Ten people were killed.\nThe army denied it.", filename="a.htm")

    assert (reading.text, reading.media_type) == (
        "Ten people were killed.\nThe army denied it.",
        "text/plain",
    )
    assert reading.warnings == ("The file is named .htm but is plain text, and was read as that.",)


@pytest.mark.parametrize(
    "declaration", ['<meta charset="{}">', '<?xml version="1.0" encoding="{}"?>']
)
@pytest.mark.parametrize(
    ("codec", "encoding"), [("windows-1251", "windows-1251"), ("iso-8859-5", "iso-8859-5")]
)
def test_declared_encoding_is_believed(declaration, codec, encoding):
    text = "Погибли десять человек"
    page = f"{declaration.format(codec)}<html><body><p>{text}</p></body></html>"

    reading = read(page.encode(codec), filename="a.html")

    assert (reading.text, reading.encoding) == (text, encoding)


def test_declared_codec_that_is_no_character_set_is_ignored():
    page = '<meta charset="zip"><p>Dix civils ont été tués, dit le préfet de la région.</p>'

    reading = read(page.encode("latin-1"), filename="a.html")

    assert (reading.text, reading.encoding) == (
        "Dix civils ont été tués, dit le préfet de la région.",
        "windows-1252",
    )


def test_page_too_deep_for_a_tree_loses_no_text():
    page = "<html><body>" + "<div>" * 20_000 + "Ten were killed.<p>The army <i>denied</i> it."

    reading = read(page.encode(), filename="a.html")

    assert reading.text == "Ten were killed.\n\nThe army denied it."
    assert reading.warnings == (NO_ARTICLE,)


@pytest.mark.parametrize(
    "page",
    [
        "<body><p " + " ".join(f"a{number}" for number in range(20_000)) + ">Ten were killed.</p>",
        "<body>" + "<p></p>" * 40_000 + "<p>Ten were killed.</p>",
    ],
)
def test_page_that_would_take_long_to_search_gives_all_of_its_text(page):
    reading = read(page.encode(), filename="a.html")

    assert (reading.text, reading.warnings) == ("Ten were killed.", (NO_ARTICLE,))


def test_page_with_its_own_entities_is_refused():
    page = '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><html><body>&b;</body></html>'

    with pytest.raises(ReadingError, match="declares entities"):
        read(page.encode(), filename="a.html")


def test_address_that_is_no_web_address_is_dropped():
    page = PAGE.replace("https://example.org/market", "javascript:alert(1)")

    assert read(page.encode(), filename="a.html").url is None
