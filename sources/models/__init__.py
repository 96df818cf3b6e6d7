"""What the press says: left of the line, written once and never changed."""

from sources.models.claim import Claim, ClaimCount, ClaimSpeaker, ExtractionRun
from sources.models.document import Document, DocumentEdit, Original, Source
from sources.models.likeness import DocumentLikeness, Fingerprint, Signature

__all__ = [
    "Claim",
    "ClaimCount",
    "ClaimSpeaker",
    "Document",
    "DocumentEdit",
    "DocumentLikeness",
    "ExtractionRun",
    "Fingerprint",
    "Original",
    "Signature",
    "Source",
]
