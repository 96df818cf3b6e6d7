"""What releases may say of an incident: a page, and the decisions that it offers."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from incidents.actions import disclosure as actions
from incidents.actions.release_withholding import BY_HAND, sensitivity_of
from incidents.enums import Sensitivity
from incidents.exceptions import ReviewError, StaleError
from incidents.incident_forms import NamingForm, SensitivityForm
from incidents.models import Decision, Incident
from incidents.releases.privacy.rules import normal
from incidents.views.incident.page import MAY_JUDGE, MAY_SEE
from sources.http import UserRequest

MAY_LEAD = permission_required("incidents.lead_review", raise_exception=True)


@require_safe
@MAY_SEE
def page(request: UserRequest, reference: int) -> HttpResponse:
    return show(request, get_object_or_404(Incident, pk=reference))


@require_POST
@MAY_JUDGE
def mark(request: UserRequest, reference: int) -> HttpResponse:
    """Hold an incident back from releases, let it through, or leave it to the rules."""
    form = SensitivityForm(request.POST)
    return _decide(
        request,
        reference,
        form,
        lambda row: actions.mark(
            row,
            form.cleaned_data["sensitivity"] or None,
            by=request.user,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        ),
    )


@require_POST
@MAY_LEAD
def allow_name(request: UserRequest, reference: int) -> HttpResponse:
    """Let releases name a private person in this incident, or no longer."""
    form = NamingForm(request.POST)
    return _decide(
        request,
        reference,
        form,
        lambda row: actions.allow_name(
            row,
            form.cleaned_data["name"],
            allowed=form.cleaned_data["allowed"],
            by=request.user,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        ),
    )


def show(
    request: UserRequest, row: Incident, *, refused: Form | None = None, status: int = 200
) -> HttpResponse:
    """Show who is named and whether the incident is sensitive, beside a form that was refused."""
    named = actions.private_names(row)
    open_names = {normal(name) for name in row.named_openly}
    rule = sensitivity_of(row)
    said = {
        "incident": row,
        "names": [(name, normal(name) in open_names) for name in named],
        "rule": rule,
        "by_hand": rule == BY_HAND,
        "last": row.decisions.filter(action__in=actions.DISCLOSING, undone_by=None)
        .select_related("by")
        .first(),
        "sensitivity": refused if isinstance(refused, SensitivityForm) else SensitivityForm(),
        "naming": refused if isinstance(refused, NamingForm) else None,
        "marked": row.sensitivity == Sensitivity.SENSITIVE,
        "let_through": row.sensitivity == Sensitivity.RELEASABLE,
    }
    return render(request, "incidents/disclosure.html", said, status=status)


def _decide(
    request: UserRequest, reference: int, form: Form, act: Callable[[Incident], Decision]
) -> HttpResponse:
    row = get_object_or_404(Incident, pk=reference)
    if not form.is_valid():
        return show(request, row, refused=form, status=422)
    try:
        act(row)
    except ReviewError as error:
        form.add_error(None, str(error))
        row.refresh_from_db()
        status = 409 if isinstance(error, StaleError) else 422
        return show(request, row, refused=form, status=status)
    messages.success(request, "Noted. It holds from the next release on.")
    return redirect("incidents:disclosure", row.reference)
