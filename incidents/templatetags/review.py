"""What review pages print that no model says: facts side by side."""

from django import template

from incidents.enums import Obstacle, Verdict
from incidents.models import Incident
from incidents.references import reference_of
from sources.models import Claim
from sources.templatetags.facts import date_words, place_words

register = template.Library()

FACT_LABELS = {
    "title": "Title",
    "event_type": "What happened",
    "place": "Where",
    "date": "When",
    "perpetrators": "By whom",
}

SAID = {
    "place": "place_name",
    "date": "date_start",
    "number": "counts",
    "perpetrator": "perpetrator",
    "victims": "victims",
    "weapon": "weapon",
}


@register.filter
def unsaid(claim: Claim) -> list[str]:
    """Return the fields of a claim that the article leaves open, without even a word for them."""
    return [
        label
        for label, field in SAID.items()
        if not (claim.counts.all() if field == "counts" else _has(claim, label, field))
    ]


def _has(claim: Claim, label: str, field: str) -> bool:
    return bool(getattr(claim, field) or getattr(claim, f"{label}_span"))


@register.filter
def verdict_label(code: str) -> str:
    return str(Verdict(code).label)


@register.filter
def obstacle_label(code: str, whose: str | None) -> str:
    """Return why a bulk decision leaves a row out, with the name of whom it waits for."""
    label = str(Obstacle(code).label)
    return label.replace("somebody", whose) if whose else label


@register.filter
def reference(incident_id: int) -> str:
    """Return the permanent name of an incident that is not loaded."""
    return reference_of(incident_id)


@register.filter
def fact_label(fact: str) -> str:
    return FACT_LABELS[fact]


@register.filter
def fact_words(incident: Incident, fact: str) -> str:
    """Return one fact of an incident in words; empty where no claim says it."""
    if fact == "place":
        return place_words(incident)
    if fact == "date":
        return date_words(incident)
    if fact == "event_type":
        return incident.get_event_type_display()
    if fact == "perpetrators":
        return "; ".join(incident.perpetrators)
    return incident.title
