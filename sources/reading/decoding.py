"""Bytes to characters: which encoding, and which characters may stay."""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from sources.reading.language import detect_language
from sources.reading.types import ReadingError

MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
DECLARED = re.compile(
    rb"""<meta\b[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})"""
    rb"""|<\?xml\b[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
# The encodings that articles come in, by Python's name, with the name that browsers use.
# A declared name outside this list is ignored: some of Python's codecs are no character sets.
ENCODINGS = {
    "utf-8": "utf-8",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "cp1252": "windows-1252",
    "cp1251": "windows-1251",
    "cp1250": "windows-1250",
    "cp1253": "windows-1253",
    "cp1254": "windows-1254",
    "cp1255": "windows-1255",
    "cp1256": "windows-1256",
    "cp1257": "windows-1257",
    "cp1258": "windows-1258",
    "iso8859-2": "iso-8859-2",
    "iso8859-5": "iso-8859-5",
    "iso8859-6": "iso-8859-6",
    "iso8859-7": "iso-8859-7",
    "iso8859-8": "iso-8859-8",
    "iso8859-15": "iso-8859-15",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "cp866": "ibm866",
    "mac-cyrillic": "x-mac-cyrillic",
    "gb18030": "gb18030",
    "gbk": "gbk",
    "gb2312": "gb2312",
    "big5": "big5",
    "big5hkscs": "big5-hkscs",
    "shift_jis": "shift_jis",
    "cp932": "shift_jis",
    "euc_jp": "euc-jp",
    "euc_kr": "euc-kr",
    "cp949": "euc-kr",
    "cp874": "windows-874",
}
# Browsers read the first as the second, which has more characters.
SUPERSETS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "tis-620": "cp874"}
LATIN = {"cp1250", "cp1252", "cp1254", "cp1257", "cp1258", "iso8859-2", "iso8859-15"}
LATIN_BY_LANGUAGE = {
    **dict.fromkeys(("bs", "cs", "hr", "hu", "pl", "ro", "sk", "sl", "sq", "sr"), "cp1250"),
    **dict.fromkeys(("az", "ku", "tr"), "cp1254"),
    **dict.fromkeys(("et", "lt", "lv"), "cp1257"),
}
REPLACED = "Characters that could not be decoded were replaced."
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
SAMPLE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters, the encoding that they were in, and what the uploader should know about it."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(content: bytes) -> Decoded:
    """Decode by byte order mark, as UTF-8, as declared in the page, or by the likeliest guess."""
    decoded = _decode(content)
    controls = len(CONTROLS.findall(decoded.text))
    if controls > max(8, len(decoded.text) // 20):
        raise ReadingError(
            "The file does not contain text; upload the article itself, or paste its text."
        )
    return decoded


def normalise(text: str) -> str:
    """Keep the text as it is but for line ends, byte order marks and what no text may hold.

    >>> normalise("\\ufeffOne\\r\\ntwo\\rthree\\x00")
    'One\\ntwo\\nthree'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return NOT_TEXT.sub("", text).lstrip("\ufeff")


def _decode(content: bytes) -> Decoded:
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return _replacing(content[len(mark) :], encoding)
    unmarked = _utf16_without_mark(content)
    if unmarked:
        return _replacing(content, unmarked)
    for known in ("utf-8", _declared(content)):
        text = _strictly(content, known) if known else None
        if known and text is not None:
            return Decoded(text, ENCODINGS[known])
    if _is_damaged_utf8(content):
        return _replacing(content, "utf-8")
    guess = _guess(content)
    found = _replacing(content, guess)
    warning = f"The encoding was guessed as {found.encoding}; check that the text reads well."
    return Decoded(found.text, found.encoding, (*found.warnings, warning))


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _replacing(content: bytes, encoding: str) -> Decoded:
    name = ENCODINGS.get(encoding, encoding)
    text = _strictly(content, encoding)
    if text is not None:
        return Decoded(text, name)
    return Decoded(content.decode(encoding, errors="replace"), name, (REPLACED,))


def _utf16_without_mark(content: bytes) -> str | None:
    """Spaces and Latin letters leave zeros in one half of the bytes of UTF-16, not in the other."""
    sample = content[:SAMPLE]
    zeros_even, zeros_odd = sample[::2].count(0), sample[1::2].count(0)
    if max(zeros_even, zeros_odd) * 20 < len(sample):
        return None
    if zeros_even * 10 < zeros_odd:
        return "utf-16-le"
    return "utf-16-be" if zeros_odd * 10 < zeros_even else None


def _declared(content: bytes) -> str | None:
    found = DECLARED.search(content[:4096])
    if found is None:
        return None
    return _known((found[1] or found[2]).decode("ascii", errors="replace"))


def _known(name: str) -> str | None:
    """Python's name of a listed encoding.

    >>> _known("ISO-8859-1"), _known("Windows-1251"), _known("zip")
    ('cp1252', 'cp1251', None)
    """
    try:
        name = codecs.lookup(name).name
    except LookupError:
        return None
    name = SUPERSETS.get(name, name)
    return name if name in ENCODINGS else None


def _is_damaged_utf8(content: bytes) -> bool:
    """A cut or a stray byte leaves far more good sequences than bad ones; chance does not."""
    text = content.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    good = sum(not character.isascii() for character in text) - broken
    return good > 10 * broken


def _guess(content: bytes) -> str:
    sample = b"\n".join(line for line in content.splitlines() if not line.isascii())[:SAMPLE]
    best = from_bytes(sample, cp_isolation=list(ENCODINGS), enable_fallback=False).best()
    guess = _known(best.encoding) if best else None
    if guess in LATIN or guess is None:
        # Latin letters with accents look alike in all these; the words between them do not.
        guess = LATIN_BY_LANGUAGE.get(
            detect_language(sample.decode(guess or "cp1252", "replace")), "cp1252"
        )
    return guess
