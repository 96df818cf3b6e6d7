from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sources.models import Document


class SourceError(Exception):
    """Something the uploader must know. The message is a sentence fit for the page."""


class DuplicateDocumentError(SourceError):
    """The same bytes are here already; ``document`` is the one that holds them."""

    def __init__(self, document: "Document") -> None:
        super().__init__("This file is here already.")
        self.document = document
