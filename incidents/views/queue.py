"""The review room: one claim at a time, and the next one as soon as it is decided."""

from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models.functions import Now
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, push_url

from incidents.actions import queue as leases
from incidents.actions import review
from incidents.enums import Verdict
from incidents.exceptions import ReviewError, StaleError
from incidents.filters import QueueFilter
from incidents.forms import VerdictForm
from incidents.models import IncidentClaim
from incidents.querysets import IncidentClaimQuerySet
from incidents.views.undo import last_decision
from sources.filters import chips, found_by
from sources.http import UserRequest
from sources.models import Claim
from sources.paging import LONGEST_KEY

MAY_JUDGE = permission_required("incidents.review_incident", raise_exception=True)
HELD = 20


@require_safe
@MAY_JUDGE
def queue(request: UserRequest) -> HttpResponse:
    """Open the claim on which this reviewer stopped, or the next free one."""
    link = _next(request, after=_after(request))
    if link:
        return redirect(_address(request, link))
    found = QueueFilter(request.GET, IncidentClaim.objects.to_judge())
    held = found_by(found).filter(leased_until__gte=Now()).select_related("leased_to", "claim")
    said = {
        "held": held.order_by("leased_until")[:HELD],
        "filter": found,
        "chips": chips(found, request),
        "last": last_decision(request.user),
    }
    return render(request, "incidents/queue_empty.html", said)


@require_safe
@MAY_JUDGE
def judge(request: UserRequest, pk: int) -> HttpResponse:
    """Show one claim in its article, with what can be decided about it."""
    leases.take(get_object_or_404(IncidentClaim, pk=pk), by=request.user)
    link = IncidentClaim.objects.for_review().get(pk=pk)
    return render(request, "incidents/judge.html", _context(request, link))


@require_POST
@MAY_JUDGE
def decide(request: UserRequest, pk: int) -> HttpResponse:
    """Record a verdict and go to the next claim. A page that is out of date gets a 409."""
    link = get_object_or_404(IncidentClaim, pk=pk)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return _again(request, link, "Choose accept, reject or unsure.", status=422)
    try:
        review.judge(
            link,
            Verdict(form.cleaned_data["verdict"]),
            by=request.user,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        )
    except ReviewError as error:
        status = 409 if isinstance(error, StaleError) else 422
        return _again(request, link, str(error), status=status)
    following = _next(request, after=link.pk)
    if following is None:
        messages.success(request, "That was the last claim here.")
        home = f"{reverse('incidents:queue')}?{_kept(request)}".rstrip("?")
        return HttpResponseClientRedirect(home) if request.htmx else redirect(home)
    if not request.htmx:
        return redirect(_address(request, following))
    shown = IncidentClaim.objects.for_review().get(pk=following.pk)
    page = render(request, "incidents/_judge.html", _context(request, shown))
    return push_url(page, _address(request, shown))


def _context(request: UserRequest, link: IncidentClaim) -> dict[str, object]:
    """Return what the three columns show of a claim."""
    in_force = link.claim.document.claims.in_force().filter(link__isnull=False)
    siblings = list(in_force.select_related("link").in_reading_order())
    here = next((i for i, claim in enumerate(siblings) if claim.pk == link.claim_id), None)
    marked: list[Claim] = siblings if here is not None else [*siblings, link.claim]
    return {
        "link": link,
        "claim": link.claim,
        "document": link.claim.document,
        "siblings": siblings,
        "marked": marked,
        "previous": siblings[here - 1] if here else None,
        "following": siblings[here + 1] if here is not None and siblings[here + 1 :] else None,
        "mine": link.leased_to_id == request.user.pk,
        "last": last_decision(request.user),
        "filtered": _kept(request),
    }


def _again(
    request: UserRequest, link: IncidentClaim, sentence: str, *, status: int
) -> HttpResponse:
    """Show the claim as it is now beside what was typed."""
    fresh = IncidentClaim.objects.for_review().get(pk=link.pk)
    page = "incidents/_judge.html" if request.htmx else "incidents/judge.html"
    typed = {"problem": sentence, "typed": request.POST.get("reason", "")}
    return render(request, page, _context(request, fresh) | typed, status=status)


def _next(request: UserRequest, *, after: int | None) -> IncidentClaim | None:
    everything = QueueFilter(request.GET, IncidentClaim.objects.all())
    claims = cast(IncidentClaimQuerySet, found_by(everything))
    return leases.take_next(claims, by=request.user, after=after)


def _after(request: UserRequest) -> int | None:
    text = request.GET.get("after", "")
    readable = text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY
    return int(text) if readable else None


def _kept(request: UserRequest) -> str:
    """Return the filters of the queue as they stand in the address."""
    names = QueueFilter.base_filters
    return urlencode({k: v for k, v in request.GET.items() if k in names and v})


def _address(request: UserRequest, link: IncidentClaim) -> str:
    return f"{reverse('incidents:judge', args=[link.pk])}?{_kept(request)}".rstrip("?")
