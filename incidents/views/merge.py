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
from incidents.models import Incident, Suggestion
from sources.http import UserRequest

MAY_JUDGE = permission_required("incidents.review_incident", raise_exception=True)
SHOWN = 50


@require_safe
@MAY_JUDGE
def suggestions(request: UserRequest) -> HttpResponse:
    """List the pairs that may be one event, the likeliest first."""
    rows = Suggestion.objects.open().select_related("older", "newer")[:SHOWN]
    return render(request, "incidents/suggestions.html", {"suggestions": rows})


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
    number = request.GET.get("other", "").strip().upper().removeprefix("AT-")
    if number:
        other = Incident.objects.filter(pk=int(number)).first() if number.isdecimal() else None
        if other and other.pk != incident.pk:
            return redirect("incidents:merge", incident.reference, other.reference)
        messages.error(request, f"There is no other incident “{number}”.")
    alike = Incident.objects.live().filter(blocks__overlap=incident.blocks).exclude(pk=incident.pk)
    return render(
        request,
        "incidents/choose_merge.html",
        {"incident": incident, "alike": alike.with_evidence().order_by("-pk")[:20]},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@MAY_JUDGE
def merge(request: UserRequest, reference: int, other: int) -> HttpResponse:
    """Compare two incidents and merge the second into the first."""
    survivor = get_object_or_404(Incident, pk=reference)
    gone = get_object_or_404(Incident, pk=other)
    needs_lead = Status.CONFIRMED in (survivor.status, gone.status) and (
        survivor.status == gone.status
    )
    may = not needs_lead or request.user.has_perm("incidents.lead_review")
    problem, status = "", 200
    if request.method == "POST":
        if not may:
            problem, status = "Only a lead merges two confirmed incidents.", 403
        else:
            try:
                merging.merge(
                    survivor,
                    gone,
                    by=request.user,
                    versions={
                        survivor.pk: _number(request, "survivor_version"),
                        gone.pk: _number(request, "other_version"),
                    },
                    keep={
                        fact: request.POST[fact]
                        for fact in FACTS
                        if request.POST.get(fact) in ("survivor", "other")
                    },
                    reason=request.POST.get("reason", "")[:2000],
                )
            except ReviewError as error:
                problem, status = str(error), 409 if isinstance(error, StaleError) else 422
            else:
                messages.success(request, f"{gone.reference} is now part of this incident.")
                return redirect(survivor)
    pair = [
        get_object_or_404(Incident.objects.prefetch_related("counts"), pk=pk)
        for pk in (survivor.pk, gone.pk)
    ]
    differs = merging.differing(*pair)
    together, ranges = merging.preview(*pair)
    suggestion = Suggestion.objects.filter(
        older=min(survivor.pk, gone.pk), newer=max(survivor.pk, gone.pk)
    ).first()
    return render(
        request,
        "incidents/merge.html",
        {
            "survivor": pair[0],
            "other": pair[1],
            "rows": [
                {"fact": fact, "differs": fact in differs, "choice": request.POST.get(fact, "")}
                for fact in FACTS
            ],
            "links": [one.links.standing().for_review().order_by("claim") for one in pair],
            "suggestion": suggestion,
            "together": together,
            "ranges": ranges,
            "may": may,
            "problem": problem,
            "reason": request.POST.get("reason", ""),
        },
        status=status,
    )


def _number(request: UserRequest, name: str) -> int:
    value = request.POST.get(name, "")
    return int(value) if value.isdecimal() else -1
