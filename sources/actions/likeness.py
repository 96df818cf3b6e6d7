"""Find the documents that have text in common, and link them. Nobody decides it: text does."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from sources.likeness import (
    VERSION,
    Common,
    Kind,
    credited_agency,
    fingerprint,
    in_common,
    kind_of,
)
from sources.locks import sole_holder, wait_for_turn
from sources.models import Document, DocumentLikeness, Fingerprint, Signature

LOCK_SPACE = 0x4C494B45  # "LIKE"
SWEEP = 1  # the lock of this space that one sweep holds
SHARED = 2  # numbers that two documents must share: one alone may be a stock phrase
CANDIDATES = 20  # documents whose texts are compared word by word


@dataclass(frozen=True, slots=True)
class Linked:
    """A document that has text in common with the one that was compared."""

    document: int
    common: Common
    kind: Kind
    turned_kind: Kind


@transaction.atomic
def compare(document_id: int) -> int:
    """Link a document with those that have text in common with it. Safe to repeat.

    One document at a time, so that of two that come together one sees the other.

    Returns how many documents are linked with it now; 0 if it had been compared already.
    """
    wait_for_turn(LOCK_SPACE)
    document = Document.objects.not_compared(VERSION).filter(pk=document_id)
    text = document.values_list("text", flat=True).first()
    if text is None:
        return 0
    numbers = fingerprint(text)
    Signature.objects.update_or_create(
        document_id=document_id,
        defaults={"version": VERSION, "agency": credited_agency(text) or ""},
    )
    Fingerprint.objects.filter(document=document_id).delete()
    linked = _linked(text, Fingerprint.objects.sharing(numbers, at_least=SHARED, most=CANDIDATES))
    Fingerprint.objects.bulk_create(
        Fingerprint(number=number, document_id=document_id) for number in numbers
    )
    about = Q(document=document_id) | Q(other=document_id)
    DocumentLikeness.objects.filter(about).delete()
    DocumentLikeness.objects.bulk_create(
        row
        for link in linked
        for row in (
            _row(document_id, link.document, link.common, link.kind),
            _row(link.document, document_id, link.common.turned, link.turned_kind),
        )
    )
    return len(linked)


def compare_waiting(*, limit: int) -> int:
    """Compare the documents that no message has reached. Returns how many; 0 if another does it."""
    with sole_holder(LOCK_SPACE, SWEEP) as alone:
        if not alone:
            return 0
        waiting = Document.objects.not_compared(VERSION).order_by("pk")
        found = list(waiting.values_list("pk", flat=True)[:limit])
        for document in found:
            compare(document)
        return len(found)


def _linked(text: str, candidates: list[int]) -> list[Linked]:
    texts = Document.objects.filter(pk__in=candidates).values_list("pk", "text")
    found = []
    for pk, other in texts:
        common = in_common(text, other)
        kind, turned = kind_of(common), kind_of(common.turned)
        if kind and turned:
            found.append(Linked(pk, common, kind, turned))
    return found


def _row(document: int, other: int, common: Common, kind: Kind) -> DocumentLikeness:
    return DocumentLikeness(
        document_id=document,
        other_id=other,
        kind=kind,
        words=common.first,
        share=common.first_share,
        other_share=common.second_share,
    )
