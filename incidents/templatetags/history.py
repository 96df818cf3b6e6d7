"""Decisions in words: what each changed, before and after, as a colleague would tell it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import template
from django.template.defaultfilters import truncatechars
from django_countries import countries

from incidents.actions.facts import DATE_FIELDS, FACTS
from incidents.enums import Answer, Grade, RelationKind, Status, Verdict
from incidents.mentions import pieces
from incidents.models import Annotation, Decision, Incident
from incidents.templatetags.review import FACT_LABELS, fact_words
from sources.enums import EVENT_TYPES, STANCES, DatePrecision, PlacePrecision

register = template.Library()

NOTHING = "nothing"
UNKNOWN = "unknown"
FROM_CLAIMS = "as the claims say"
LONGEST = 120
# The line itself says who and when; where a claim's article begins and ends tells nobody anything.
UNTOLD = {
    "decided_by",
    "decided_at",
    "confirmed_by",
    "confirmed_at",
    "start",
    "end",
    "place_gazetteer_id",
    "awaits",
}
CODES: dict[str, dict[str, str]] = {
    "event_type": dict(EVENT_TYPES),
    "stance": dict(STANCES),
    "verdict": dict(Verdict.choices),
    "status": dict(Status.choices),
    "answer": dict(Answer.choices),
    "grade": dict(Grade.choices),
    "place_precision": dict(PlacePrecision.choices),
    "date_precision": dict(DatePrecision.choices),
}
LABELS = {
    "event_type": "What happened",
    "place_name": "Where",
    "place_precision": "How exact the place is",
    "place_admin1": "Region",
    "place_country": "Country",
    "place_latitude": "Latitude",
    "place_longitude": "Longitude",
    "date_start": "First possible day",
    "date_end": "Last possible day",
    "date_precision": "How exact the date is",
    "perpetrator": "By whom",
    "perpetrator_actor": "By whom, as an actor",
    "victims": "Against whom",
    "weapon": "With what",
    "merged_into": "Merged into",
    "incident": "Belongs to",
    "other": "The other incident",
    "claim": "Claim",
    "aggregate": "A running total",
}

Change = tuple[str, str, str]


@register.filter
def changes(decision: Decision) -> list[Change]:
    """Return (field, before, after) of a decision, each short enough for a line of history."""
    return list(_changes(decision.changes))


@register.filter
def note_pieces(note: Annotation) -> Iterator[tuple[str, bool]]:
    """Yield the text of a note in pieces, and whether each calls somebody whom it reaches."""
    people = [mention.person for mention in note.mentions.all()]
    known = {name.casefold() for one in people for name in (one.username, one.pseudonym)}
    return pieces(note.text, known)


def _changes(recorded: dict[str, list[Any]]) -> Iterator[Change]:
    for field, (before, after) in recorded.items():
        if field in UNTOLD or before == after:
            continue
        if field == "overrides":
            yield from _by_hand(before or {}, after or {})
        elif field == "claim":
            yield "A claim", "belonged here", "moved away"
        else:
            label = LABELS.get(field) or field.replace("_", " ").capitalize()
            yield label, _words(field, before), _words(field, after)


def _by_hand(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    for fact in FACTS:
        one, other = before.get(fact), after.get(fact)
        if one != other:
            yield FACT_LABELS[fact], _fact(fact, one), _fact(fact, other)


def _fact(fact: str, entry: dict[str, Any] | None) -> str:
    """Return a fact that was set by hand in words."""
    if entry is None:
        return FROM_CLAIMS
    columns = dict(zip(FACTS[fact], entry["value"], strict=True))
    for name in {*DATE_FIELDS} & columns.keys() - {"date_precision"}:
        columns[name] = date.fromisoformat(columns[name]) if columns[name] else None
    return truncatechars(fact_words(Incident(**columns), fact) or UNKNOWN, LONGEST)


def _words(field: str, value: Any) -> str:
    if value in (None, "", {}, []):
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field in CODES:
        return CODES[field].get(value, str(value))
    if field == "relation":
        first, kind, second = value.split()
        return f"{first} {RelationKind(kind).label} {second}"
    if field in ("incident", "merged_into"):
        return Incident(pk=value).reference
    if field == "place_country":
        return countries.name(value) or str(value)
    return truncatechars(str(value), LONGEST)
