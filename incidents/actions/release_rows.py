"""The rows of a release, table by table, as the database holds them in one snapshot."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, Q

from incidents.actions.release_cells import Row, claim_row, count_row, incident_row
from incidents.actions.release_evidence import evidence_of_count, evidence_of_incident
from incidents.actions.release_trail import (
    by_bearer,
    merged_into,
    released_changes,
    telling_decisions,
)
from incidents.enums import Verdict
from incidents.models import Decision, Incident, IncidentClaim
from incidents.references import reference_of
from sources.models import ClaimCount, Document, Source

CHUNK = 500


class Snapshot:
    """The confirmed incidents that pass the filters, with all that stands behind them.

    Read it inside one repeatable-read transaction: each table is a query of its own.
    """

    def __init__(self, filters: Mapping[str, str]) -> None:
        self.incidents = Incident.objects.confirmed().selected(filters).order_by("pk")
        self.links = IncidentClaim.objects.filter(
            incident__in=self.incidents.order_by().values("pk"), verdict=Verdict.ACCEPTED
        )

    @cached_property
    def merged(self) -> dict[int, int]:
        """Each incident that now leads to a released one, with the one it was merged into."""
        return merged_into(self.incidents)

    @cached_property
    def borne(self) -> dict[int, list[int]]:
        """The incidents that lead to each released one, near or far."""
        return by_bearer(self.merged)

    def rows(self, table: str) -> Iterator[Row]:
        """Yield the rows of a table in the order that it asks for."""
        yield from getattr(self, f"_{table}")()

    def pipelines(self) -> list[str]:
        """Return the versions of the pipelines that read the released claims."""
        runs = self.links.exclude(claim__run=None).order_by()
        found = runs.values_list("claim__run__pipeline", "claim__run__model").distinct()
        return sorted(f"{pipeline}, {model}" for pipeline, model in found)

    def _incidents(self) -> Iterator[Row]:
        for incident in self._whole_incidents():
            yield self._incident_row(incident)

    def _incident_row(self, incident: Incident) -> Row:
        return incident_row(incident, [reference_of(pk) for pk in self.borne.get(incident.pk, ())])

    def _whole_incidents(self) -> Iterator[Incident]:
        """Yield the incidents with ranges, accepted claims and everything said in these."""
        accepted = (
            IncidentClaim.objects.filter(verdict=Verdict.ACCEPTED)
            .select_related("claim__document", "decided_by")
            .defer("claim__document__text", "claim__document__search")
            .prefetch_related("claim__speakers", "claim__counts")
            .order_by("claim")
        )
        incidents = self.incidents.select_related("confirmed_by").prefetch_related(
            "counts",
            Prefetch("links", queryset=accepted),
            Prefetch("decisions", queryset=telling_decisions()),
        )
        yield from incidents.iterator(CHUNK)

    def _counts(self) -> Iterator[Row]:
        counts = (
            ClaimCount.objects.filter(claim__link__in=self.links.values("pk"))
            .select_related("claim__link__incident", "claim__document")
            .defer("claim__document__text", "claim__document__search")
            .prefetch_related("claim__speakers", "claim__link__incident__counts")
            .order_by("claim__link__incident", "pk")
        )
        for count in counts.iterator(CHUNK):
            yield count_row(count)

    def _claims(self) -> Iterator[Row]:
        links = (
            self.links.select_related("claim__run", "claim__made_by", "decided_by", "incident")
            .prefetch_related("claim__speakers")
            .order_by("incident", "claim")
        )
        for link in links.iterator(CHUNK):
            yield claim_row(link)

    def _documents(self) -> Iterator[Row]:
        ids = self.links.order_by().values("claim__document")
        documents = Document.objects.without_text().filter(pk__in=ids).order_by("pk")
        for document in documents.iterator(CHUNK):
            yield {
                "id": document.pk,
                "sha256": document.sha256,
                "text_sha256": document.text_sha256,
                "title": document.title,
                "source": document.source_id,
                "published": document.published,
                "url": document.url or None,
                "language": document.language or None,
                "filename": document.filename or None,
                "media_type": document.media_type,
                "uploaded_at": document.uploaded_at,
            }

    def _sources(self) -> Iterator[Row]:
        ids = self.links.order_by().values("claim__document__source")
        for source in Source.objects.filter(pk__in=ids).order_by("pk").iterator(CHUNK):
            yield {
                "id": source.pk,
                "name": source.name,
                "kind": source.kind,
                "country": str(source.country) or None,
                "is_wire": source.is_wire,
            }

    def _provenance(self) -> Iterator[Row]:
        decisions: dict[int, list[Decision]] = defaultdict(list)
        for decision in telling_decisions().filter(incident__in=list(self.merged)):
            decisions[decision.incident_id or 0].append(decision)
        for incident in self._whole_incidents():
            trail = [one for pk in self.borne.get(incident.pk, ()) for one in decisions[pk]]
            trail = sorted((*trail, *incident.decisions.all()), key=lambda one: one.pk)
            yield from evidence_of_incident(incident, self._incident_row(incident), trail)
        counts = (
            ClaimCount.objects.filter(claim__link__in=self.links.values("pk"))
            .select_related("claim__link__decided_by", "claim__document")
            .defer("claim__document__text", "claim__document__search")
            .order_by("pk")
        )
        for count in counts.iterator(CHUNK):
            yield from evidence_of_count(count)

    def _decisions(self) -> Iterator[Row]:
        about = (
            Q(incident__in=self.incidents.order_by().values("pk"))
            | Q(incident__in=list(self.merged))
            | Q(claim__in=self.links.order_by().values("claim"))
        )
        decisions = Decision.objects.filter(about).select_related("by").order_by("pk")
        for decision in decisions.iterator(CHUNK):
            yield {
                "id": decision.pk,
                "at": decision.at,
                "reviewer": decision.by.pseudonym,
                "action": decision.action,
                "incident": reference_of(decision.incident_id) if decision.incident_id else None,
                "claim": decision.claim_id,
                "reason": decision.reason or None,
                "changes": _as_json(released_changes(decision.changes)),
            }

    def _relations(self) -> Iterator[Row]:
        for pk, into in sorted(self.merged.items()):
            yield {
                "incident": reference_of(pk),
                "relation": "merged_into",
                "other": reference_of(into),
            }


def _as_json(changes: Mapping[str, list[Any]]) -> str | None:
    return json.dumps(changes, ensure_ascii=False, sort_keys=True) if changes else None
