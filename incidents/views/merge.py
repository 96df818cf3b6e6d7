"""Two incidents side by side: are they one event, and if so, which facts stand?"""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.actions import merge as merging
from incidents.actions.facts import FACTS
from incidents.enums import Answer, Status
from incidents.exceptions import ReviewError, StaleError
from incidents.forms import MergeForm
from incidents.models import Incident, Suggestion
from incidents.querysets import IncidentClaimQuerySet
from incidents.references import parse
from incidents.views.undo import last_decision
from sources.http import UserRequest

MAY_JUDGE = permission_required("incidents.review_incident", raise_exception=True)
SHOWN = 50
ALIKE = 20


@require_safe
@MAY_JUDGE
def suggestions(request: UserRequest) -> HttpResponse:
    """List the pairs that may be one event, the likeliest first."""
    rows = Suggestion.objects.open().select_related("older", "newer")
    rows = rows.prefetch_related("older__counts", "newer__counts")[:SHOWN]
    said = {"suggestions": rows, "last": last_decision(request.user)}
    return render(request, "incidents/suggestions.html", said)


@require_POST
@MAY_JUDGE
def answer(request: UserRequest, pk: int) -> HttpResponse:
    """Say that a pair is not one event, or that one is unsure. Merging answers "same" itself."""
    suggestion = get_object_or_404(Suggestion.objects.select_related("older", "newer"), pk=pk)
    given = request.POST.get("answer")
    if given == Answer.SAME:
        return redirect("incidents:merge", suggestion.older.reference, suggestion.newer.reference)
    try:
        if given not in (Answer.DIFFERENT, Answer.UNSURE):
            raise ReviewError("Answer same, different or unsure.")
        merging.answer(suggestion, Answer(given), by=request.user)
    except ReviewError as error:
        messages.error(request, str(error))
    return redirect("incidents:suggestions")


@require_safe
@MAY_JUDGE
def choose(request: UserRequest, reference: int) -> HttpResponse:
    """Choose the incident to merge with: by reference, or one that looks alike."""
    incident = get_object_or_404(Incident, pk=reference)
    words = request.GET.get("other", "").strip()
    key = parse(words)
    other = Incident.objects.filter(pk=key).exclude(pk=incident.pk).first() if key else None
    if other:
        return redirect("incidents:merge", incident.reference, other.reference)
    if words:
        messages.error(request, f"There is no other incident “{words[:20]}”.")
    alike = Incident.objects.live().filter(blocks__overlap=incident.blocks).exclude(pk=incident.pk)
    return render(
        request,
        "incidents/choose_merge.html",
        {"incident": incident, "alike": alike.with_evidence().order_by("-pk")[:ALIKE]},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@MAY_JUDGE
def merge(request: UserRequest, reference: int, other: int) -> HttpResponse:
    """Compare two incidents and merge the second into the first."""
    survivor, gone = _pair(reference, other)
    if request.method != "POST":
        return _closed(request, survivor, gone) or _compare(request, survivor, gone)
    form = MergeForm(request.POST)
    if not _may(request, survivor, gone):
        return _compare(request, survivor, gone, form, status=403)
    if not form.is_valid():
        problem = "This page was incomplete. Look at both again before you merge."
        return _compare(request, survivor, gone, form, problem=problem, status=422)
    versions = {
        survivor.pk: form.cleaned_data["survivor_version"],
        gone.pk: form.cleaned_data["other_version"],
    }
    try:
        merging.merge(
            survivor,
            gone,
            by=request.user,
            versions=versions,
            keep=form.kept(),
            reason=form.cleaned_data["reason"],
        )
    except ReviewError as error:
        status = 409 if isinstance(error, StaleError) else 422
        survivor, gone = _pair(reference, other)
        return _compare(request, survivor, gone, form, problem=str(error), status=status)
    messages.success(request, f"{gone.reference} is now part of this incident.")
    return redirect(survivor)


def _pair(reference: int, other: int) -> tuple[Incident, Incident]:
    rows = Incident.objects.select_related("merged_into").prefetch_related("counts")
    return get_object_or_404(rows, pk=reference), get_object_or_404(rows, pk=other)


def _closed(request: UserRequest, survivor: Incident, gone: Incident) -> HttpResponse | None:
    """Lead away from a pair that cannot be merged, and say why."""
    if survivor == gone:
        messages.error(request, "An incident cannot be merged into itself. Choose another.")
        return redirect("incidents:choose_merge", survivor.reference)
    for row in (survivor, gone):
        if row.status in (Status.MERGED, Status.REJECTED):
            said = row.get_status_display().lower()
            messages.error(request, f"{row.reference} is {said} already.")
            return redirect(gone if row is survivor else survivor)
    return None


def _may(request: UserRequest, survivor: Incident, gone: Incident) -> bool:
    """Two confirmed incidents are merged by a lead."""
    lead = request.user.has_perm("incidents.lead_review")
    return lead or not merging.needs_lead(survivor, gone)


def _compare(
    request: UserRequest,
    survivor: Incident,
    gone: Incident,
    form: MergeForm | None = None,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    pair = (survivor, gone)
    together, ranges = merging.preview(*pair)
    differs = merging.differing(*pair) | merging.differing(survivor, together)
    older, newer = sorted((survivor.pk, gone.pk))
    return render(
        request,
        "incidents/merge.html",
        {
            "survivor": survivor,
            "other": gone,
            "rows": [
                {"fact": fact, "differs": fact in differs, "choice": form and form[fact].value()}
                for fact in FACTS
            ],
            "sides": [(one, _claims(one)) for one in pair],
            "suggestion": Suggestion.objects.filter(older=older, newer=newer).first(),
            "together": together,
            "ranges": ranges,
            "may": _may(request, survivor, gone),
            "problem": problem,
            "reason": form["reason"].value() if form else "",
        },
        status=status,
    )


def _claims(incident: Incident) -> IncidentClaimQuerySet:
    links = incident.links.standing().for_review().without_text()
    return links.order_by("claim__document", "claim__start")
