"""A reading in words: each field as one line, so that two of them can stand side by side."""

from collections.abc import Callable
from typing import Any

from django import template

from incidents.actions.readings import from_json
from incidents.agreement import Draft
from incidents.concordance import FIELD_LABELS
from sources.actions.claims import ClaimDraft
from sources.templatetags.facts import count_words, date_words, label_of, place_words

register = template.Library()


def field_words(reading: Draft, field: str, text: str) -> str:
    """Return what a reading says of a field, empty where it says nothing."""
    draft = from_json(dict(reading))
    if field == "sentence":
        return text[draft.start : draft.end]
    return WORDS[field](draft)


@register.filter
def field_label(field: str) -> str:
    return FIELD_LABELS[field]


def _with(value: str | None, note: str | None) -> str:
    if not value:
        return ""
    return f"{value} ({note})" if note and note != value else value


def _counts(draft: ClaimDraft) -> str:
    return "; ".join(_count(count) for count in draft.counts)


def _count(count: Any) -> str:
    unit = "" if count.unit == "persons" else f" {label_of(count.unit, 'units').lower()}"
    words = f"{count_words(count)}{unit} {label_of(count.effect, 'effects').lower()}"
    notes = [count.victim_class, "part of another number" if count.part else None]
    return _with(words, ", ".join(note for note in notes if note))


WORDS: dict[str, Callable[[ClaimDraft], str]] = {
    "event_type": lambda draft: label_of(draft.event_type, "event_types"),
    "stance": lambda draft: label_of(draft.stance, "stances"),
    "place": lambda draft: _with(place_words(draft), draft.place_precision),
    "date": lambda draft: _with(date_words(draft), draft.date_precision),
    "counts": _counts,
    "perpetrator": lambda draft: _with(draft.perpetrator, draft.perpetrator_actor),
    "victims": lambda draft: draft.victims or "",
    "weapon": lambda draft: draft.weapon or "",
    "speakers": lambda draft: "; ".join(speaker.name for speaker in draft.speakers),
    "aggregate": lambda draft: "a running total" if draft.aggregate else "",
}
