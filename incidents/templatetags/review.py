"""What review pages print that no model says: history in words, facts side by side."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.template.defaultfilters import truncatechars

from accounts.models import User
from incidents.enums import Answer, Status, Verdict
from incidents.models import Decision, Incident
from sources.enums import EVENT_TYPES, STANCES
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

STAMPS = {"decided_by", "decided_at", "confirmed_by", "confirmed_at"}  # the line says who and when
CODES = {
    "event_type": dict(EVENT_TYPES),
    "stance": dict(STANCES),
    "verdict": dict(Verdict.choices),
    "status": dict(Status.choices),
    "answer": dict(Answer.choices),
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


@register.filter
def override_of(incident: Incident, fact: str) -> dict[str, Any] | None:
    """Return who set a fact by hand and why, None where the claims give it."""
    override = incident.overrides.get(fact)
    return override and override | {"by": User.objects.get(pk=override["by"])}


@register.filter
def changes_in_words(decision: Decision) -> Iterator[tuple[str, str, str]]:
    """Yield (field, before, after) of a decision, each short enough for a line of history."""
    for field, (before, after) in decision.changes.items():
        if field in STAMPS or before == after:
            continue
        yield field.replace("_", " "), _short(field, before), _short(field, after)


def _short(field: str, value: Any) -> str:
    if value in (None, "", {}, []):
        return "nothing"
    if field in CODES:
        return str(CODES[field].get(value, value))
    if field in ("incident", "merged_into"):
        return Incident(pk=value).reference
    if field == "overrides":
        return "; ".join(f"{FACT_LABELS[fact]} by hand" for fact in value)
    return truncatechars(str(value), 80)
