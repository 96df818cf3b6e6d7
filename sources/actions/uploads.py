"""Take in one file after another: what becomes of each, said in words instead of exceptions."""

from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from sources.actions.documents import add_document, find_or_add_source
from sources.enums import UploadStatus
from sources.exceptions import DuplicateDocumentError
from sources.metadata import Metadata
from sources.models import Document
from sources.reading import ReadingError


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """What became of one file: stored, here already, or refused for a reason."""

    filename: str
    status: UploadStatus
    document: Document | None = None
    reason: str = ""


def take_file(content: bytes, *, filename: str, by: User, metadata: Metadata) -> Upload:
    """Store one article unless it is here already or cannot be read."""
    filename = "".join(letter for letter in filename if letter.isprintable())
    try:
        with transaction.atomic():  # a refused file leaves no source behind
            document = add_document(
                content,
                filename=filename,
                by=by,
                title=metadata.title,
                source=find_or_add_source(metadata.publisher, kind=metadata.kind),
                published=metadata.published,
                url=metadata.url,
                language=metadata.language,
            )
    except ReadingError as error:
        return Upload(filename=filename, status=UploadStatus.REFUSED, reason=str(error))
    except DuplicateDocumentError as error:
        return Upload(
            filename=filename,
            status=UploadStatus.DUPLICATE,
            document=error.document,
            reason=str(error),
        )
    return Upload(filename=filename, status=UploadStatus.STORED, document=document)
