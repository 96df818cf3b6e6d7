"""The one way in: check the file, read it by its kind, normalise its text."""

from sources.reading.decoding import decode, normalise
from sources.reading.kinds import has_tags, identify, looks_like_html, suffix_of
from sources.reading.language import detect_language
from sources.reading.types import (
    ACCEPTED,
    DOCX,
    HTML,
    MAX_BYTES,
    MAX_CHARACTERS,
    NAMES,
    PDF,
    TEXT,
    Content,
    Reading,
    ReadingError,
)


def read(content: bytes, *, filename: str) -> Reading:
    """Return the frozen text of an uploaded file and what it tells about itself.

    >>> reading = read(b"Ten people were killed.\\r\\n", filename="note.txt")
    >>> reading.text, reading.media_type, reading.encoding
    ('Ten people were killed.\\n', 'text/plain', 'utf-8')
    """
    _check_size(content)
    found = _parse_safely(content, identify(content, filename))
    text = normalise(found.text)
    _check_text(text)
    return Reading(
        text=text,
        media_type=found.media_type,
        encoding=found.encoding,
        title=_hint(found.title),
        published=found.published,
        author=_hint(found.author),
        publisher=_hint(found.publisher),
        url=found.url,
        language=detect_language(text),
        warnings=(*_name_warnings(found.media_type, filename), *found.warnings),
    )


def _parse_safely(content: bytes, media_type: str) -> Content:
    """Parsers of damaged files raise all kinds of errors; the uploader gets one of ours."""
    try:
        return _parse(content, media_type)
    except ReadingError:
        raise
    except Exception as error:
        raise ReadingError(
            "The file is damaged and cannot be read; open it, save it again and upload that, or "
            "paste the text."
        ) from error


def _parse(content: bytes, media_type: str) -> Content:
    if media_type == PDF:
        from sources.reading import pdf  # noqa: PLC0415 -- heavy, loaded when needed

        return pdf.parse(content)
    if media_type == DOCX:
        from sources.reading import docx  # noqa: PLC0415 -- heavy, loaded when needed

        return docx.parse(content)
    decoded = decode(content)
    if looks_like_html(decoded.text) or (media_type == HTML and has_tags(decoded.text)):
        from sources.reading import html  # noqa: PLC0415 -- heavy, loaded when needed

        return html.parse(decoded)
    plain = TEXT if media_type == HTML else media_type
    return Content(decoded.text, plain, decoded.encoding, warnings=decoded.warnings)


def _check_size(content: bytes) -> None:
    if not content:
        raise ReadingError("The file is empty; choose the file again or paste the text.")
    if len(content) > MAX_BYTES:
        raise ReadingError(
            f"The file is larger than {MAX_BYTES // 1024**2} MB; upload the article without its "
            "pictures, or paste its text."
        )


def _check_text(text: str) -> None:
    if not any(character.isalnum() for character in text):
        raise ReadingError(
            "Nothing readable was found in the file; open it, copy the article and paste its text."
        )
    if len(text) > MAX_CHARACTERS:
        raise ReadingError(
            f"The text is longer than {MAX_CHARACTERS:,} characters; split it into single articles "
            "or chapters and upload those."
        )


def _name_warnings(media_type: str, filename: str) -> tuple[str, ...]:
    suffix = suffix_of(filename)
    if media_type == ACCEPTED[suffix]:
        return ()
    return (f"The file is named {suffix} but is {NAMES[media_type]}, and was read as that.",)


def _hint(words: str | None) -> str | None:
    """One line of printable text of a length that fits a form, or None."""
    return " ".join(normalise(words or "").split())[:300] or None
