"""An extraction as plain data for JSON, and as words for a reader who asks why."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sources.extraction.digest import Digest
from sources.extraction.rules import ONLY_RULE, reason
from sources.extraction.types import (
    Attribution,
    Claim,
    Count,
    Extraction,
    Mention,
    Place,
    Span,
    When,
)


def as_data(extraction: Extraction) -> dict[str, Any]:
    """Return the extraction in JSON types, dates in ISO form, spans as pairs."""
    return {
        "pipeline": extraction.pipeline,
        "model": extraction.model,
        "gazetteer": extraction.gazetteer,
        "language": extraction.language,
        "claims": [claim_data(claim) for claim in extraction.claims],
        "places": [_place_span(place) for place in extraction.toponyms or extraction.places],
        "dates": [_date_span(when) for when in extraction.dates],
        "attributions": [_attribution(item) for item in extraction.attributions],
    }


def claim_data(claim: Claim) -> dict[str, Any]:
    """Return one claim in JSON types; what the article does not say is null or empty."""
    return {
        "start": claim.start,
        "end": claim.end,
        "event_type": claim.event_type,
        "trigger": _pair(claim.trigger),
        "place": _place(claim.place),
        "date": _when(claim.when),
        "counts": [_count(count) for count in claim.counts],
        "perpetrator": claim.perpetrator.text if claim.perpetrator else None,
        "actor": claim.perpetrator.actor if claim.perpetrator else None,
        "victims": claim.victims.text if claim.victims else None,
        "weapon": claim.weapon.text if claim.weapon else None,
        "attribution": [speaker.text for speaker in claim.speakers],
        "stance": claim.stance,
        "stance_cue": _pair(claim.stance_cue) if claim.stance_cue else None,
        "aggregate": claim.aggregate,
        "confidence": claim.confidence,
        "spans": _spans(claim),
        "scores": claim.scores,
        "rules": claim.rules,
    }


def digest_data(main: Digest) -> dict[str, Any]:
    """Return what an article is mainly about in JSON types."""
    return {
        "event_types": list(main.event_types),
        "country": main.country,
        "city": main.city.name if main.city else None,
        "day": _iso(main.day),
    }


def explain(claim: Claim, text: str) -> str:
    """Return the claim with the words, the score and the rule behind each of its fields."""
    lines = [
        f"{claim.event_type} [{claim.start}:{claim.end}] confidence {claim.confidence:.2f}",
        f"  {text[claim.start : claim.end]!r}",
    ]
    spans = {"event_type": [_pair(claim.trigger)], **_spans(claim)}
    if claim.stance_cue:
        spans["stance"] = [_pair(claim.stance_cue)]
    for name in sorted({*claim.rules, *claim.scores, *spans}):
        words = " | ".join(repr(text[start:end]) for start, end in spans.get(name, []))
        score = f" ({claim.scores[name]:.2f})" if name in claim.scores else ""
        lines.append(f"  {name:<12} {words or '-'}{score}")
        lines += [f"  {'':<12} {why}" for why in dict.fromkeys(_reasons(claim, name))]
    return "\n".join(lines)


def _reasons(claim: Claim, field: str) -> Iterable[str]:
    """Yield why a field holds what it holds: some fields have a rule each, others but one way."""
    if field == "counts":
        return (reason("counts", count.qualifier) for count in claim.counts)
    rule = claim.rules.get(field) or ONLY_RULE.get(field)
    return [reason(field, rule)] if rule else []


def _spans(claim: Claim) -> dict[str, list[list[int]]]:
    named: dict[str, Iterable[Place | When | Count | Mention | None]] = {
        "place": [claim.place],
        "date": [claim.when],
        "counts": claim.counts,
        "perpetrator": [claim.perpetrator],
        "victims": [claim.victims],
        "weapon": [claim.weapon],
        "speakers": claim.speakers,
    }
    found = {name: [_pair(i.span) for i in items if i is not None] for name, items in named.items()}
    return {name: pairs for name, pairs in found.items() if pairs}


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "name": place.name,
        "country": place.country,
        "admin1": place.admin1,
        "lat": place.latitude,
        "lon": place.longitude,
        "precision": place.precision,
        "gazetteer_id": place.gazetteer_id,
        "score": place.score,
    }


def _when(when: When | None) -> dict[str, Any] | None:
    if when is None or when.start is None or when.end is None:
        return None
    return {"start": _iso(when.start), "end": _iso(when.end), "precision": when.precision}


def _count(count: Count) -> dict[str, Any]:
    return {
        "effect": count.effect,
        "min": count.lower,
        "max": count.upper,
        "qualifier": count.qualifier,
        "unit": count.unit,
        "victims": count.victims,
        "victim_class": count.victim_class,
        "part": count.part,
    }


def _place_span(place: Place) -> dict[str, Any]:
    return {
        "start": place.span.start,
        "end": place.span.end,
        "name": place.name,
        "country": place.country,
        "lat": place.latitude,
        "lon": place.longitude,
    }


def _date_span(when: When) -> dict[str, Any]:
    return {
        "start": when.span.start,
        "end": when.span.end,
        "from": _iso(when.start),
        "to": _iso(when.end),
    }


def _attribution(item: Attribution) -> dict[str, Any]:
    return {"source": _pair(item.source), "cue": _pair(item.cue), "content": _pair(item.content)}
