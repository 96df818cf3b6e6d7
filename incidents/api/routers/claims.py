"""Claims: what one sentence of an article says, and what people made of it."""

from datetime import datetime
from typing import Any, Self

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Router
from pydantic import BaseModel, Field

from incidents.api import codes
from incidents.api.facts import Days, Place, Span
from incidents.api.rights import CLAIMS, EVIDENCE, ApiRequest
from incidents.api.routes import Row, listing, one
from incidents.filters import ClaimFilter
from incidents.models import IncidentClaim
from incidents.references import reference_of
from incidents.views.lists import claim_rows
from sources.models import Claim, ClaimCount

router = Router(tags=["claims"])
SPANS = ("event_type", "place", "date", "perpetrator", "victims", "weapon", "stance")


class Count(BaseModel):
    """How many, of whom, to what effect. A null bound is open."""

    effect: codes.Effect
    lower: int | None
    upper: int | None
    qualifier: codes.Qualifier
    unit: codes.Unit
    victim_class: str | None
    victims: str | None = Field(description="in the words of the text")
    part: bool = Field(description="a share of another count, never added")
    span: Span | None

    @classmethod
    def of(cls, row: ClaimCount) -> Self:
        return cls(
            effect=row.effect,
            lower=row.lower,
            upper=row.upper,
            qualifier=row.qualifier,
            unit=row.unit,
            victim_class=row.victim_class,
            victims=row.victims,
            part=row.part,
            span=Span.of(row.span),
        )


class Speaker(BaseModel):
    """Who says so, inside the article."""

    name: str
    actor: str | None
    span: Span | None


class Judgement(BaseModel):
    """What people made of a claim, and of which incident it speaks."""

    incident: str
    verdict: codes.ClaimVerdict
    decided_by: str | None
    decided_at: datetime | None

    @classmethod
    def of(cls, link: IncidentClaim) -> Self:
        return cls(
            incident=reference_of(link.incident_id),
            verdict=link.verdict,
            decided_by=link.decided_by.username if link.decided_by else None,
            decided_at=link.decided_at,
        )


class ClaimRow(Row):
    """A claim as it stands in lists. Null means that the article does not say."""

    id: int
    document: int
    document_title: str
    start: int
    end: int
    quote: str
    event_type: codes.EventType
    place: Place | None
    date: Days | None
    perpetrator: str | None
    perpetrator_actor: str | None
    victims: str | None
    weapon: str | None
    stance: codes.Stance
    aggregate: bool = Field(description="a running total, not one event")
    confidence: float
    counts: list[Count]
    speakers: list[Speaker]
    judgement: Judgement | None = Field(description="null: it has not reached the reviewers")

    @classmethod
    def of(cls, row: IncidentClaim) -> Self:
        return cls(**_said(row.claim), judgement=Judgement.of(row))


class FullClaim(ClaimRow):
    """A claim with what made it: the rule, the words and the score behind each field."""

    run: int | None
    pipeline: str | None
    model: str | None
    made_by: str | None = Field(description="null: the machine")
    made_at: datetime
    supersedes: int | None
    spans: dict[str, Span]
    scores: dict[str, Any]
    rules: dict[str, Any]


@listing(router, "", ClaimRow, right=CLAIMS, filters=ClaimFilter)
def list_claims(request: ApiRequest) -> QuerySet:
    """Claims before the reviewers, the newest first; replaced ones only if you ask for them."""
    return for_rows(claim_rows(request.GET))


@one(router, "/{int:claim}", FullClaim, right=EVIDENCE)
def get_claim(request: ApiRequest, claim: int) -> FullClaim:
    """One claim, with the reading that made it."""
    rows = Claim.objects.in_full().select_related("document", "link__decided_by", "run", "made_by")
    row = get_object_or_404(rows.defer("document__text", "document__search"), pk=claim)
    link = getattr(row, "link", None)
    return FullClaim(
        **_said(row),
        judgement=Judgement.of(link) if link else None,
        run=row.run_id,
        pipeline=row.run.pipeline if row.run else None,
        model=row.run.model if row.run else None,
        made_by=row.made_by.username if row.made_by else None,
        made_at=row.made_at,
        supersedes=row.supersedes_id,
        spans={name: span for name in SPANS if (span := Span.of(getattr(row, f"{name}_span")))},
        scores=row.scores,
        rules=row.rules,
    )


def for_rows(links: QuerySet) -> QuerySet:
    """Return the links with all that a row shows, in three queries and without an article."""
    return (
        links.select_related("claim__document", "decided_by")
        .defer("claim__scores", "claim__rules", "claim__document__warnings")
        .defer("claim__document__text", "claim__document__search")
        .prefetch_related("claim__counts", "claim__speakers")
    )


def _said(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.pk,
        "document": claim.document_id,
        "document_title": claim.document.title,
        "start": claim.start,
        "end": claim.end,
        "quote": claim.quote,
        "event_type": claim.event_type,
        "place": Place.of(claim),
        "date": Days.of(claim),
        "perpetrator": claim.perpetrator,
        "perpetrator_actor": claim.perpetrator_actor,
        "victims": claim.victims,
        "weapon": claim.weapon,
        "stance": claim.stance,
        "aggregate": claim.aggregate,
        "confidence": claim.confidence,
        "counts": [Count.of(count) for count in claim.counts.all()],
        "speakers": [
            Speaker(name=one.name, actor=one.actor, span=Span.of(one.span))
            for one in claim.speakers.all()
        ],
    }
