"""What a split would give, worked out without changing anything."""

from collections.abc import Collection
from copy import copy
from dataclasses import dataclass

from incidents.actions.facts import standing_claims, strongest, work_out
from incidents.enums import Status, Verdict
from incidents.models import Incident, IncidentClaim, IncidentCount


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two incidents as it would be, unsaved: its facts, numbers and claims."""

    incident: Incident
    counts: list[IncidentCount]
    claims: list[IncidentClaim]


def preview(incident: Incident, links: Collection[IncidentClaim]) -> tuple[Side, Side]:
    """Return the incident as the claims that stay leave it, and what these links make anew."""
    leaving = {link.pk for link in links}
    standing = standing_claims(incident)
    stays = [link for link in standing if link.pk not in leaving]
    goes = [link for link in standing if link.pk in leaving]
    kept = copy(incident)
    if Verdict.ACCEPTED not in {link.verdict for link in stays}:
        kept.status = Status.CANDIDATE
    first = next(iter(links)).claim
    new = Incident(pk=0, event_type=first.event_type, title=first.quote[:300])
    return (
        Side(kept, work_out(kept, strongest(stays)), stays),
        Side(new, work_out(new, strongest(goes)), goes),
    )
