"""Which incident bears which today: references redirect for ever, so claims are never lost."""

from collections.abc import Iterable

from incidents.actions.release_trail import by_bearer, merged_into
from incidents.models import Incident


def trees(incident_ids: Iterable[int]) -> dict[int, set[int]]:
    """Return each incident with all that were merged into it, near or far."""
    roots = set(incident_ids)
    borne = by_bearer(merged_into(Incident.objects.filter(pk__in=roots)))
    return {pk: {pk, *borne.get(pk, ())} for pk in sorted(roots)}


def bearers(incident_ids: Iterable[int]) -> dict[int, int]:
    """Return for each incident the one that it leads to today, itself if it was never merged."""
    found = {pk: pk for pk in incident_ids}
    level = set(found)
    while level:
        merged = Incident.objects.filter(pk__in=level, merged_into__isnull=False)
        into = dict(merged.values_list("pk", "merged_into"))
        found = {pk: into.get(bearer) or bearer for pk, bearer in found.items()}
        level = {pk for pk in into.values() if pk}
    return found
