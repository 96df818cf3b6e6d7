"""Split an incident: choose the claims that are about another event, see both, then do it."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from incidents.actions import split as splitting
from incidents.actions.facts import FACTS
from incidents.actions.merge import differing
from incidents.actions.split_preview import preview
from incidents.enums import Status, Verdict
from incidents.exceptions import ReviewError, StaleError
from incidents.forms import SplitForm
from incidents.models import Incident, IncidentClaim
from sources.http import UserRequest

MAY_JUDGE = permission_required("incidents.review_incident", raise_exception=True)


@require_http_methods(["GET", "HEAD", "POST"])
@MAY_JUDGE
def split(request: UserRequest, reference: int) -> HttpResponse:
    """Show what leaves and what stays, and move the claims that leave to a new candidate."""
    row = get_object_or_404(Incident.objects.prefetch_related("counts"), pk=reference)
    if row.status not in (Status.CANDIDATE, Status.CONFIRMED):
        state = row.get_status_display().lower()
        messages.error(request, f"{row.reference} is {state}: it cannot be split.")
        return redirect(row.merged_into or row)
    form = SplitForm(request.POST if request.method == "POST" else request.GET)
    if request.method != "POST":
        return _show(request, row, form)
    if not form.is_valid():
        return _show(request, row, form, status=422)
    seen = form.cleaned_data["links"]
    links = list(IncidentClaim.objects.filter(pk__in=seen))
    for link in links:
        link.version = seen[link.pk]
    try:
        new = splitting.split(
            row,
            links=links,
            by=request.user,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        )
    except ReviewError as error:
        row = Incident.objects.prefetch_related("counts").get(pk=row.pk)
        status = 409 if isinstance(error, StaleError) else 422
        return _show(request, row, form, problem=str(error), status=status)
    messages.success(request, f"Split from {row.reference}. Look at the facts of both.")
    return redirect(new)


def _show(
    request: UserRequest, row: Incident, form: SplitForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    links = row.links.exclude(verdict=Verdict.REPLACED).for_review().without_text()
    claims = list(links.order_by("claim__document", "claim__start"))
    chosen = form.chosen()
    leaving = [link for link in claims if link.pk in chosen]
    said = {
        "incident": row,
        "claims": [(link, link.pk in chosen) for link in claims],
        "leaving": leaving,
        "staying": len(claims) - len(leaving),
        "problem": problem or _problem(form, claims, leaving),
        "reason": form.data.get("reason", ""),
        **(_sides(row, leaving) if leaving else {}),
    }
    return render(request, "incidents/split.html", said, status=status)


def _problem(
    form: SplitForm, claims: Sequence[IncidentClaim], leaving: Sequence[IncidentClaim]
) -> str:
    """Return why these claims cannot leave, in words; empty if they can or none is chosen."""
    if leaving and len(leaving) == len(claims):
        return "Leave at least one claim here: to move them all splits nothing."
    if form.is_bound and form.data.get("version") and not form.is_valid():
        return "Choose the claims that leave, and say why these are two events."
    return ""


def _sides(row: Incident, leaving: Sequence[IncidentClaim]) -> dict[str, object]:
    kept, new = preview(row, leaving)
    differs = differing(kept.incident, new.incident)
    return {
        "sides": (kept, new),
        "facts": [{"name": fact, "differs": fact in differs} for fact in FACTS],
    }
