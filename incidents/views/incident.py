"""One incident: its facts, the claims behind each, what people decided, and what they noted."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from incidents.actions import review
from incidents.actions.facts import FACTS
from incidents.enums import Answer, Status, Verdict
from incidents.exceptions import ReviewError, StaleError
from incidents.forms import DecisionForm, NoteForm, OverrideForm
from incidents.models import Annotation, Decision, Incident, IncidentClaim, Suggestion
from sources.http import UserRequest

MAY_SEE = permission_required("incidents.view_incident", raise_exception=True)
MAY_JUDGE = permission_required("incidents.review_incident", raise_exception=True)
HISTORY = 200


@require_safe
@MAY_SEE
def incident(request: UserRequest, reference: int) -> HttpResponse:
    """Show an incident; a merged one leads to the incident that took it in."""
    row = get_object_or_404(Incident.objects.select_related("merged_into"), pk=reference)
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
def override(request: UserRequest, reference: int) -> HttpResponse:
    """Set a fact by hand, with the reason."""
    row = get_object_or_404(Incident, pk=reference)
    form = OverrideForm(request.POST)
    if not form.is_valid():
        return _page(request, row, override_form=form, status=422)
    try:
        review.override(
            row,
            form.cleaned_data["fact"],
            form.value(),
            by=request.user,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        )
    except ReviewError as error:
        form.add_error(None, str(error))
        status = 409 if isinstance(error, StaleError) else 422
        return _page(request, row, override_form=form, status=status)
    messages.success(request, "Set by hand. The claims' own value stays in the history.")
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
        form.data = form.data.copy()
        form.data["version"] = str(row.version)
        status = 409 if isinstance(error, StaleError) else 422
        return _page(request, row, form=form, status=status)
    messages.success(request, said)
    return redirect(row)


def _page(
    request: UserRequest,
    row: Incident,
    *,
    form: DecisionForm | None = None,
    note_form: NoteForm | None = None,
    override_form: OverrideForm | None = None,
    status: int = 200,
) -> HttpResponse:
    links = list(row.links.for_review().order_by("claim__document", "claim__start"))
    standing = [x for x in links if x.verdict not in (Verdict.REJECTED, Verdict.REPLACED)]
    return render(
        request,
        "incidents/incident.html",
        {
            "incident": row,
            "links": standing,
            "set_aside": [link for link in links if link not in standing],
            "pending": sum(link.verdict == Verdict.PENDING for link in links),
            "accepted": sum(link.verdict == Verdict.ACCEPTED for link in links),
            "documents": _documents(standing),
            "ledger": [x for x in standing if x.claim.perpetrator or x.claim.stance == "denied"],
            "counts": row.counts.all(),
            "overrides": row.overrides,
            "notes": row.annotations.select_related("by", "resolved_by"),
            "history": row.decisions.select_related("by", "claim", "undone_by")[:HISTORY],
            "merged_from": row.merged_from.all(),
            "suggestions": Suggestion.objects.open()
            .about(row.pk)
            .select_related("older", "newer")[:5],
            "form": form or DecisionForm(initial={"version": row.version}),
            "note_form": note_form or NoteForm(),
            "override_form": override_form
            or OverrideForm(initial={"version": row.version, "fact": "title"}),
            "facts": FACTS,
            "Status": Status,
            "Answer": Answer,
        },
        status=status,
    )


def _documents(links: list[IncidentClaim]) -> list:
    return list({link.claim.document_id: link.claim.document for link in links}.values())
