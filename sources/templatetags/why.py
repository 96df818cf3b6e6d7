"""Why a claim holds what it holds: each field with its value, its words, its rule and its score."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import template
from django.db.backends.postgresql.psycopg_any import NumericRange

from sources.extraction.rules import ONLY_RULE, reason
from sources.models import Claim
from sources.templatetags.facts import count_words, date_words, place_words

register = template.Library()

AROUND = 90


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of the article with what stands around them; outside the claim if ``elsewhere``."""

    before: str
    words: str
    after: str
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One field: ``css`` is its mark in the article, ``value`` is empty where nothing was read."""

    name: str
    css: str
    value: str
    passages: tuple[Passage, ...]
    why: str
    score: float | None


@register.inclusion_tag("sources/_why.html")
def why(claim: Claim) -> dict[str, Any]:
    """Print the reasons of a claim that the machine read, one row for each field."""
    return {"fields": list(fields_of(claim))}


def fields_of(claim: Claim) -> Iterator[Field]:
    """Yield the fields that were read, and those that a rule left empty on purpose."""
    speakers, counts = claim.speakers.all(), claim.counts.all()
    names = ", ".join(speaker.name for speaker in speakers)
    yield from _field(claim, "event_type", "What", "event", claim.get_event_type_display())
    yield from _field(
        claim, "speakers", "Who says so", "speaker", names, *(s.span for s in speakers)
    )
    yield from _field(claim, "stance", "How it is said", "stance", claim.get_stance_display())
    yield from _field(claim, "place", "Where", "place", place_words(claim))
    yield from _field(claim, "date", "When", "date", date_words(claim))
    for count in counts:
        value = f"{count_words(count)} {count.get_effect_display().lower()}"
        yield Field(
            name="How many",
            css="count",
            value=value,
            passages=_passages(claim, [count.span]),
            why=reason("counts", count.qualifier),
            score=claim.scores.get("counts"),
        )
    yield from _field(claim, "perpetrator", "By whom", "perpetrator", claim.perpetrator or "")
    yield from _field(claim, "victims", "Victims", "victims", claim.victims or "")
    yield from _field(claim, "weapon", "Weapon", "weapon", claim.weapon or "")


def _field(
    claim: Claim, field: str, name: str, css: str, value: str, *spans: NumericRange | None
) -> Iterator[Field]:
    rule = claim.rules.get(field, ONLY_RULE.get(field, ""))
    passages = _passages(claim, spans or [getattr(claim, f"{field}_span", None)])
    if value or passages or rule.startswith("none:"):
        why_so = reason(field, rule) if rule else ""
        if field == "event_type" and (support := claim.rules.get("support")):
            why_so += f" {reason('support', support)}"
        yield Field(name, css, value, passages, why_so, claim.scores.get(field))


def _passages(claim: Claim, spans: Any) -> tuple[Passage, ...]:
    return tuple(
        _passage(claim, span.lower, span.upper)
        for span in spans
        if span is not None and span.lower is not None and span.upper is not None
    )


def _passage(claim: Claim, start: int, end: int) -> Passage:
    """Return the words within the claim's sentence, or within their line where they stand apart."""
    text = claim.document.text
    if claim.start <= start and end <= claim.end:
        return Passage(text[claim.start : start], text[start:end], text[end : claim.end], False)
    before = text[max(0, start - AROUND) : start].rpartition("\n")[2]
    after = text[end : end + AROUND].partition("\n")[0]
    if len(before) == AROUND:
        before = f"… {before.partition(' ')[2]}"
    if len(after) == AROUND:
        after = f"{after.rpartition(' ')[0]} …"
    return Passage(before, text[start:end], after, elsewhere=True)
