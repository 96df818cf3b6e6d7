"""Notes on an incident, and those that call me by name."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from incidents.actions import notes as actions
from incidents.forms import NoteForm
from incidents.models import Annotation, Incident, Mention
from incidents.views.incident.page import MAY_JUDGE, MAY_SEE, show
from sources.http import UserRequest
from sources.paging import page


@require_POST
@MAY_JUDGE
def annotate(request: UserRequest, reference: int) -> HttpResponse:
    """Leave a note, and say which names in it nobody has."""
    row = get_object_or_404(Incident, pk=reference)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return show(request, row, refused=form, status=422)
    note = actions.annotate(row, by=request.user, text=form.cleaned_data["text"])
    for name in actions.strangers(note):
        messages.warning(
            request, f"Nobody here is called @{name}; the note reaches no such person."
        )
    return redirect(f"{row.get_absolute_url()}#note-{note.pk}")


@require_POST
@MAY_JUDGE
def resolve(request: UserRequest, pk: int) -> HttpResponse:
    """Mark a note as dealt with; it leaves the home page of those whom it calls."""
    note = get_object_or_404(Annotation.objects.select_related("incident"), pk=pk)
    actions.resolve(note, by=request.user)
    return redirect(f"{note.incident.get_absolute_url()}#note-{note.pk}")


@require_safe
@MAY_SEE
def mentions(request: UserRequest) -> HttpResponse:
    """List the notes that wait for me."""
    rows = Mention.objects.waiting_for(request.user).prefetch_related("note__mentions__person")
    return render(request, "incidents/mentions.html", {"page": page(rows, request)})
