"""The full history of an incident: who did what, when and why, narrowed by person and field."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from incidents.incident_forms import HistoryFilter
from incidents.models import Incident
from incidents.views.incident.acts import acts_of, borne_by
from incidents.views.incident.page import MAY_SEE
from sources.filters import chips, found_by
from sources.http import UserRequest
from sources.paging import page

ACTS = 30


@require_safe
@MAY_SEE
def history(request: UserRequest, reference: int) -> HttpResponse:
    """Show every act on an incident and on those merged into it, the newest first."""
    row = get_object_or_404(Incident.objects.select_related("merged_into"), pk=reference)
    if row.merged_into:
        return redirect("incidents:history", row.merged_into.reference)
    incidents = borne_by(row)
    found = HistoryFilter(request.GET, incidents=incidents)
    shown = page(found_by(found), request, size=ACTS)
    return render(
        request,
        "incidents/history.html",
        {
            "incident": row,
            "filter": found,
            "chips": chips(found, request),
            "page": shown,
            "acts": acts_of(shown.rows, incidents),
        },
    )
