"""Releases: frozen datasets and their files. What was withheld from one, no route adds again."""

from datetime import datetime
from typing import Any, Self

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from ninja import Router
from pydantic import BaseModel, Field

from incidents.actions.releases import folder
from incidents.api import codes
from incidents.api.rights import RELEASES, ApiRequest
from incidents.api.routes import Row, listing, one
from incidents.models import Release, ReleaseFile

router = Router(tags=["releases"])


class File(BaseModel):
    """One file of a release, which never changes."""

    name: str
    sha256: str
    size: int
    rows: int | None

    @classmethod
    def of(cls, row: ReleaseFile) -> Self:
        return cls(name=row.name, sha256=row.sha256, size=row.size, rows=row.rows)


class ReleaseRow(Row):
    """A frozen, numbered dataset of confirmed incidents."""

    number: int
    name: str
    notes: str
    status: codes.StateOfRelease
    profile: str
    filters: dict[str, Any] = Field(description="which confirmed incidents")
    withheld: dict[str, Any] = Field(description="{reason: how often}")
    error: str
    created_by: str
    created_at: datetime
    frozen_at: datetime | None
    published_by: str | None
    published_at: datetime | None
    withdrawn_by: str | None
    withdrawn_at: datetime | None
    withdrawn_reason: str
    software_version: str
    pipelines: list[Any]
    files: list[File]

    @classmethod
    def of(cls, row: Release) -> Self:
        return cls(
            number=row.number,
            name=row.name,
            notes=row.notes,
            status=row.status,
            profile=row.profile,
            filters=row.filters,
            withheld=row.withheld,
            error=row.error,
            created_by=row.created_by.username,
            created_at=row.created_at,
            frozen_at=row.frozen_at,
            published_by=row.published_by.username if row.published_by else None,
            published_at=row.published_at,
            withdrawn_by=row.withdrawn_by.username if row.withdrawn_by else None,
            withdrawn_at=row.withdrawn_at,
            withdrawn_reason=row.withdrawn_reason,
            software_version=row.software_version,
            pipelines=row.pipelines,
            files=[File.of(file) for file in row.files.all()],
        )


@listing(router, "", ReleaseRow, right=RELEASES)
def list_releases(request: ApiRequest) -> QuerySet:
    """Releases with their files, the newest first; withdrawn ones are marked."""
    return _rows()


@one(router, "/{int:number}", ReleaseRow, right=RELEASES)
def get_release(request: ApiRequest, number: int) -> ReleaseRow:
    """One release."""
    return ReleaseRow.of(get_object_or_404(_rows(), number=number))


@one(
    router,
    "/{int:number}/files/{name}",
    None,
    right=RELEASES,
    media_type="application/octet-stream",
)
def get_file(request: ApiRequest, number: int, name: str) -> HttpResponseBase:
    """The bytes of one file of a release."""
    release = get_object_or_404(Release, number=number)
    file = next((file for file in release.files.all() if file.name == name), None)
    if file is None:
        raise Http404
    etag = quote_etag(file.sha256)
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    try:
        stream = (folder(release) / file.name).open("rb")
    except OSError as error:
        raise Http404(f"{name} is not in the file store: restore it from the backup.") from error
    return FileResponse(
        stream,
        as_attachment=True,
        filename=f"{release.number:04d}-{file.name}",
        content_type="application/octet-stream",
        headers={"ETag": etag, "X-Content-Type-Options": "nosniff"},
    )


def _rows() -> QuerySet[Release]:
    people = ("created_by", "published_by", "withdrawn_by")
    return Release.objects.select_related(*people).prefetch_related("files")
