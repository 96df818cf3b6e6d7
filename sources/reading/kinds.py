"""Which kind of file this is, by its name and by its first bytes."""

import re
import zipfile
from io import BytesIO
from pathlib import PureWindowsPath

from sources.reading.types import ACCEPTED, DOCX, PDF, ReadingError

# The first bytes of files that people upload by mistake, with what to call them.
STRANGERS = {
    b"PK\x03\x04": "a zip archive",
    b"PK\x05\x06": "an empty zip archive",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old or password-protected Office file",
    b"{\\rtf": "a rich text (RTF) file",
    b"\x89PNG\r\n\x1a\n": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF87a": "a picture",
    b"GIF89a": "a picture",
    b"\x7fELF": "a program",
    b"MZ\x90\x00": "a program",
    b"\x1f\x8b\x08": "a compressed file",
    b"7z\xbc\xaf\x27\x1c": "an archive",
    b"Rar!\x1a\x07": "an archive",
}
HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?><!--.{0,2000}?-->\s*){0,3}<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
ACCEPTED_WORDS = "{} or {}".format(", ".join(list(ACCEPTED)[:-1]), list(ACCEPTED)[-1])


def suffix_of(filename: str) -> str:
    """Return the extension of a file name in lower case, with its dot.

    >>> suffix_of("C:\\\\news\\\\Report.HTML"), suffix_of("report")
    ('.html', '')
    """
    return PureWindowsPath(filename).suffix.lower()


def identify(content: bytes, filename: str) -> str:
    """Return the media type to read a file as, or say why it cannot be read.

    A PDF or Word document is read as such whatever its name; any other content must be what the
    name promises.
    """
    suffix = suffix_of(filename)
    if suffix not in ACCEPTED:
        raise ReadingError(
            f"Files of the type {suffix or '(no extension)'} cannot be read; upload the article as "
            f"{ACCEPTED_WORDS}."
        )
    expected = ACCEPTED[suffix]
    if content.startswith(b"%PDF-") or (expected == PDF and b"%PDF-" in content[:1024]):
        return PDF
    if _is_docx(content):
        return DOCX
    for magic, name in STRANGERS.items():
        if content.startswith(magic):
            raise ReadingError(
                f"The file is named {suffix} but is {name}; upload the article as {ACCEPTED_WORDS}."
            )
    if expected in (PDF, DOCX):
        kind = (
            "a web page" if looks_like_html(content[:4096].decode("latin-1")) else "something else"
        )
        raise ReadingError(
            f"The file is named {suffix} but is {kind}; open it to see what it is, and upload the "
            f"article as {ACCEPTED_WORDS}."
        )
    return expected


def looks_like_html(text: str) -> bool:
    """Tell whether a text is the source of a web page.

    >>> looks_like_html("<!DOCTYPE html><title>News</title>"), looks_like_html("<Ten> killed")
    (True, False)
    """
    return HTML_START.match(text) is not None


def has_tags(text: str) -> bool:
    """Tell whether a text has any markup at all.

    >>> has_tags("5 < 6"), has_tags("<p>Six")
    (False, True)
    """
    return re.search(r"<[a-zA-Z!/]", text) is not None


def _is_docx(content: bytes) -> bool:
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False
    return "[Content_Types].xml" in names and any(name.startswith("word/") for name in names)
