"""One incident: its facts, the claims behind each, what people decided, and what they noted."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from incidents.actions import review
from incidents.actions.facts import FACTS
from incidents.actions.release_evidence import SAYS
from incidents.enums import Verdict
from incidents.exceptions import ReviewError, StaleError
from incidents.forms import DecisionForm, NoteForm, OverrideForm
from incidents.models import Annotation, Decision, Incident, IncidentClaim, Suggestion
from incidents.views.undo import last_decision
from sources.http import UserRequest

MAY_SEE = permission_required("incidents.view_incident", raise_exception=True)
MAY_JUDGE = permission_required("incidents.review_incident", raise_exception=True)
HISTORY = 200
SUGGESTED = 5


@require_safe
@MAY_SEE
def incident(request: UserRequest, reference: int) -> HttpResponse:
    """Show an incident; a merged one leads to the incident that took it in."""
    row = get_object_or_404(
        Incident.objects.select_related("merged_into", "confirmed_by"), pk=reference
    )
    if row.merged_into:
        messages.info(request, f"{row.reference} was merged into this incident.")
        return redirect(row.merged_into)
    return _page(request, row)


@require_POST
@MAY_JUDGE
def confirm(request: UserRequest, reference: int) -> HttpResponse:
    return _decide(
        request,
        reference,
        lambda row, form: review.confirm(
            row,
            by=request.user,
            version=form.cleaned_data["version"],
            accept_pending=form.cleaned_data["accept_pending"],
            reason=form.cleaned_data["reason"],
        ),
        "Confirmed. It will be part of the next release.",
    )


@require_POST
@MAY_JUDGE
def reject(request: UserRequest, reference: int) -> HttpResponse:
    return _decide(
        request,
        reference,
        lambda row, form: review.reject(
            row,
            by=request.user,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        ),
        "Rejected. It can be opened again.",
    )


@require_POST
@MAY_JUDGE
def reopen(request: UserRequest, reference: int) -> HttpResponse:
    return _decide(
        request,
        reference,
        lambda row, form: review.reopen(
            row,
            by=request.user,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        ),
        "Open again.",
    )


@require_POST
@MAY_JUDGE
def override(request: UserRequest, reference: int, fact: str) -> HttpResponse:
    """Set a fact by hand, with the reason."""
    row = get_object_or_404(Incident, pk=reference)
    if fact not in FACTS:
        raise Http404
    form = OverrideForm(request.POST, fact=fact, incident=row)
    if not form.is_valid():
        return _page(request, row, override_form=form, status=422)
    try:
        review.override(
            row,
            fact,
            form.value(),
            by=request.user,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        )
    except ReviewError as error:
        row = Incident.objects.get(pk=reference)
        form.add_error(None, str(error))
        return _page(request, row, override_form=form, status=_status(error))
    messages.success(request, "Set by hand. What the claims say stays in the history.")
    return redirect(row)


@require_POST
@MAY_JUDGE
def annotate(request: UserRequest, reference: int) -> HttpResponse:
    row = get_object_or_404(Incident, pk=reference)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, row, note_form=form, status=422)
    review.annotate(row, by=request.user, text=form.cleaned_data["text"])
    return redirect(f"{row.get_absolute_url()}#notes")


@require_POST
@MAY_JUDGE
def resolve(request: UserRequest, pk: int) -> HttpResponse:
    note = get_object_or_404(Annotation.objects.select_related("incident"), pk=pk)
    review.resolve(note, by=request.user)
    return redirect(f"{note.incident.get_absolute_url()}#notes")


def _decide(
    request: UserRequest,
    reference: int,
    act: Callable[[Incident, DecisionForm], Decision],
    said: str,
) -> HttpResponse:
    """Take a decision on an incident; show the newer state beside what was typed if too late."""
    row = get_object_or_404(Incident, pk=reference)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form=form, status=422)
    try:
        act(row, form)
    except ReviewError as error:
        row = Incident.objects.get(pk=reference)
        form.add_error(None, str(error))
        return _page(request, row, form=form, status=_status(error))
    messages.success(request, said)
    return redirect(row)


def _status(error: ReviewError) -> int:
    return 409 if isinstance(error, StaleError) else 422


def _page(
    request: UserRequest,
    row: Incident,
    *,
    form: DecisionForm | None = None,
    note_form: NoteForm | None = None,
    override_form: OverrideForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the incident as it is now, beside what was typed into a form that was refused."""
    rows = row.links.for_review().without_text().order_by("claim__document", "claim__start")
    links = list(rows)
    standing = [x for x in links if x.verdict not in (Verdict.REJECTED, Verdict.REPLACED)]
    forms = [OverrideForm(fact=fact, incident=row) for fact in FACTS]
    if override_form:
        forms = [override_form if one.fact == override_form.fact else one for one in forms]
    last = last_decision(request.user)
    history = row.decisions.select_related("by", "claim", "undone_by")[:HISTORY]
    suggestions = Suggestion.objects.open().about(row.pk).select_related("older", "newer")
    return render(
        request,
        "incidents/incident.html",
        {
            "incident": row,
            "links": standing,
            "set_aside": [link for link in links if link not in standing],
            "pending": sum(link.verdict == Verdict.PENDING for link in links),
            "accepted": sum(link.verdict == Verdict.ACCEPTED for link in links),
            "documents": {link.claim.document_id for link in standing},
            "ledger": [x for x in standing if x.claim.perpetrator or x.claim.stance == "denied"],
            "counts": row.counts.all(),
            "notes": row.annotations.select_related("by", "resolved_by"),
            "history": history,
            "acts": set({done.batch or done.pk: done.pk for done in history}.values()),
            "merged_from": row.merged_from.all(),
            "suggestions": suggestions[:SUGGESTED],
            "last": last if last and last.incident_id == row.pk else None,
            "form": form or DecisionForm(),
            "note_form": note_form or NoteForm(),
            "facts": [(one, _saying(row, one.fact, standing)) for one in forms],
        },
        status=status,
    )


def _saying(row: Incident, fact: str, links: list[IncidentClaim]) -> list[IncidentClaim]:
    """Return the claims that say what the incident says, if it says anything."""
    says = SAYS.get(fact) if getattr(row, FACTS[fact][0]) else None
    return [link for link in links if says and says(row, link)]
