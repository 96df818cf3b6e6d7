"""The review room: one claim at a time, and the next one as soon as it is decided."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import push_url

from incidents.actions import queue as leases
from incidents.actions import review
from incidents.actions import undo as undoing
from incidents.enums import Verdict
from incidents.exceptions import ReviewError, StaleError
from incidents.filters import QueueFilter
from incidents.forms import VerdictForm
from incidents.models import Decision, IncidentClaim
from sources.http import UserRequest

MAY_JUDGE = permission_required("incidents.review_incident", raise_exception=True)


@require_safe
@MAY_JUDGE
def queue(request: UserRequest) -> HttpResponse:
    """Open the claim on which this reviewer stopped, or the next free one."""
    link = _next(request)
    if link:
        return redirect(_address(request, link))
    waiting = IncidentClaim.objects.pending().select_related("leased_to")
    held = waiting.filter(leased_to__isnull=False)[:20]
    return render(
        request,
        "incidents/queue_empty.html",
        {"held": held, "filter": QueueFilter(request.GET, waiting), "filtered": _kept(request)},
    )


@require_safe
@MAY_JUDGE
def judge(request: UserRequest, pk: int) -> HttpResponse:
    """Show one claim in its article, with what can be decided about it."""
    link = get_object_or_404(IncidentClaim.objects.for_review(), pk=pk)
    leases.take(link, by=request.user)
    link = IncidentClaim.objects.for_review().get(pk=pk)
    return render(request, "incidents/judge.html", context(request, link))


@require_POST
@MAY_JUDGE
def decide(request: UserRequest, pk: int) -> HttpResponse:
    """Record a verdict and go to the next claim. A page that is out of date gets a 409."""
    link = get_object_or_404(IncidentClaim.objects.for_review(), pk=pk)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return _again(request, link, "Choose accept, reject or unsure.", status=422)
    try:
        decision = review.judge(
            link,
            Verdict(form.cleaned_data["verdict"]),
            by=request.user,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        )
    except ReviewError as error:
        fresh = IncidentClaim.objects.for_review().get(pk=pk)
        return _again(
            request, fresh, str(error), status=409 if isinstance(error, StaleError) else 422
        )
    following = _next(request, after=link.pk)
    if request.htmx and following:
        following = IncidentClaim.objects.for_review().get(pk=following.pk)
        page = render(request, "incidents/_judge.html", context(request, following, undo=decision))
        return push_url(page, _address(request, following))
    said = f"{link.get_verdict_display()}: “{link.claim.quote[:60]}…”"
    messages.success(request, said, extra_tags=f"undo-{decision.pk}")
    target = _address(request, following) if following else reverse("incidents:queue")
    if request.htmx:
        response = HttpResponse(status=204)
        response["HX-Redirect"] = target
        return response
    return redirect(target)


@require_POST
@MAY_JUDGE
def undo(request: UserRequest, pk: int) -> HttpResponse:
    """Take a decision back, and go to what it was about."""
    decision = get_object_or_404(Decision.objects.select_related("claim__link"), pk=pk)
    try:
        kept = undoing.undo(decision, by=request.user)
    except ReviewError as error:
        messages.error(request, str(error))
    else:
        for sentence in kept:
            messages.warning(request, sentence)
        messages.success(request, "Undone.")
    if request.POST.get("back") == "incident" and decision.incident:
        return redirect(decision.incident)
    if decision.claim:
        return redirect("incidents:judge", decision.claim.link.pk)
    return redirect(decision.incident or "incidents:queue")


def context(
    request: UserRequest, link: IncidentClaim, *, undo: Decision | None = None
) -> dict[str, object]:
    """Return what the three columns show of a claim."""
    claims = link.claim.document.claims.in_force().select_related("link")
    siblings = list(claims.prefetch_related("counts").in_reading_order())
    here = next((i for i, claim in enumerate(siblings) if claim.pk == link.claim_id), 0)
    return {
        "link": link,
        "claim": link.claim,
        "document": link.claim.document,
        "siblings": siblings,
        "previous": siblings[here - 1] if here > 0 else None,
        "following": siblings[here + 1] if here + 1 < len(siblings) else None,
        "mine": link.leased_to_id == request.user.pk,
        "last": Decision.objects.filter(by=request.user, undone_by=None)
        .exclude(action="undo")
        .first(),
        "undo": undo,
        "filtered": _kept(request),
        "form": VerdictForm(initial={"version": link.version}),
    }


def _again(
    request: UserRequest, link: IncidentClaim, sentence: str, *, status: int
) -> HttpResponse:
    page = "incidents/_judge.html" if request.htmx else "incidents/judge.html"
    said = context(request, link) | {
        "problem": sentence,
        "typed": request.POST.get("reason", ""),
    }
    return render(request, page, said, status=status)


def _next(request: UserRequest, after: int | None = None) -> IncidentClaim | None:
    claims = QueueFilter(request.GET, IncidentClaim.objects.all()).qs
    if after is None:
        after = int(request.GET["after"]) if request.GET.get("after", "").isdecimal() else None
    return leases.take_next(claims, by=request.user, after=after)


def _kept(request: UserRequest) -> str:
    """Return the filters of the queue as they stand in the address."""
    names = QueueFilter.base_filters
    return urlencode({k: v for k, v in request.GET.items() if k in names and v})


def _address(request: UserRequest, link: IncidentClaim) -> str:
    kept = _kept(request)
    return reverse("incidents:judge", args=[link.pk]) + (f"?{kept}" if kept else "")
