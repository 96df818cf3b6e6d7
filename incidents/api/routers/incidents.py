"""Incidents: what happened, as far as claims and reviewers know, and on what each fact rests."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Self

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Router
from pydantic import BaseModel, Field

from incidents.actions.grading import suggested, voices_of
from incidents.actions.prints import prints_of
from incidents.api import codes
from incidents.api.facts import Days, Place
from incidents.api.paging import OLDEST
from incidents.api.rights import INCIDENTS, ApiRequest
from incidents.api.routers.claims import ClaimRow, for_rows
from incidents.api.routers.decisions import DecisionRow
from incidents.api.routers.relations import RelationRow, SuggestionRow, relations_of
from incidents.api.routes import ReferencePath, Row, key_of, listing, one
from incidents.enums import Verdict
from incidents.filters import IncidentFilter
from incidents.models import Annotation, Decision, Incident, IncidentCount, Suggestion
from incidents.references import reference_of
from incidents.views.incident.acts import borne_by
from incidents.views.incident.facts import Fact, facts_of
from incidents.views.lists import incident_rows

router = Router(tags=["incidents"])
NEAR = 5


class CountRange(BaseModel):
    """How many, for one effect, reconciled from the claims. A null bound is open."""

    effect: codes.Effect
    lower: int | None
    upper: int | None
    qualifier: codes.RangeQualifier
    unit: codes.Unit
    victim_class: str | None
    part: bool = Field(description="a share of another count, never added")
    rule: str = Field(description="how the range follows from the claims, in words")
    claims: list[int]

    @classmethod
    def of(cls, row: IncidentCount) -> Self:
        return cls(
            effect=row.effect,
            lower=row.lower,
            upper=row.upper,
            qualifier=row.qualifier,
            unit=row.unit,
            victim_class=row.victim_class,
            part=row.part,
            rule=row.rule,
            claims=row.claims,
        )


class IncidentRow(Row):
    """One event in the world. Null means that no claim says it."""

    reference: str
    title: str
    status: codes.IncidentStatus
    version: int = Field(description="raised by every decision")
    event_type: codes.EventType
    place: Place | None
    date: Days | None
    perpetrators: list[str]
    grade: codes.IncidentGrade | None = Field(description="null: nobody has graded it")
    counts: list[CountRange]
    claim_count: int = Field(description="claims that nobody rejected")
    document_count: int = Field(description="articles with such a claim")
    merged_into: str | None
    created_at: datetime

    @classmethod
    def of(cls, row: Any) -> Self:
        return cls(**_told(row))


class Voices(BaseModel):
    """Voices that count once, and why."""

    name: str
    reason: str
    claims: list[int]


class FactBasis(BaseModel):
    """One fact, and the claims that say so, that say otherwise, and that deny it."""

    name: str
    words: str
    state: str = Field(description="reviewed, by_hand, unreviewed, silent or unknown")
    set_by: str | None = Field(description="who set it by hand")
    reason: str | None
    claims: list[int]
    others: list[int]
    denials: list[int]
    independent: list[Voices] = Field(description="the independent voices that say so")

    @classmethod
    def of(cls, fact: Fact) -> Self:
        return cls(
            name=fact.name,
            words=fact.value,
            state=fact.state,
            set_by=fact.by_hand.by if fact.by_hand else None,
            reason=fact.by_hand.reason if fact.by_hand else None,
            claims=[saying.link.claim_id for saying in fact.saying],
            others=[saying.link.claim_id for saying in fact.others],
            denials=[saying.link.claim_id for saying in fact.denying],
            independent=[
                Voices(name=one.name, reason=one.reason, claims=_keys(one.claims))
                for one in fact.behind.backings
            ],
        )


class Ground(BaseModel):
    """One sentence of the reasoning, with the claims it rests on."""

    text: str
    claims: list[int]


class Neighbour(BaseModel):
    """Another incident, by name."""

    reference: str
    title: str
    status: codes.IncidentStatus

    @classmethod
    def of(cls, row: Incident) -> Self:
        return cls(reference=row.reference, title=row.title, status=row.status)


class FullIncident(IncidentRow):
    """An incident with the basis of its facts and all that is near it."""

    confirmed_by: str | None
    confirmed_at: datetime | None
    facts: list[FactBasis]
    suggested_grade: codes.IncidentGrade | None = Field(description="what the rule says")
    grounds: list[Ground] = Field(description="why the rule says so")
    relations: list[RelationRow]
    suggestions: list[SuggestionRow] = Field(description="other incidents that may be this one")
    near: list[Neighbour] = Field(description="in place and time")
    merged_from: list[Neighbour]


class NoteRow(Row):
    """What somebody noted on an incident."""

    id: int
    by: str
    at: datetime
    text: str
    mentions: list[str]
    resolved_by: str | None
    resolved_at: datetime | None

    @classmethod
    def of(cls, row: Annotation) -> Self:
        return cls(
            id=row.pk,
            by=row.by.username,
            at=row.at,
            text=row.text,
            mentions=[mention.person.username for mention in row.mentions.all()],
            resolved_by=row.resolved_by.username if row.resolved_by else None,
            resolved_at=row.resolved_at,
        )


@listing(router, "", IncidentRow, right=INCIDENTS, filters=IncidentFilter)
def list_incidents(request: ApiRequest) -> QuerySet:
    """Incidents, the newest first. Those that were merged into another are left out."""
    rows: QuerySet = incident_rows(request.GET).with_evidence().prefetch_related("counts")
    return rows


@one(router, "/{reference}", FullIncident, right=INCIDENTS)
def get_incident(request: ApiRequest, reference: Annotated[str, ReferencePath]) -> FullIncident:
    """One incident with the claims behind each fact; a merged one names what took it in."""
    rows = Incident.objects.with_evidence().select_related("confirmed_by")
    row = get_object_or_404(rows, pk=key_of(reference))
    links = list(row.links.in_incident().order_by("claim__document", "claim__start"))
    standing = [x for x in links if x.verdict not in (Verdict.REJECTED, Verdict.REPLACED)]
    prints = prints_of({link.claim.document_id for link in links})
    voices = list(voices_of(standing, prints))
    rule = suggested(links, prints)
    open_pairs = Suggestion.objects.open().about(row.pk).select_related("older", "newer")
    return FullIncident(
        **_told(row),
        confirmed_by=row.confirmed_by.username if row.confirmed_by else None,
        confirmed_at=row.confirmed_at,
        facts=[FactBasis.of(fact) for fact in facts_of(row, standing, {}, voices)],
        suggested_grade=rule.grade,
        grounds=[Ground(text=one.text, claims=_keys(one.claims)) for one in rule.grounds],
        relations=[RelationRow.of(one) for one in relations_of(borne_by(row))],
        suggestions=[SuggestionRow.of(pair) for pair in open_pairs],
        near=[Neighbour.of(one) for one in Incident.objects.near(row)[:NEAR]],
        merged_from=[Neighbour.of(one) for one in row.merged_from.all()],
    )


@listing(router, "/{reference}/claims", ClaimRow, right=INCIDENTS, order=OLDEST)
def list_claims_of_incident(
    request: ApiRequest, reference: Annotated[str, ReferencePath]
) -> QuerySet:
    """All claims of one incident, those that were rejected or replaced among them."""
    return for_rows(_incident(reference).links.all())


@listing(router, "/{reference}/decisions", DecisionRow, right=INCIDENTS)
def list_decisions_on_incident(
    request: ApiRequest, reference: Annotated[str, ReferencePath]
) -> QuerySet:
    """What people decided on one incident and on those merged into it, the newest first."""
    return Decision.objects.about(borne_by(_incident(reference))).in_full()


@listing(router, "/{reference}/notes", NoteRow, right=INCIDENTS, order=OLDEST)
def list_notes_on_incident(
    request: ApiRequest, reference: Annotated[str, ReferencePath]
) -> QuerySet:
    """What people noted on one incident, the oldest first."""
    notes = _incident(reference).annotations.select_related("by", "resolved_by")
    return notes.prefetch_related("mentions__person")


def _keys(claims: Iterable[int | str]) -> list[int]:
    return [int(claim) for claim in claims]


def _incident(reference: str) -> Incident:
    return get_object_or_404(Incident.objects.only("pk", "status"), pk=key_of(reference))


def _told(row: Any) -> dict[str, Any]:
    return {
        "reference": row.reference,
        "title": row.title,
        "status": row.status,
        "version": row.version,
        "event_type": row.event_type,
        "place": Place.of(row),
        "date": Days.of(row),
        "perpetrators": row.perpetrators,
        "grade": row.grade,
        "counts": [CountRange.of(count) for count in row.counts.all()],
        "claim_count": row.claim_count,
        "document_count": row.document_count,
        "merged_into": reference_of(row.merged_into_id) if row.merged_into_id else None,
        "created_at": row.created_at,
    }
