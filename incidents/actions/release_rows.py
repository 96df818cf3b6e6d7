"""The rows of a release, as the database holds them in one snapshot."""

import json
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import Any

from django.db.models import Prefetch

from incidents.actions.prints import Prints, prints_of
from incidents.actions.relations import between
from incidents.actions.release_cells import Row, claim_row, count_row, incident_row
from incidents.actions.release_evidence import basis_of
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

CHUNK = 250
UNREAD = (
    *(f"claim__{name}_span" for name in ("event_type", "place", "date", "perpetrator")),
    *(f"claim__{name}_span" for name in ("victims", "weapon", "stance")),
    *("claim__scores", "claim__rules"),
    *(f"claim__document__{name}" for name in ("text", "search", "warnings")),
)


class Snapshot:
    """The confirmed incidents that pass the filters, with all that stands behind them.

    Read it inside one repeatable-read transaction: each batch is a query of its own.
    """

    def __init__(self, filters: Mapping[str, str], *, without: Collection[int] = ()) -> None:
        chosen = Incident.objects.confirmed().selected(filters)
        self.incidents = chosen.exclude(pk__in=list(without)).order_by("pk")
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

    def batches(self) -> Iterator[tuple[str, list[Row]]]:
        """Yield the rows of every table batch by batch, each table in the order that it asks for.

        What belongs to the same incidents comes in step: incidents, counts, claims, basis.
        """
        incidents = self._whole_incidents()
        while batch := list(islice(incidents, CHUNK)):
            yield from self._of_incidents(batch)
        others = {
            "documents": self._documents(),
            "sources": self._sources(),
            "decisions": self._decisions(),
            "relations": self._relations(),
        }
        for table, rows in others.items():
            while some := list(islice(rows, CHUNK)):
                yield table, some

    def pipelines(self) -> list[str]:
        """Return the versions of the pipelines that read the released claims."""
        runs = self.links.exclude(claim__run=None).order_by()
        found = runs.values_list("claim__run__pipeline", "claim__run__model").distinct()
        return sorted(f"{pipeline}, {model}" for pipeline, model in found)

    def _of_incidents(self, batch: list[Incident]) -> Iterator[tuple[str, list[Row]]]:
        links = [link for incident in batch for link in incident.links.all()]
        prints = prints_of({link.claim.document_id for link in links})
        rows = [self._incident_row(incident, prints) for incident in batch]
        yield "incidents", rows
        yield (
            "counts",
            [
                count_row(count)
                for incident in batch
                for count in sorted(_counts(incident), key=lambda one: one.pk)
            ],
        )
        yield "claims", [claim_row(link) for link in links]
        trails = self._trails(batch)
        yield (
            "basis",
            [
                basis
                for incident, row in zip(batch, rows, strict=True)
                for basis in basis_of(incident, row, trails[incident.pk])
            ],
        )

    def _incident_row(self, incident: Incident, prints: Prints) -> Row:
        merged_from = [reference_of(pk) for pk in self.borne.get(incident.pk, ())]
        return incident_row(incident, merged_from, prints)

    def _trails(self, batch: list[Incident]) -> dict[int, list[Decision]]:
        """Return for each incident the telling decisions about it and what it bears."""
        borne = {pk: incident.pk for incident in batch for pk in self.borne.get(incident.pk, ())}
        trails = {incident.pk: list(incident.decisions.all()) for incident in batch}
        if borne:
            for decision in telling_decisions().filter(incident__in=borne):
                trails[borne[decision.incident_id or 0]].append(decision)
        return {pk: sorted(trail, key=lambda one: one.pk) for pk, trail in trails.items()}

    def _whole_incidents(self) -> Iterator[Incident]:
        """Yield the incidents with ranges, accepted claims and everything said in these."""
        accepted = (
            IncidentClaim.objects.filter(verdict=Verdict.ACCEPTED)
            .select_related("claim__document", "claim__run")
            .defer(*UNREAD)
            .prefetch_related(
                "claim__speakers",
                "claim__counts",
                "claim__document__source",
                "claim__made_by",
                "decided_by",
            )
            .order_by("claim")
        )
        incidents = self.incidents.prefetch_related(
            "confirmed_by",
            "counts",
            Prefetch("links", queryset=accepted),
            Prefetch("decisions", queryset=telling_decisions()),
        )
        yield from incidents.iterator(CHUNK)

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

    def _decisions(self) -> Iterator[Row]:
        every = Decision.objects.order_by()
        about = (
            every.filter(incident__in=self.incidents.order_by().values("pk")),
            every.filter(incident__in=list(self.merged)),
            every.filter(claim__in=self.links.order_by().values("claim")),
        )
        keys = about[0].values("pk").union(*(rows.values("pk") for rows in about[1:]))
        decisions = Decision.objects.filter(pk__in=keys).select_related("by").order_by("pk")
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
        merged = ((pk, "merged_into", into, None) for pk, into in self.merged.items())
        bonds = (
            (bond.incident, bond.kind, bond.other, bond.held) for bond in between(self.incidents)
        )
        for pk, relation, other, held in sorted((*merged, *bonds), key=lambda row: row[0]):
            yield {
                "incident": reference_of(pk),
                "relation": str(relation),
                "other": reference_of(other),
                "left_out": reference_of(held) if held else None,
            }


def _counts(incident: Incident) -> Iterator[ClaimCount]:
    for link in incident.links.all():
        yield from link.claim.counts.all()


def _as_json(changes: Mapping[str, list[Any]]) -> str | None:
    return json.dumps(changes, ensure_ascii=False, sort_keys=True) if changes else None
