"""What tests compare: the state of incidents and claims without the stamps of each change."""

from typing import Any

from incidents.actions.facts import FACTS
from incidents.models import Incident, IncidentClaim, IncidentCount
from sources.actions.claims import ClaimDraft
from sources.models import Claim


def state_of(*incidents: Incident) -> dict[int, dict[str, Any]]:
    """Return status, facts, ranges and claims with their verdicts, as the database has them."""
    return {incident.pk: _state(Incident.objects.get(pk=incident.pk)) for incident in incidents}


def _state(incident: Incident) -> dict[str, Any]:
    columns = [name for names in FACTS.values() for name in names]
    stamps = ("status", "merged_into_id", "confirmed_by_id", "confirmed_at", "overrides", "blocks")
    return {name: getattr(incident, name) for name in (*columns, *stamps)} | {
        "counts": ranges_of(incident),
        "links": sorted(incident.links.values_list("claim", "verdict", "decided_by", "decided_at")),
    }


def ranges_of(incident: Incident) -> list[tuple[Any, ...]]:
    fields = ("effect", "lower", "upper", "qualifier")
    rows = IncidentCount.objects.filter(incident=incident)
    return list(rows.order_by("effect", "unit", "part").values_list(*fields))


def verdicts_of(incident: Incident) -> dict[int, str]:
    rows = IncidentClaim.objects.filter(incident=incident)
    return dict(rows.order_by("claim").values_list("claim", "verdict"))


def draft_of(claim: Claim, **changed: Any) -> ClaimDraft:
    """Return the draft that states a claim as it is, but for what a test changes."""
    names = [n for n in ClaimDraft.__dataclass_fields__ if n not in ("counts", "speakers")]
    return ClaimDraft(**({name: getattr(claim, name) for name in names} | changed))
