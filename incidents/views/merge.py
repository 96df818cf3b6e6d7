"""Incidents side by side: are they one event, and if so, which facts stand?"""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.actions import fitting, relations
from incidents.actions import merge as merging
from incidents.actions import suggestions as suggesting
from incidents.actions.facts import FACTS
from incidents.enums import Answer, Status
from incidents.exceptions import ReviewError, StaleError
from incidents.forms import MergeForm
from incidents.incident_forms import BearingForm
from incidents.models import Incident, IncidentClaim, Suggestion
from incidents.references import parse
from incidents.views.undo import last_decision
from sources.http import UserRequest

MAY_JUDGE = permission_required("incidents.review_incident", raise_exception=True)
SHOWN = 50
ALIKE = 20
MOST = 10  # further incidents beside the first two


@require_safe
@MAY_JUDGE
def suggestions(request: UserRequest) -> HttpResponse:
    """List the pairs that may be one event, the likeliest first."""
    rows = Suggestion.objects.open().select_related("older", "newer")
    rows = rows.prefetch_related("older__counts", "newer__counts")[:SHOWN]
    said = {
        "suggestions": [(one, BearingForm.of(one)) for one in rows],
        "last": last_decision(request.user),
        "rightness": fitting.rightness(settings.MATCHING_DIR),
    }
    return render(request, "incidents/suggestions.html", said)


@require_POST
@MAY_JUDGE
def answer(request: UserRequest, pk: int) -> HttpResponse:
    """Say that a pair is not one event, that one bears on the other, or that one is unsure.

    Merging answers "same" itself.
    """
    suggestion = get_object_or_404(Suggestion.objects.select_related("older", "newer"), pk=pk)
    given = request.POST.get("answer")
    if given == Answer.SAME:
        return redirect("incidents:merge", suggestion.older.reference, suggestion.newer.reference)
    try:
        if given == Answer.RELATED:
            form = BearingForm(request.POST)
            if not form.is_valid():
                raise ReviewError("Say how one of them bears on the other.")
            relations.answer_related(suggestion, by=request.user, **form.said())
        elif given in (Answer.DIFFERENT, Answer.UNSURE):
            suggesting.answer(suggestion, Answer(given), by=request.user)
        else:
            raise ReviewError("Answer same, different, related or unsure.")
    except ReviewError as error:
        messages.error(request, str(error))
    return redirect(f"{reverse('incidents:suggestions')}#next")


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
    """Compare incidents and merge the others into the first: two, and any that the address adds."""
    keys = [reference, other, *_also(request)]
    rows = _rows(keys)
    if request.method != "POST":
        return _closed(request, rows, keys) or _compare(request, rows)
    form = MergeForm(request.POST, incidents=rows)
    if not _may(request, rows):
        return _compare(request, rows, form, status=403)
    if not form.is_valid():
        problem = "This page was incomplete. Look at all of them again before you merge."
        return _compare(request, rows, form, problem=problem, status=422)
    survivor, *gone = rows
    try:
        merging.merge_all(
            survivor,
            gone,
            by=request.user,
            versions=form.versions(),
            keep=form.kept(),
            reason=form.cleaned_data["reason"],
        )
    except ReviewError as error:
        status = 409 if isinstance(error, StaleError) else 422
        return _compare(request, _rows(keys), form, problem=str(error), status=status)
    names = " and ".join(row.reference for row in gone)
    parts = "is now part" if len(gone) == 1 else "are now parts"
    messages.success(request, f"{names} {parts} of this incident.")
    return redirect(survivor)


def _also(request: UserRequest) -> list[int]:
    """Return the further incidents that the address names."""
    named = (parse(words) for words in request.GET.getlist("also")[:MOST])
    return [key for key in named if key is not None]


def _rows(keys: Sequence[int]) -> list[Incident]:
    """Return the incidents in this order, each once; not found if the first two are not."""
    rows = Incident.objects.select_related("merged_into").prefetch_related("counts")
    found = rows.in_bulk(set(keys))
    if not set(keys[:2]) <= found.keys():
        raise Http404
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def _closed(
    request: UserRequest, rows: Sequence[Incident], keys: Sequence[int]
) -> HttpResponse | None:
    """Lead away from incidents that cannot be merged, and say why."""
    if len(rows) < 2:
        messages.error(request, "An incident cannot be merged into itself. Choose another.")
        return redirect("incidents:choose_merge", rows[0].reference)
    if set(keys) - {row.pk for row in rows}:
        messages.error(request, "One of these references names no incident.")
    for row in rows:
        if row.status in (Status.MERGED, Status.REJECTED):
            said = row.get_status_display().lower()
            messages.error(request, f"{row.reference} is {said} already.")
            return redirect(next((one for one in rows if one != row), row))
    return None


def _may(request: UserRequest, rows: Sequence[Incident]) -> bool:
    """Several confirmed incidents are merged by a lead."""
    return request.user.has_perm("incidents.lead_review") or not merging.needs_lead(*rows)


def _compare(
    request: UserRequest,
    rows: Sequence[Incident],
    form: MergeForm | None = None,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    survivor, *others = rows
    together, ranges = merging.preview(survivor, *others)
    differs = merging.differing(*rows) | merging.differing(survivor, together)
    chosen = {fact: str(form[fact].value() or "") for fact in FACTS} if form else {}
    claims = _claims(rows)
    return render(
        request,
        "incidents/merge.html",
        {
            "survivor": survivor,
            "others": others,
            "sides": [
                {"incident": one, "claims": claims[one.pk], "stay": _address(one, rows)}
                for one in rows
            ],
            "facts": [
                {"name": fact, "differs": fact in differs, "chosen": chosen.get(fact, "")}
                for fact in FACTS
            ],
            "suggestion": _suggestion(rows),
            "together": together,
            "ranges": ranges,
            "may": _may(request, rows),
            "problem": problem,
            "reason": form["reason"].value() if form else "",
        },
        status=status,
    )


def _suggestion(rows: Sequence[Incident]) -> Suggestion | None:
    if len(rows) != 2:
        return None
    older, newer = sorted(row.pk for row in rows)
    return Suggestion.objects.filter(older=older, newer=newer).first()


def _address(survivor: Incident, rows: Sequence[Incident]) -> str:
    """Return where the same incidents are compared, this one being the one that stays."""
    first, *others = (row.reference for row in rows if row != survivor)
    url = reverse("incidents:merge", args=[survivor.reference, first])
    return f"{url}?{urlencode({'also': others}, doseq=True)}".rstrip("?")


def _claims(rows: Sequence[Incident]) -> dict[int, list[IncidentClaim]]:
    links = IncidentClaim.objects.filter(incident__in=rows).standing().for_review().without_text()
    found: dict[int, list[IncidentClaim]] = {row.pk: [] for row in rows}
    for link in links.order_by("claim__document", "claim__start"):
        found[link.incident_id].append(link)
    return found
