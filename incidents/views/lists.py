"""Lists of incidents and claims: filters in the address, newest first, one page at a time."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_filters import FilterSet

from incidents.filters import ClaimFilter, IncidentFilter
from incidents.models import Incident, IncidentClaim
from sources.filters import chips, found_by
from sources.http import UserRequest
from sources.paging import page

MAY_SEE = permission_required("incidents.view_incident", raise_exception=True)


@require_safe
@MAY_SEE
def incidents(request: UserRequest) -> HttpResponse:
    rows = Incident.objects.exclude(status="merged").with_evidence().prefetch_related("counts")
    found = IncidentFilter(request.GET, rows)
    return _list(request, "incidents/incidents.html", found)


@require_safe
@MAY_SEE
def claims(request: UserRequest) -> HttpResponse:
    rows = IncidentClaim.objects.for_list()
    if not request.GET.get("verdict"):
        rows = rows.exclude(verdict="replaced")
    found = ClaimFilter(request.GET, rows)
    return _list(request, "incidents/claims.html", found)


def _list(request: UserRequest, template: str, found: FilterSet) -> HttpResponse:
    said = {
        "filter": found,
        "chips": chips(found, request),
        "page": page(found_by(found), request),
    }
    return render(request, template, said)
