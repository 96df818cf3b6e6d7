"""Releases: choose, freeze, publish, download, withdraw."""

from collections.abc import Iterator
from itertools import chain

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import OuterRef, Subquery
from django.http import (
    FileResponse,
    Http404,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.actions import releases as releasing
from incidents.actions.release_progress import reported
from incidents.actions.release_withholding import plan
from incidents.enums import ReleaseStatus
from incidents.exceptions import ReleaseError
from incidents.filters import ReleaseFilter
from incidents.forms import ReleaseForm, WithdrawForm
from incidents.models import Incident, Release, ReleaseFile, ReleaseLine
from incidents.releases.check import check_row
from incidents.releases.output import csv_line
from incidents.releases.records import header_line
from incidents.releases.schema import Row
from incidents.releases.withheld import WITHHELD, Withheld, summary_of, withheld_rows
from sources.filters import chips, found_by
from sources.http import UserRequest

MAY_SEE = permission_required("incidents.view_release", raise_exception=True)
MAY_RELEASE = permission_required("incidents.add_release", raise_exception=True)
MAY_PUBLISH = permission_required("incidents.publish_release", raise_exception=True)
PREVIEW = 20
CHECKED = 300  # incidents of which the page lists at once what would be withheld
SHOWN = 200


@require_safe
@MAY_SEE
def releases(request: UserRequest) -> HttpResponse:
    incidents = ReleaseFile.objects.filter(release=OuterRef("pk"), name="incidents.csv")
    rows = Release.objects.select_related("created_by")
    rows = rows.annotate(incidents=Subquery(incidents.values("rows")[:1]))[:SHOWN]
    return render(request, "incidents/releases.html", {"releases": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@MAY_RELEASE
def new(request: UserRequest) -> HttpResponse:
    """Choose the incidents, see how many there are, and freeze them."""
    chosen = ReleaseFilter(request.GET, Incident.objects.confirmed().with_evidence())
    found = found_by(chosen)
    total = found.order_by().count()
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not total:
        form.add_error(None, "No confirmed incident passes these filters: nothing to freeze.")
    if request.method == "POST" and form.is_valid():
        release = releasing.order(
            name=form.cleaned_data["name"],
            notes=form.cleaned_data["notes"],
            line=form.cleaned_data["line"] or releasing.MAIN_LINE,
            filters=chosen.selection(),
            profile=chosen.chosen_profile.code,
            by=request.user,
        )
        return redirect(release)
    said = {
        "filter": chosen,
        "chips": chips(chosen, request),
        "form": form,
        "total": total,
        "preview": found.order_by("-pk").prefetch_related("counts")[:PREVIEW],
        "lines": ReleaseLine.objects.values_list("name", flat=True),
        "profile": chosen.chosen_profile,
        "withheld": summary_of(_dry_run(chosen)) if total <= CHECKED else None,
        "address": request.GET.urlencode(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "incidents/new_release.html", said, status=status)


@require_safe
@MAY_RELEASE
def withheld(request: UserRequest) -> StreamingHttpResponse:
    """Send the list of what a release by these filters would withhold, as its withheld.csv."""
    chosen = ReleaseFilter(request.GET, Incident.objects.confirmed())
    lines = chain([header_line(WITHHELD)], map(_csv_row, withheld_rows(_dry_run(chosen))))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="withheld.csv"'
    return response


def _dry_run(chosen: ReleaseFilter) -> Iterator[Withheld]:
    if not chosen.is_valid():
        return iter(())
    return plan(chosen.selection(), chosen.chosen_profile).dry_run()


def _csv_row(row: Row) -> str:
    return csv_line(check_row(WITHHELD, row).cells)


@require_safe
@MAY_SEE
def release(request: UserRequest, number: int) -> HttpResponse:
    """Show a release with its files; while it is built, the page says how far it is."""
    rows = Release.objects.select_related("created_by", "published_by", "withdrawn_by", "line")
    row = get_object_or_404(rows, number=number)
    page = "incidents/_release.html" if request.htmx else "incidents/release.html"
    filters = chips(ReleaseFilter(row.filters, Incident.objects.none()), request)
    said = {
        "release": row,
        "files": row.files.all(),
        "filters": [chip.label for chip in filters],
        "progress": reported(row.pk) if row.status == ReleaseStatus.BUILDING else None,
        "withdraw_form": WithdrawForm(),
    }
    return render(request, page, said)


@require_POST
@MAY_PUBLISH
def publish(request: UserRequest, number: int) -> HttpResponse:
    row = get_object_or_404(Release, number=number)
    try:
        releasing.publish(row, by=request.user)
    except ReleaseError as error:
        messages.error(request, str(error))
    return redirect(row)


@require_POST
@MAY_PUBLISH
def withdraw(request: UserRequest, number: int) -> HttpResponse:
    row = get_object_or_404(Release, number=number)
    form = WithdrawForm(request.POST)
    try:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        releasing.withdraw(row, by=request.user, reason=reason)
    except ReleaseError as error:
        messages.error(request, str(error))
    return redirect(row)


@require_safe
@MAY_SEE
def download(request: UserRequest, number: int, name: str) -> HttpResponseBase:
    """Send one file of a release, always as an attachment."""
    row = get_object_or_404(Release, number=number)
    file = next((file for file in row.files.all() if file.name == name), None)
    if file is None:
        raise Http404
    try:
        stream = (releasing.folder(row) / file.name).open("rb")
    except OSError as error:
        raise Http404(f"{name} is not in the file store. Restore it from the backup.") from error
    return FileResponse(stream, as_attachment=True, filename=f"{row.number:04d}-{file.name}")
