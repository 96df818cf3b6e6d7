"""Turn what was read, by the machine or by a person, into rows that never change."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import NumericRange

from accounts.models import User
from sources.models import Claim, ClaimCount, ClaimSpeaker, Document, ExtractionRun

if TYPE_CHECKING:  # the extractor brings spaCy, which only a worker needs
    from sources.extraction import types as read


@dataclass(frozen=True, slots=True, kw_only=True)
class CountDraft:
    """One number as a reviewer states it. A None bound is open."""

    effect: str
    lower: int | None
    upper: int | None
    qualifier: str
    unit: str = "persons"
    victim_class: str | None = None
    victims: str | None = None
    part: bool = False
    span: NumericRange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerDraft:
    """Who says so, and the name of the actor list for them."""

    name: str
    actor: str | None = None
    span: NumericRange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDraft:
    """A claim as a reviewer states it: every field of it, None where the article does not say.

    A span is where in the article the words stand from which a field was taken.
    """

    start: int
    end: int
    event_type: str
    stance: str
    aggregate: bool = False
    event_type_span: NumericRange | None = None
    stance_span: NumericRange | None = None
    place_name: str | None = None
    place_precision: str | None = None
    place_gazetteer_id: int | None = None
    place_admin1: str | None = None
    place_country: str | None = None
    place_latitude: float | None = None
    place_longitude: float | None = None
    place_span: NumericRange | None = None
    date_start: date | None = None
    date_end: date | None = None
    date_precision: str | None = None
    date_span: NumericRange | None = None
    perpetrator: str | None = None
    perpetrator_actor: str | None = None
    perpetrator_span: NumericRange | None = None
    victims: str | None = None
    victims_span: NumericRange | None = None
    weapon: str | None = None
    weapon_span: NumericRange | None = None
    counts: tuple[CountDraft, ...] = ()
    speakers: tuple[SpeakerDraft, ...] = ()


def store_claims(run: ExtractionRun, claims: "Sequence[read.Claim]") -> int:
    """Store the machine's claims of a run, in reading order. Returns how many."""
    rows = Claim.objects.bulk_create(
        _row(run, position, claim) for position, claim in enumerate(claims)
    )
    ClaimCount.objects.bulk_create(
        ClaimCount(
            claim=row,
            effect=count.effect,
            lower=count.lower,
            upper=count.upper,
            qualifier=count.qualifier,
            unit=count.unit,
            victim_class=count.victim_class,
            victims=_cut(count.victims, 300),
            part=count.part,
            span=_range(count.span),
        )
        for row, claim in zip(rows, claims, strict=True)
        for count in claim.counts
    )
    ClaimSpeaker.objects.bulk_create(
        ClaimSpeaker(
            claim=row,
            name=speaker.text[:300],
            actor=_cut(speaker.actor, 100),
            span=_range(speaker.span),
        )
        for row, claim in zip(rows, claims, strict=True)
        for speaker in claim.speakers
    )
    return len(rows)


@transaction.atomic
def make_claim(
    document: Document, draft: ClaimDraft, *, by: User, supersedes: Claim | None = None
) -> Claim:
    """Store a claim that a person states from the text, in place of another one or beside them."""
    stated = asdict(draft)
    counts, speakers = stated.pop("counts"), stated.pop("speakers")
    claim = Claim.objects.create(
        document=document,
        made_by=by,
        supersedes=supersedes,
        quote=document.text[draft.start : draft.end],
        confidence=1.0,
        **stated,
    )
    ClaimCount.objects.bulk_create(ClaimCount(claim=claim, **count) for count in counts)
    ClaimSpeaker.objects.bulk_create(ClaimSpeaker(claim=claim, **speaker) for speaker in speakers)
    return claim


def _row(run: ExtractionRun, position: int, claim: "read.Claim") -> Claim:
    return Claim(
        document=run.document,
        run=run,
        position=position,
        start=claim.start,
        end=claim.end,
        quote=run.document.text[claim.start : claim.end],
        event_type=claim.event_type,
        event_type_span=_range(claim.trigger),
        stance=claim.stance,
        stance_span=_range(claim.stance_cue),
        aggregate=claim.aggregate,
        confidence=claim.confidence,
        scores=claim.scores,
        rules=claim.rules,
        **_place(claim.place),
        **_date(claim.when),
        **_mention("perpetrator", claim.perpetrator, 300),
        perpetrator_actor=_cut(claim.perpetrator.actor, 100) if claim.perpetrator else None,
        **_mention("victims", claim.victims, 300),
        **_mention("weapon", claim.weapon, 200),
    )


def _place(place: "read.Place | None") -> dict[str, Any]:
    if place is None:
        return {}
    return {
        "place_name": place.name[:200],
        "place_precision": place.precision,
        "place_gazetteer_id": place.gazetteer_id,
        "place_admin1": _cut(place.admin1, 200),
        "place_country": place.country,
        "place_latitude": place.latitude,
        "place_longitude": place.longitude,
        "place_span": _range(place.span),
    }


def _date(when: "read.When | None") -> dict[str, Any]:
    if when is None:
        return {}
    return {
        "date_start": when.start,
        "date_end": when.end,
        "date_precision": when.precision,
        "date_span": _range(when.span),
    }


def _mention(field: str, mention: "read.Mention | None", longest: int) -> dict[str, Any]:
    if mention is None:
        return {}
    return {field: mention.text[:longest], f"{field}_span": _range(mention.span)}


def _range(span: "read.Span | None") -> NumericRange | None:
    return None if span is None else NumericRange(span.start, span.end)


def _cut(words: str | None, longest: int) -> str | None:
    return words[:longest] if words else None
