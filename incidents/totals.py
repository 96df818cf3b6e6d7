"""How many over the newest confirmed incidents: no event's number is added twice."""

from incidents import matching
from incidents.actions.relations import counted_in
from incidents.actions.release_headline import headline
from incidents.models import Incident
from incidents.overview import NEWEST
from sources import taxonomy


def totals() -> list[tuple[str, matching.Total]]:
    """Return each effect that any of them says a number of, with their sum."""
    newest = Incident.objects.live().order_by("-pk").values("pk")[:NEWEST]
    confirmed = Incident.objects.confirmed().filter(pk__in=newest)
    rows = list(confirmed.only("pk").prefetch_related("counts"))
    held = counted_in(confirmed) if rows else {}
    found = []
    for code, effect in taxonomy.codes("effects").items():
        heads = {row.pk: headline(row.counts.all(), code) for row in rows}
        ranges = {pk: (one.lower, one.upper) for pk, one in heads.items() if one}
        if ranges:
            found.append((effect.label, matching.total(ranges, held)))
    return found
