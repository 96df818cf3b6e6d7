"""What articles print: a text that others print too, or the copy of a news agency."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from sources.models import DocumentLikeness, Signature


@dataclass(frozen=True, slots=True)
class Print:
    """One article's text: a key that all who print it share, and the agency that it credits."""

    text: int | None = None
    agency: str | None = None


Prints = Mapping[int, Print]


def prints_of(documents: Iterable[int] | QuerySet) -> Prints:
    """Return what these documents print, by document, in two queries; others print their own.

    A text in common reaches over a document that is not asked for: two that copy a third one
    print one text.
    """
    chosen = documents if isinstance(documents, QuerySet) else list(documents)
    links = DocumentLikeness.objects.filter(document__in=chosen).order_by("document", "other")
    credited = Signature.objects.filter(document__in=chosen).exclude(agency="")
    texts = _texts(links.values_list("document", "other"))
    agencies = dict(credited.values_list("document", "agency"))
    return {pk: Print(texts.get(pk), agencies.get(pk)) for pk in {*texts, *agencies}}


def _texts(links: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return the lowest document of all that hang together, for each of them."""
    leader: dict[int, int] = {}

    def lead(document: int) -> int:
        while leader.setdefault(document, document) != document:
            document = leader[document]
        return document

    for one, other in links:
        first, second = sorted((lead(one), lead(other)))
        leader[second] = first
    return {document: lead(document) for document in leader}
