"""The review room: one claim at a time, and the next one as soon as it is decided."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models.functions import Now
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, push_url

from incidents.actions import double, review
from incidents.actions import queue as leases
from incidents.enums import Awaited, Verdict
from incidents.exceptions import ReviewError, StaleError
from incidents.filters import QueueFilter
from incidents.forms import VerdictForm
from incidents.models import Assessment, Decision, IncidentClaim
from incidents.querysets import RECENTLY, IncidentClaimQuerySet
from sources.enums import EVENT_TYPES
from sources.filters import chips, found_by
from sources.http import UserRequest
from sources.models import Claim
from sources.paging import count_roughly, key_in, page

MAY_JUDGE = permission_required("incidents.review_incident", raise_exception=True)
HELD = 20
USUAL = "reading"
RECENT = 6
EVENT_LABELS, VERDICT_LABELS = dict(EVENT_TYPES), dict(Verdict.choices)
LISTED = ["document", "start", "end", "event_type", "place_name", "link__verdict", "link__claim"]
LISTED += ["date_start", "date_end", "date_precision"]
TYPES = [(str(n), code, label) for n, (code, label) in enumerate(EVENT_TYPES[:9], 1)]


@require_safe
@MAY_JUDGE
def queue(request: UserRequest) -> HttpResponse:
    """Open the claim on which this reviewer stopped, or the next free one.

    Without any filter in the address, those are on again with which they last worked.
    """
    if not request.GET and (last := leases.last_filters(request.user)):
        return redirect(f"{request.path}?{last}")
    found = _found(request)
    link = _next(request, found, after=key_in(request, "after"))
    if link:
        return redirect(_address(link, found))
    held = found_by(found).filter(leased_until__gte=Now()).select_related("leased_to", "claim")
    said = {
        "held": held.order_by("leased_until")[:HELD],
        "read": Assessment.objects.waiting_of(request.user).exists(),
        **_taken_back(request, may_have_read=True),
    }
    return render(request, "incidents/queue_empty.html", _filters(request, found) | said)


@require_safe
@MAY_JUDGE
def filters(request: UserRequest) -> HttpResponse:
    """Choose what to judge and in which order: a page, or to htmx the form alone."""
    template = "_queue_filter_form.html" if request.htmx else "queue_filters.html"
    return render(request, f"incidents/{template}", _filters(request, _found(request)))


@require_safe
@MAY_JUDGE
def judge(request: UserRequest, pk: int) -> HttpResponse:
    """Show one claim in its article, with what can be decided about it."""
    link = get_object_or_404(IncidentClaim.objects.for_reviewer(request.user), pk=pk)
    found = _found(request)
    leases.take(link, by=request.user, filters=found.kept)
    return render(request, "incidents/judge.html", _context(request, link, found))


@require_POST
@MAY_JUDGE
def decide(request: UserRequest, pk: int) -> HttpResponse:
    """Record a verdict and go to the next claim. A page that is out of date gets a 409."""
    link = get_object_or_404(IncidentClaim, pk=pk)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return _again(request, link, "Choose accept, reject or unsure.", status=422)
    say = double.assess if link.awaits else review.judge
    try:
        say(
            link,
            Verdict(form.cleaned_data["verdict"]),
            by=request.user,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        )
    except ReviewError as error:
        status = 409 if isinstance(error, StaleError) else 422
        return _again(request, link, str(error), status=status)
    return _go_on(request, link, "That was the last claim here.")


@require_POST
@MAY_JUDGE
def skip(request: UserRequest, pk: int) -> HttpResponse:
    """Put a claim off: it comes back to this reviewer when they are through with the others."""
    link = get_object_or_404(IncidentClaim, pk=pk)
    leases.skip(link, by=request.user)
    return _go_on(request, link, "There is nothing else to judge here.")


@require_safe
@MAY_JUDGE
def decisions(request: UserRequest) -> HttpResponse:
    """List what this reviewer decided and nobody has undone, each with its undo."""
    acts = Decision.objects.acts_of(request.user).select_related("claim__link", "incident")
    waiting = Assessment.objects.waiting_of(request.user).select_related("link__claim")
    said = {
        "page": page(acts.prefetch_related("claim__counts"), request),
        "readings": waiting[:HELD],
    }
    return render(request, "incidents/decisions.html", said)


def _go_on(request: UserRequest, link: IncidentClaim, nothing_left: str) -> HttpResponse:
    """Show the next claim: the fragment alone to htmx."""
    found = _found(request)
    following = _next(request, found, after=link.pk)
    if following is None:
        messages.success(request, nothing_left)
        home = f"{reverse('incidents:queue')}?{found.kept or f'sort={USUAL}'}"
        return HttpResponseClientRedirect(home) if request.htmx else redirect(home)
    if not request.htmx:
        return redirect(_address(following, found))
    shown = IncidentClaim.objects.for_reviewer(request.user).get(pk=following.pk)
    fragment = render(request, "incidents/_judge.html", _context(request, shown, found))
    return push_url(fragment, _address(shown, found))


def _context(request: UserRequest, link: IncidentClaim, found: QueueFilter) -> dict[str, Any]:
    """Return what the three columns show of a claim."""
    in_force = link.claim.document.claims.in_force().filter(link__isnull=False)
    siblings = list(in_force.select_related("link").only(*LISTED).in_reading_order())
    kept = f"?{found.kept}" if found.kept else ""
    addresses = [reverse("incidents:judge", args=[one.link.pk]) + kept for one in siblings]
    here = next((i for i, claim in enumerate(siblings) if claim.pk == link.claim_id), None)
    marked: list[Claim] = siblings if here is not None else [*siblings, link.claim]
    held = link.leased_until and (link.leased_until - timezone.now()).total_seconds()
    return _filters(request, found) | {
        "link": link,
        "claim": link.claim,
        "document": link.claim.document,
        "siblings": [
            (one, address, EVENT_LABELS[one.event_type], VERDICT_LABELS[one.link.verdict])
            for one, address in zip(siblings, addresses, strict=True)
        ],
        "marked": marked,
        "previous": addresses[here - 1] if here else None,
        "following": addresses[here + 1] if here is not None and addresses[here + 1 :] else None,
        "here": _address(link, found),
        "mine": link.leased_to_id == request.user.pk,
        "seconds_left": max(0, round(held or 0)),
        "types": TYPES,
        **_taken_back(request, may_have_read=vars(link)["reads"]),
        **_read_by_two(request, link),
        "left": count_roughly(found_by(found)),
    }


def _again(
    request: UserRequest, link: IncidentClaim, sentence: str, *, status: int
) -> HttpResponse:
    """Show the claim as it is now beside what was chosen and typed."""
    fresh = IncidentClaim.objects.for_reviewer(request.user).get(pk=link.pk)
    chosen = dict(Verdict.choices).get(request.POST.get("verdict", ""), "")
    newer = fresh.claim.decisions.select_related("by").first()
    typed = {
        "problem": sentence,
        "newer": newer,
        "chosen": chosen,
        "typed": request.POST.get("reason", ""),
    }
    template = "incidents/_judge.html" if request.htmx else "incidents/judge.html"
    context = _context(request, fresh, _found(request)) | typed
    return render(request, template, context, status=status)


def _found(request: UserRequest) -> QueueFilter:
    """Return the filters of the address; the usual order is none."""
    asked = request.GET.copy()
    if asked.get("sort") == USUAL:
        del asked["sort"]
    return QueueFilter(asked, IncidentClaim.objects.all(), request=request)


def _filters(request: UserRequest, found: QueueFilter) -> dict[str, Any]:
    return {"filter": found, "chips": chips(found, request), "filtered": found.kept}


def _next(request: UserRequest, found: QueueFilter, *, after: int | None) -> IncidentClaim | None:
    claims = cast(IncidentClaimQuerySet, found_by(found))
    return leases.take_next(
        claims, by=request.user, after=after, order=found.order, filters=found.kept
    )


def _taken_back(request: UserRequest, *, may_have_read: bool) -> dict[str, Any]:
    """Return what this person did last and may want to take back: acts, and readings that wait."""
    acts = Decision.objects.acts_of(request.user).filter(at__gte=Now() - RECENTLY)
    recent = list(acts.select_related("claim__link", "incident")[:RECENT])
    readings: list[Assessment] = []
    if may_have_read:
        waiting = Assessment.objects.waiting_of(request.user).recent(RECENTLY)
        readings = list(waiting.select_related("link__claim")[:RECENT])
    newest = readings and (not recent or readings[0].at > recent[0].at)
    return {"recent": recent, "readings": readings, "reading_is_newest": newest}


def _read_by_two(request: UserRequest, link: IncidentClaim) -> dict[str, Any]:
    """Return what this person may know of a claim that two read: that they do, and their own."""
    if not link.awaits:
        return {}
    mine = link.assessments.in_force().filter(reader=request.user).first()
    disputed = link.awaits == Awaited.THIRD
    may = disputed and double.may_adjudicate(link, request.user)
    return {"mine_read": mine, "is_closed": bool(mine) or disputed, "may_adjudicate": may}


def _address(link: IncidentClaim, found: QueueFilter) -> str:
    return f"{reverse('incidents:judge', args=[link.pk])}?{found.kept}".rstrip("?")
