import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.reading import ACCEPTED, MAX_BYTES, MAX_CHARACTERS, ReadingError, read
from tests.reading.builders import make_pdf

MAGIC = [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<!DOCTYPE html><html>", b"\xff\xfe", b"\xef\xbb\xbf"]


def make_zip() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("news.txt", "Ten people were killed.")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "filename", "message"),
    [
        (b"", "a.txt", "The file is empty; choose the file again or paste the text."),
        (
            b"Ten",
            "a.exe",
            "Files of the type .exe cannot be read; upload the article as .txt, .md, .html, .htm, "
            ".pdf or .docx.",
        ),
        (
            b"Ten",
            "README",
            "Files of the type (no extension) cannot be read; upload the article as .txt, .md, "
            ".html, .htm, .pdf or .docx.",
        ),
        (
            b"MZ\x90\x00\x03",
            "a.pdf",
            "The file is named .pdf but is a program; upload the article as .txt, .md, .html, "
            ".htm, .pdf or .docx.",
        ),
        (
            b"\x89PNG\r\n\x1a\n\x00",
            "a.txt",
            "The file is named .txt but is a picture; upload the article as .txt, .md, .html, "
            ".htm, .pdf or .docx.",
        ),
        (
            make_zip(),
            "a.docx",
            "The file is named .docx but is a zip archive; upload the article as .txt, .md, .html, "
            ".htm, .pdf or .docx.",
        ),
        (
            b"<!DOCTYPE html><title>Log in</title>",
            "a.pdf",
            "The file is named .pdf but is a web page; open it to see what it is, and upload the "
            "article as .txt, .md, .html, .htm, .pdf or .docx.",
        ),
        (
            b"Ten people were killed.",
            "a.docx",
            "The file is named .docx but is something else; open it to see what it is, and upload "
            "the article as .txt, .md, .html, .htm, .pdf or .docx.",
        ),
        (
            b"\x00\x01\x02\x03\x04" * 10,
            "a.txt",
            "The file does not contain text; upload the article itself, or paste its text.",
        ),
        (
            b" \n... \t",
            "a.txt",
            "Nothing readable was found in the file; open it, copy the article and paste its text.",
        ),
        (
            b"<html><body><script>1</script></body></html>",
            "a.html",
            "Nothing readable was found in the file; open it, copy the article and paste its text.",
        ),
        (
            b"a" * (MAX_BYTES + 1),
            "a.txt",
            "The file is larger than 20 MB; upload the article without its pictures, or paste its "
            "text.",
        ),
        (
            b"a" * (MAX_CHARACTERS + 1),
            "a.txt",
            "The text is longer than 500,000 characters; split it into single articles or chapters "
            "and upload those.",
        ),
    ],
)
def test_refusal_says_what_is_wrong_and_what_to_do(content, filename, message):
    with pytest.raises(ReadingError) as refused:
        read(content, filename=filename)

    assert str(refused.value) == message


@pytest.mark.parametrize("suffix", ACCEPTED)
@settings(max_examples=40, deadline=None)
@given(start=st.sampled_from(MAGIC), rest=st.binary(max_size=500))
def test_random_bytes_are_read_or_refused(suffix, start, rest):
    try:
        reading = read(start + rest, filename=f"a{suffix}")
    except ReadingError:
        return

    assert any(character.isalnum() for character in reading.text)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 900), st.binary(max_size=20), st.integers(0, 900))
def test_damaged_or_cut_pdf_is_read_or_refused(position, junk, cut):
    content = make_pdf(["Ten people were killed.", "The army denied it."])
    damaged = content[:position] + junk + content[position + len(junk) : -cut or None]
    try:
        reading = read(damaged, filename="a.pdf")
    except ReadingError:
        return

    assert any(character.isalnum() for character in reading.text)
