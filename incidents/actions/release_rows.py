"""The rows of a release, table by table, as the database holds them in one snapshot."""

import json
from collections.abc import Iterator, Mapping

from django.db.models import Prefetch

from incidents.actions.release_cells import Row, claim_row, count_row, incident_row
from incidents.actions.release_evidence import evidence_of_count, evidence_of_incident
from incidents.enums import Action, Status, Verdict
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
            yield incident_row(incident)

    def _whole_incidents(self) -> Iterator[Incident]:
        """Yield the incidents with ranges, accepted claims and everything said in these."""
        accepted = (
            IncidentClaim.objects.filter(verdict=Verdict.ACCEPTED)
            .select_related("claim__document", "decided_by")
            .defer("claim__document__text", "claim__document__search")
            .prefetch_related("claim__speakers", "claim__counts")
            .order_by("claim")
        )
        confirming = Decision.objects.filter(action=Action.CONFIRM).order_by("pk")
        incidents = self.incidents.select_related("confirmed_by").prefetch_related(
            "counts",
            "merged_from",
            Prefetch("links", queryset=accepted),
            Prefetch("decisions", queryset=confirming),
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
        for incident in self._whole_incidents():
            yield from evidence_of_incident(incident, incident_row(incident))
        counts = (
            ClaimCount.objects.filter(claim__link__in=self.links.values("pk"))
            .select_related("claim__link__decided_by", "claim__document")
            .defer("claim__document__text", "claim__document__search")
            .order_by("pk")
        )
        for count in counts.iterator(CHUNK):
            yield from evidence_of_count(count)

    def _decisions(self) -> Iterator[Row]:
        ids = self.incidents.order_by().values("pk")
        about = Decision.objects.filter(incident__in=ids).select_related("by")
        for decision in about.order_by("pk").iterator(CHUNK):
            yield {
                "id": decision.pk,
                "at": decision.at,
                "reviewer": decision.by.pseudonym,
                "action": decision.action,
                "incident": reference_of(decision.incident_id) if decision.incident_id else None,
                "claim": decision.claim_id,
                "reason": decision.reason or None,
                "changes": json.dumps(decision.changes, ensure_ascii=False, sort_keys=True)
                if decision.changes
                else None,
            }

    def _relations(self) -> Iterator[Row]:
        ids = self.incidents.order_by().values("pk")
        merged = Incident.objects.filter(status=Status.MERGED, merged_into__in=ids)
        for incident in merged.order_by("pk").iterator(CHUNK):
            if incident.merged_into_id:
                yield {
                    "incident": incident.reference,
                    "relation": "merged_into",
                    "other": reference_of(incident.merged_into_id),
                }
