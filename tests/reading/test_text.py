import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.reading import ReadingError, read

RUSSIAN = "Не менее десяти мирных жителей погибли при обстреле города, сообщил губернатор.\n"
FRENCH = "Au moins dix civils ont été tués lundi à Bangui, a déclaré le préfet de la région.\n"
POLISH = "Co najmniej dziesięciu cywilów zginęło w ostrzale miasta, poinformował burmistrz.\n"
TURKISH = "En az on sivil öldürüldü, valinin açıklamasına göre saldırı pazartesi günü oldu.\n"
QUOTED = "The “governor” said that ten people were killed — most of them civilians.\n"


def test_plain_utf8_text_passes_through_identically():
    text = "  Ten people were killed.\n\n\tThe mayor of Łódź said so.\u2028\u00a0\u200b\ufeff \n\n"

    reading = read(text.encode(), filename="news.txt")

    assert reading.text == text
    assert (reading.media_type, reading.encoding, reading.warnings) == ("text/plain", "utf-8", ())


@given(st.text(min_size=1).filter(lambda text: any(c.isalnum() for c in text)))
def test_reading_its_own_text_again_changes_nothing(text):
    try:
        once = read(text.encode("utf-8", errors="surrogatepass"), filename="news.txt")
        again = read(once.text.encode(), filename="news.txt")
    except ReadingError:
        return

    assert again.text == once.text


def test_markdown_is_text():
    reading = read(b"# Ten killed\n", filename="NEWS.MD")

    assert (reading.text, reading.media_type) == ("# Ten killed\n", "text/markdown")


def test_line_ends_become_newlines_and_controls_go():
    reading = read(b"one\r\ntwo\rthree\x00\x07 four\tfive\x1f", filename="a.txt")

    assert reading.text == "one\ntwo\nthree four\tfive"


@pytest.mark.parametrize(
    ("text", "codec", "encoding"),
    [
        (RUSSIAN, "utf-8-sig", "utf-8"),
        (RUSSIAN, "utf-16", "utf-16-le"),
        (RUSSIAN, "utf-16-le", "utf-16-le"),
        (RUSSIAN, "utf-16-be", "utf-16-be"),
        (FRENCH, "utf-16-be", "utf-16-be"),
        (RUSSIAN, "utf-32", "utf-32-le"),
    ],
)
def test_unicode_encodings_are_read_without_a_guess(text, codec, encoding):
    reading = read(text.encode(codec), filename="a.txt")

    assert (reading.text, reading.encoding, reading.warnings) == (text, encoding, ())


@pytest.mark.parametrize(
    ("text", "codec", "encoding"),
    [
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (FRENCH, "latin-1", "windows-1252"),
        (QUOTED, "cp1252", "windows-1252"),
        (POLISH, "cp1250", "windows-1250"),
        (TURKISH, "cp1254", "windows-1254"),
    ],
)
def test_other_encodings_are_guessed_and_the_uploader_is_told(text, codec, encoding):
    reading = read(text.encode(codec), filename="a.txt")

    assert (reading.text, reading.encoding) == (text, encoding)
    assert reading.warnings == (
        f"The encoding was guessed as {encoding}; check that the text reads well.",
    )


def test_a_few_broken_bytes_do_not_spoil_the_encoding():
    reading = read((RUSSIAN * 3).encode() + b"\xd0", filename="a.txt")

    assert reading.text == RUSSIAN * 3 + "\ufffd"
    assert reading.encoding == "utf-8"
    assert reading.warnings == ("Characters that could not be decoded were replaced.",)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (RUSSIAN, "ru"),
        (FRENCH, "fr"),
        (QUOTED, "en"),
        ("Ten killed.", "und"),
        ("1 2 3 4 5", "und"),
        ("qx zv kj " * 20, "und"),
    ],
)
def test_language_is_undetermined_where_the_text_is_too_short_or_none(text, language):
    assert read(text.encode(), filename="a.txt").language == language


def test_text_that_begins_like_a_program_is_text():
    assert read(b"MZ Abdi saw ten bodies.", filename="a.txt").text == "MZ Abdi saw ten bodies."
