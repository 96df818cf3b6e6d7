"""Releases: choose, freeze, publish, download, withdraw."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.actions import releases as releasing
from incidents.exceptions import ReleaseError
from incidents.filters import ReleaseFilter
from incidents.forms import ReleaseForm, WithdrawForm
from incidents.models import Incident, Release
from sources.http import UserRequest

MAY_SEE = permission_required("incidents.view_release", raise_exception=True)
MAY_RELEASE = permission_required("incidents.add_release", raise_exception=True)
MAY_PUBLISH = permission_required("incidents.publish_release", raise_exception=True)
PREVIEW = 20


@require_safe
@MAY_SEE
def releases(request: UserRequest) -> HttpResponse:
    rows = Release.objects.select_related("created_by")[:200]
    return render(request, "incidents/releases.html", {"releases": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@MAY_RELEASE
def new(request: UserRequest) -> HttpResponse:
    """Choose the incidents, see how many there are, and freeze them."""
    chosen = ReleaseFilter(request.GET, Incident.objects.confirmed().with_evidence())
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and chosen.is_valid():
        filters = {name: str(value) for name, value in chosen.form.cleaned_data.items() if value}
        release = releasing.order(
            name=form.cleaned_data["name"],
            notes=form.cleaned_data["notes"],
            filters=filters,
            by=request.user,
        )
        return redirect(release)
    rows = chosen.qs.order_by("-pk").prefetch_related("counts")
    return render(
        request,
        "incidents/new_release.html",
        {
            "filter": chosen,
            "form": form,
            "total": chosen.qs.order_by().count(),
            "preview": rows[:PREVIEW],
        },
        status=422 if request.method == "POST" else 200,
    )


@require_safe
@MAY_SEE
def release(request: UserRequest, number: int) -> HttpResponse:
    """Show a release with its files; while it is built, the page says how far it is."""
    row = get_object_or_404(Release.objects.select_related("created_by"), number=number)
    page = "incidents/_release.html" if request.htmx else "incidents/release.html"
    return render(
        request,
        page,
        {"release": row, "files": row.files.all(), "withdraw_form": WithdrawForm()},
    )


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
    try:
        releasing.withdraw(row, by=request.user, reason=request.POST.get("reason", "")[:2000])
    except ReleaseError as error:
        messages.error(request, str(error))
    return redirect(row)


@require_safe
@MAY_SEE
def download(request: UserRequest, number: int, name: str) -> HttpResponseBase:
    """Send one file of a release, always as an attachment."""
    row = get_object_or_404(Release, number=number)
    file = get_object_or_404(row.files, name=name)
    try:
        stream = (releasing.folder(row) / file.name).open("rb")
    except OSError as error:
        raise Http404(f"{name} is not in the file store. Restore it from the backup.") from error
    return FileResponse(stream, as_attachment=True, filename=f"{row.number:04d}-{file.name}")
