"""Saying how one incident bears on another, and taking that away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from incidents.actions import relations
from incidents.exceptions import ReviewError
from incidents.incident_forms import RelationForm
from incidents.models import Incident, Relation
from incidents.views.incident.page import MAY_JUDGE, show
from sources.http import UserRequest


@require_POST
@MAY_JUDGE
def relate(request: UserRequest, reference: int) -> HttpResponse:
    """Relate an incident to another one, named by its reference."""
    row = get_object_or_404(Incident, pk=reference)
    form = RelationForm(request.POST)
    if not form.is_valid():
        return show(request, row, refused=form, status=422)
    incident, kind, other = form.read_from(row)
    try:
        relations.relate(incident, kind, other, by=request.user, reason=form.cleaned_data["reason"])
    except ReviewError as error:
        form.add_error(None, str(error))
        return show(request, Incident.objects.get(pk=row.pk), refused=form, status=422)
    messages.success(request, f"{form.cleaned_data['to'].reference} is related to this incident.")
    return redirect(row)


@require_POST
@MAY_JUDGE
def unrelate(request: UserRequest, reference: int, pk: int) -> HttpResponse:
    """Take a relation away and go back to the incident on whose page it stood."""
    row = get_object_or_404(Incident, pk=reference)
    relation = get_object_or_404(Relation.objects.select_related("incident", "other"), pk=pk)
    try:
        relations.unrelate(relation, by=request.user)
    except ReviewError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The relation is taken away.")
    return redirect(row)
