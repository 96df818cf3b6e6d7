"""Deciding on an incident: confirm, reject, reopen, grade it, or set a fact by hand."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from incidents.actions import grading, review
from incidents.actions.facts import FACTS
from incidents.enums import Grade
from incidents.exceptions import ReviewError, StaleError
from incidents.forms import DecisionForm, OverrideForm
from incidents.incident_forms import GradeForm
from incidents.models import Decision, Incident
from incidents.views.incident.page import MAY_JUDGE, show
from sources.http import UserRequest

AnyForm = TypeVar("AnyForm", bound=Form)


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
def grade(request: UserRequest, reference: int) -> HttpResponse:
    """Say how well it is borne out, with the reason."""
    return _act(
        request,
        get_object_or_404(Incident, pk=reference),
        GradeForm(request.POST),
        lambda row, form: grading.grade(
            row,
            Grade(form.cleaned_data["grade"]),
            by=request.user,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        ),
        "Graded.",
    )


@require_POST
@MAY_JUDGE
def override(request: UserRequest, reference: int, fact: str) -> HttpResponse:
    """Set a fact by hand, with the reason."""
    row = get_object_or_404(Incident, pk=reference)
    if fact not in FACTS:
        raise Http404
    return _act(
        request,
        row,
        OverrideForm(request.POST, fact=fact, incident=row),
        lambda row, form: review.override(
            row,
            fact,
            form.value(),
            by=request.user,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        ),
        "Set by hand. What the claims say stays in the history.",
    )


def _decide(
    request: UserRequest,
    reference: int,
    act: Callable[[Incident, DecisionForm], Decision],
    said: str,
) -> HttpResponse:
    row = get_object_or_404(Incident, pk=reference)
    return _act(request, row, DecisionForm(request.POST), act, said)


def _act(
    request: UserRequest,
    row: Incident,
    form: AnyForm,
    act: Callable[[Incident, AnyForm], Decision],
    said: str,
) -> HttpResponse:
    """Take a decision on an incident; show the newer state beside what was typed if too late."""
    if not form.is_valid():
        return show(request, row, refused=form, status=422)
    try:
        act(row, form)
    except ReviewError as error:
        row = Incident.objects.get(pk=row.pk)
        form.add_error(None, str(error))
        status = 409 if isinstance(error, StaleError) else 422
        return show(request, row, refused=form, status=status)
    messages.success(request, said)
    return redirect(row)
