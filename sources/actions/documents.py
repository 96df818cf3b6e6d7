"""Add an article, describe it."""

import hashlib
from datetime import date
from textwrap import shorten

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Lower

from accounts.models import User
from sources.actions.runs import queue_run
from sources.exceptions import DuplicateDocumentError
from sources.models import Document, DocumentEdit, Original, Source
from sources.reading import read

LONGEST_FIRST_LINE = 150  # as a title, where nothing else gives one


def add_document(
    content: bytes,
    *,
    filename: str,
    by: User,
    title: str = "",
    source: Source | None = None,
    published: date | None = None,
    url: str = "",
    language: str = "",
) -> Document:
    """Store an article with its bytes and its text, and queue its first reading.

    What the uploader leaves open is taken from the file where the file says it.

    Raises:
        ReadingError: the file cannot be read; the message says why and what to do.
        DuplicateDocumentError: the same bytes are here already.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    _refuse_duplicate(sha256)
    reading = read(content, filename=filename)
    try:
        with transaction.atomic():
            document = Document.objects.create(
                sha256=sha256,
                filename=filename[-255:],
                media_type=reading.media_type,
                encoding=reading.encoding or "",
                size=len(content),
                text=reading.text,
                text_sha256=hashlib.sha256(reading.text.encode()).hexdigest(),
                warnings=list(reading.warnings),
                uploaded_by=by,
                title=(title or reading.title or _first_line(reading.text))[:500],
                source=source or _source(reading.publisher),
                published=published or reading.published,
                url=(url or reading.url or "")[:2000],
                language=language or reading.language,
            )
            Original.objects.create(document=document, content=content)
            queue_run(document, by=by, reason="uploaded")
    except IntegrityError:
        _refuse_duplicate(sha256)  # another upload of the same bytes was first
        raise
    return document


@transaction.atomic
def describe_document(
    document: Document,
    *,
    by: User,
    title: str,
    source: Source | None,
    published: date | None,
    url: str,
    language: str,
) -> bool:
    """Change what is known about an article; who changed what is kept. True: it is reread.

    Another date changes what "on Thursday" means, so the document is then read anew.
    """
    stored = Document.objects.select_for_update().defer("text", "search").get(pk=document.pk)
    said = {
        "title": title,
        "source": source,
        "published": published,
        "url": url,
        "language": language,
    }
    changes = {
        field: [_plain(getattr(stored, field)), _plain(value)]
        for field, value in said.items()
        if getattr(stored, field) != value
    }
    if changes:
        Document.objects.filter(pk=document.pk).update(**said)
        DocumentEdit.objects.create(document=document, by=by, changes=changes)
    if "published" in changes:
        reason = f"published date set to {published}" if published else "published date removed"
        queue_run(document, by=by, reason=reason)
    return "published" in changes


def find_or_add_source(name: str, *, kind: str = "outlet") -> Source | None:
    """Return the source of this name, whatever its case, adding it if need be; None for no name."""
    name = " ".join(name.split())[:200]
    if not name:
        return None
    same_name = Source.objects.annotate(lower_name=Lower("name")).filter(
        lower_name=Lower(Value(name))  # as the constraint compares: "Straẞe" is "Straße"
    )
    known = same_name.first()
    if known:
        return known
    try:
        with transaction.atomic():
            return Source.objects.create(name=name, kind=kind)
    except IntegrityError:
        return same_name.get()  # somebody else was first


def _plain(value: object) -> str | None:
    return None if value is None else str(value)


def _source(publisher: str | None) -> Source | None:
    return find_or_add_source(publisher) if publisher else None


def _first_line(text: str) -> str:
    line = next((line for line in text.splitlines() if line.strip()), "Untitled")
    return shorten(line, LONGEST_FIRST_LINE, placeholder=" …")


def _refuse_duplicate(sha256: str) -> None:
    known = Document.objects.without_text().filter(sha256=sha256).first()
    if known:
        raise DuplicateDocumentError(known)
