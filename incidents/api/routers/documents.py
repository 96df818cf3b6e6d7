"""Sources and documents: who publishes, and the articles as they were uploaded."""

from datetime import date, datetime
from typing import Any, Self

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from ninja import Router
from pydantic import BaseModel, Field

from incidents.api import codes
from incidents.api.paging import OLDEST
from incidents.api.rights import EVIDENCE, ApiRequest
from incidents.api.routers.claims import ClaimRow, for_rows
from incidents.api.routes import Row, listing, one
from incidents.models import IncidentClaim
from sources.filters import DocumentFilter
from sources.models import Document, DocumentEdit, DocumentLikeness, ExtractionRun, Original, Source

sources = Router(tags=["sources"])
documents = Router(tags=["documents"])


class SourceRow(Row):
    """Who publishes: an outlet, an agency, an organisation, a channel."""

    id: int
    name: str
    kind: codes.SourceKind
    country: str | None
    is_wire: bool

    @classmethod
    def of(cls, row: Source) -> Self:
        country = str(row.country) or None
        return cls(id=row.pk, name=row.name, kind=row.kind, country=country, is_wire=row.is_wire)


class DocumentRow(Row):
    """An article without its text."""

    id: int
    title: str
    source: SourceRow | None
    published: date | None
    url: str
    language: str
    filename: str
    media_type: str
    encoding: str
    size: int
    sha256: str
    text_sha256: str
    uploaded_by: str
    uploaded_at: datetime
    run_status: codes.RunStatus | None
    run_error: str | None
    claim_count: int = Field(description="claims in force")
    like_count: int = Field(description="articles with text in common")

    @classmethod
    def of(cls, row: Any) -> Self:
        return cls(**_told(row))


class Run(BaseModel):
    """One reading of the article by one version of the pipeline."""

    id: int
    status: codes.RunStatus
    reason: str
    asked_by: str | None
    published: date | None = Field(description="the date that relative dates refer to")
    pipeline: str
    model: str
    gazetteer: str
    error: str
    queued_at: datetime
    finished_at: datetime | None


class Edit(BaseModel):
    """Who changed what is known about the article."""

    by: str
    at: datetime
    changes: dict[str, Any]


class Likeness(BaseModel):
    """Another article that text of this one stands in too."""

    document: int
    title: str
    kind: codes.LikenessKind
    words: int
    share: float = Field(description="of this article")
    other_share: float = Field(description="of the other article")
    agency: str


class FullDocument(DocumentRow):
    """An article with its readings and what was said about it, still without its text."""

    warnings: list[Any]
    runs: list[Run]
    edits: list[Edit]
    likes: list[Likeness]


@listing(sources, "", SourceRow, right=EVIDENCE, order=OLDEST)
def list_sources(request: ApiRequest) -> QuerySet:
    """Everybody who publishes, in the order in which they became known."""
    return Source.objects.all()


@one(sources, "/{int:source}", SourceRow, right=EVIDENCE)
def get_source(request: ApiRequest, source: int) -> SourceRow:
    """One source."""
    return SourceRow.of(get_object_or_404(Source, pk=source))


@listing(documents, "", DocumentRow, right=EVIDENCE, filters=DocumentFilter)
def list_documents(request: ApiRequest) -> QuerySet:
    """Articles without their text, the newest first."""
    return _rows()


@one(documents, "/{int:document}", FullDocument, right=EVIDENCE)
def get_document(request: ApiRequest, document: int) -> FullDocument:
    """One article without its text, with its readings, edits and likenesses."""
    row = get_object_or_404(_rows(), pk=document)
    return FullDocument(
        **_told(row),
        warnings=row.warnings,
        runs=[_run(run) for run in row.runs.select_related("asked_by").order_by("-pk")],
        edits=[_edit(edit) for edit in row.edits.select_related("by")],
        likes=[_like(like) for like in row.likes.in_full()],
    )


@listing(documents, "/{int:document}/claims", ClaimRow, right=EVIDENCE, order=OLDEST)
def list_claims_of_document(request: ApiRequest, document: int) -> QuerySet:
    """The claims of one article that are in force, as they were read."""
    get_object_or_404(Document.objects.only("pk"), pk=document)
    return for_rows(IncidentClaim.objects.filter(document=document).exclude(verdict="replaced"))


@one(documents, "/{int:document}/text", None, right=EVIDENCE, media_type="text/plain")
def get_text(request: ApiRequest, document: int) -> HttpResponseBase:
    """The frozen text of one article, into which every position of a claim points."""
    row = get_object_or_404(Document.objects.only("text_sha256"), pk=document)
    unchanged = _unchanged(request, row.text_sha256)
    return unchanged or _frozen(row.text.encode(), "text/plain; charset=utf-8", row.text_sha256)


@one(
    documents,
    "/{int:document}/original",
    None,
    right=EVIDENCE,
    media_type="application/octet-stream",
)
def get_original(request: ApiRequest, document: int) -> HttpResponseBase:
    """The bytes of one article as they were uploaded."""
    row = get_object_or_404(Document.objects.only("sha256"), pk=document)
    if unchanged := _unchanged(request, row.sha256):
        return unchanged
    content = Original.objects.filter(pk=document).values_list("content", flat=True).first()
    if content is None:
        raise Http404
    return _frozen(bytes(content), "application/octet-stream", row.sha256)


def _rows() -> QuerySet:
    rows = Document.objects.without_text().with_run().with_claim_count().with_likeness()
    return rows.select_related("source", "uploaded_by")


def _told(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        "title": row.title,
        "source": SourceRow.of(row.source) if row.source else None,
        "published": row.published,
        "url": row.url,
        "language": row.language,
        "filename": row.filename,
        "media_type": row.media_type,
        "encoding": row.encoding,
        "size": row.size,
        "sha256": row.sha256,
        "text_sha256": row.text_sha256,
        "uploaded_by": row.uploaded_by.username,
        "uploaded_at": row.uploaded_at,
        "run_status": row.run_status,
        "run_error": row.run_error or None,
        "claim_count": row.claim_count,
        "like_count": row.like_count,
    }


def _run(run: ExtractionRun) -> Run:
    return Run(
        id=run.pk,
        status=run.status,
        reason=run.reason,
        asked_by=run.asked_by.username if run.asked_by else None,
        published=run.published,
        pipeline=run.pipeline,
        model=run.model,
        gazetteer=run.gazetteer,
        error=run.error,
        queued_at=run.queued_at,
        finished_at=run.finished_at,
    )


def _edit(edit: DocumentEdit) -> Edit:
    return Edit(by=edit.by.username, at=edit.at, changes=edit.changes)


def _like(like: DocumentLikeness) -> Likeness:
    return Likeness(
        document=like.other_id,
        title=like.other.title,
        kind=like.kind,
        words=like.words,
        share=like.share,
        other_share=like.other_share,
        agency=like.agency,
    )


def _unchanged(request: ApiRequest, digest: str) -> HttpResponseBase | None:
    return get_conditional_response(request, etag=quote_etag(digest))


def _frozen(content: bytes, media_type: str, digest: str) -> HttpResponse:
    headers = {"ETag": quote_etag(digest), "X-Content-Type-Options": "nosniff"}
    headers["Content-Disposition"] = "attachment"
    return HttpResponse(content, content_type=media_type, headers=headers)
