"""Decide on many rows at once: choose, look at what will happen, do it, take it back."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_filters import FilterSet

from incidents.actions import bulk as acts
from incidents.enums import CLAIM_VERBS, INCIDENT_VERBS, Action, Status, Verdict
from incidents.exceptions import ReviewError, StaleError
from incidents.filters import ClaimFilter, IncidentFilter
from incidents.models import Bulk, Decision, IncidentClaim
from incidents.obstacles import VERDICTS, with_obstacles
from incidents.references import reference_of
from incidents.views import lists
from sources.filters import found_by
from sources.http import UserRequest
from sources.paging import LONGEST_KEY, page

MAY_JUDGE = permission_required("incidents.review_incident", raise_exception=True)
MERGE = "merge"
SHOWN = 12
TICKED = 1000
OURS = ("act", "scope", "row")  # what the address says beside the filters


@dataclass(frozen=True, slots=True)
class Kind:
    """What can be decided on in bulk: which rows, found how, and from which list."""

    name: str
    rows: Callable[[QueryDict], QuerySet]
    filters: type[FilterSet]
    verbs: dict[Action, str]
    labels: dict[str, str]

    @property
    def back(self) -> str:
        return reverse(f"incidents:{self.name}")


CLAIMS = Kind("claims", lists.claim_rows, ClaimFilter, CLAIM_VERBS, dict(Verdict.choices))
INCIDENTS = Kind(
    "incidents", lists.incident_rows, IncidentFilter, INCIDENT_VERBS, dict(Status.choices)
)


@require_http_methods(["GET", "HEAD", "POST"])
@MAY_JUDGE
def claims(request: UserRequest) -> HttpResponse:
    """Show what a decision on many claims would do, and take it."""
    return _bulk(request, CLAIMS)


@require_http_methods(["GET", "HEAD", "POST"])
@MAY_JUDGE
def incidents(request: UserRequest) -> HttpResponse:
    """Show what a decision on many incidents would do, and take it; or go and merge them."""
    if request.GET.get("act") == MERGE:
        return _to_the_merge(request)
    return _bulk(request, INCIDENTS)


@require_safe
@MAY_JUDGE
def bulk(request: UserRequest, batch: uuid.UUID) -> HttpResponse:
    """Show how far one decision on many rows has come, and what it did row by row."""
    row = get_object_or_404(Bulk.objects.select_related("by", "undone_by"), pk=batch)
    kind = CLAIMS if row.action in VERDICTS else INCIDENTS
    decided = Decision.objects.filter(batch=row.pk, action=row.action)
    total = decided.count() if row.status == "done" else 0
    said = {
        "bulk": row,
        "verb": kind.verbs[Action(row.action)],
        "kind": kind.name,
        "page": page(decided.select_related("claim__link", "incident"), request),
        "overtaken": total - decided.last_words().count() if total else 0,
    }
    template = "_bulk.html" if request.htmx else "bulk.html"
    return render(request, f"incidents/{template}", said)


@require_POST
@MAY_JUDGE
def undo(request: UserRequest, batch: uuid.UUID) -> HttpResponse:
    """Take the whole of it back; its page says what stays and why."""
    row = get_object_or_404(Bulk, pk=batch)
    try:
        acts.take_back(row, by=request.user)
    except ReviewError as error:
        messages.error(request, str(error))
    return redirect(row)


def _bulk(request: UserRequest, kind: Kind) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    action = next((one for one in kind.verbs if one == asked.get("act")), None)
    rows = _chosen(asked, kind)
    if action is None or rows is None:
        wanted = "Choose what to do." if action is None else "Tick at least one row, or take all."
        messages.error(request, wanted)
        return redirect(_back(asked, kind))
    if request.method != "POST":
        return _preview(request, kind, action, rows)
    try:
        done = acts.order(
            rows,
            action,
            by=request.user,
            seen=asked.get("seen", ""),
            reason=asked.get("reason", "").replace("\0", "")[:2000],
            filters=_filters(asked, kind) if asked.get("scope") == "all" else "",
        )
    except ReviewError as error:
        status = 409 if isinstance(error, StaleError) else 422
        return _preview(request, kind, action, rows, problem=str(error), status=status)
    return redirect(done)


def _chosen(asked: QueryDict, kind: Kind) -> QuerySet | None:
    """Return the rows that were ticked, or all that the filters let through; None for neither."""
    if asked.get("scope") == "all":
        return found_by(kind.filters(asked, kind.rows(asked)))
    ticked = [
        int(key)
        for key in asked.getlist("row")[:TICKED]
        if key.isascii() and key.isdecimal() and len(key) <= LONGEST_KEY
    ]
    model = kind.rows(asked).model
    return model.objects.filter(pk__in=ticked) if ticked else None


def _preview(
    request: UserRequest,
    kind: Kind,
    action: Action,
    rows: QuerySet,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    try:
        found = acts.preview(rows, action, by=request.user)
    except ReviewError as error:
        messages.error(request, str(error))
        return redirect(_back(asked, kind))
    seen: Any = with_obstacles(rows, action, request.user).order_by("-pk")
    shown = seen.for_list() if kind is CLAIMS else seen
    said: dict[str, Any] = {
        "kind": kind.name,
        "action": action,
        "verb": kind.verbs[action],
        "found": found,
        "now": [(kind.labels[code], number) for code, number in found.now],
        "changing": shown.filter(obstacle="")[:SHOWN],
        "staying": shown.exclude(obstacle="")[:SHOWN],
        "all": asked.get("scope") == "all",
        "asked": [(name, one) for name in _kept(asked, kind) for one in asked.getlist(name)],
        "needs_reason": action in acts.NEEDS_REASON,
        "reason": asked.get("reason", ""),
        "back": _back(asked, kind),
        "problem": problem,
        "was": asked.get("number", "") if status == 409 else "",
    }
    if kind is INCIDENTS:
        said["waiting"] = (
            IncidentClaim.objects.pending()
            .filter(awaits=None, incident__in=seen.filter(obstacle="").order_by().values("pk"))
            .count()
        )
    return render(request, "incidents/bulk_preview.html", said, status=status)


def _to_the_merge(request: UserRequest) -> HttpResponse:
    rows = _chosen(request.GET, INCIDENTS) if request.GET.get("scope") != "all" else None
    keys = list(rows.order_by("pk").values_list("pk", flat=True)) if rows is not None else []
    if len(keys) < 2:
        messages.error(request, "Tick the incidents to merge, two or more.")
        return redirect(_back(request.GET, INCIDENTS))
    first, second, *others = (reference_of(key) for key in keys)
    url = reverse("incidents:merge", args=[first, second])
    return redirect(f"{url}?{urlencode({'also': others}, doseq=True)}".rstrip("?"))


def _kept(asked: QueryDict, kind: Kind) -> list[str]:
    return [name for name in (*OURS, *kind.filters.base_filters) if asked.get(name)]


def _filters(asked: QueryDict, kind: Kind) -> str:
    """Return the filters as they stand in the address."""
    on = {name: asked[name] for name in kind.filters.base_filters if asked.get(name)}
    return urlencode(on)


def _back(asked: QueryDict, kind: Kind) -> str:
    return f"{kind.back}?{_filters(asked, kind)}".rstrip("?")
