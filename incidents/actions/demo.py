"""Judge the sample articles as a reviewer would, through the same verbs."""

from django.db.models import F

from accounts.models import User
from incidents.actions import merge, review
from incidents.models import Incident, Suggestion
from sources.models import Document

REASON = "Demonstration: judged to show how a dataset grows."


def review_samples(documents: list[Document], *, by: User) -> list[Incident]:
    """Merge the pairs of candidates that look most alike and confirm the best borne out ones.

    Returns the confirmed incidents. Nothing is done twice: what is judged already stays.
    """
    ids = [document.pk for document in documents]
    _merge_pairs(ids, by)
    confirmed = []
    for incident in _candidates(ids):
        review.confirm(
            incident, by=by, version=incident.version, accept_pending=True, reason=REASON
        )
        confirmed.append(incident)
    return confirmed


def _merge_pairs(ids: list[int], by: User) -> None:
    """Merge the likeliest pair of each two documents, until no suggestion among them is left."""
    seen: set[frozenset[int]] = set()
    for suggestion in Suggestion.objects.open().select_related("older", "newer"):
        older, newer = (
            Incident.objects.get(pk=one.pk) for one in (suggestion.older, suggestion.newer)
        )
        both = frozenset(_documents(older) | _documents(newer))
        if not both <= set(ids) or both in seen or "merged" in (older.status, newer.status):
            continue
        if merge.needs_lead(older, newer):
            continue
        seen.add(both)
        versions = {older.pk: older.version, newer.pk: newer.version}
        merge.merge(older, newer, by=by, versions=versions, keep={}, reason=REASON)


def _documents(incident: Incident) -> set[int]:
    return set(incident.links.standing().values_list("claim__document", flat=True))


def _candidates(ids: list[int]) -> list[Incident]:
    """Return the candidates of these documents, those that most articles and claims bear first.

    One that may be the same event as another is left to a person.
    """
    tied = Suggestion.objects.open()
    rows = Incident.objects.candidates().filter(links__claim__document__in=ids).distinct()
    rows = rows.exclude(pk__in=tied.values("older")).exclude(pk__in=tied.values("newer"))
    known = rows.exclude(place_name=None).with_evidence()
    return list(known.order_by(F("document_count").desc(), F("claim_count").desc(), "pk")[:5])
