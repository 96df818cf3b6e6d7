"""The sample articles that come with the software, uploaded like anybody's."""

from pathlib import Path

from accounts.models import User
from sources.actions.documents import add_document, find_or_add_source
from sources.exceptions import DuplicateDocumentError
from sources.metadata import read_metadata
from sources.models import Document

FOLDER = Path(__file__).parent.parent / "samples"


def add_samples(*, by: User) -> list[Document]:
    """Add every sample article that is not here yet, and return them all."""
    documents = []
    for name, said in sorted(read_metadata(FOLDER / "metadata.json").items()):
        try:
            document = add_document(
                (FOLDER / name).read_bytes(),
                filename=name,
                by=by,
                title=said.title,
                source=find_or_add_source(said.publisher, kind=said.kind),
                published=said.published,
                url=said.url,
                language=said.language,
            )
        except DuplicateDocumentError as duplicate:
            document = duplicate.document
        documents.append(document)
    return documents
