"""Lists of incidents and claims: filters in the address, newest first, one page at a time."""

from collections.abc import Mapping

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_filters import FilterSet

from incidents.enums import CLAIM_VERBS, INCIDENT_VERBS, Action
from incidents.filters import ClaimFilter, IncidentFilter
from incidents.models import Incident, IncidentClaim
from incidents.querysets import IncidentClaimQuerySet, IncidentQuerySet
from sources.filters import chips, found_by
from sources.http import UserRequest
from sources.paging import page

MAY_SEE = permission_required("incidents.view_incident", raise_exception=True)


@require_safe
@MAY_SEE
def incidents(request: UserRequest) -> HttpResponse:
    rows = incident_rows(request.GET).with_evidence().prefetch_related("counts")
    found = IncidentFilter(request.GET, rows)
    return _list(request, "incidents/incidents.html", found, INCIDENT_VERBS)


@require_safe
@MAY_SEE
def claims(request: UserRequest) -> HttpResponse:
    found = ClaimFilter(request.GET, claim_rows(request.GET).for_list())
    return _list(request, "incidents/claims.html", found, CLAIM_VERBS)


def incident_rows(asked: QueryDict) -> IncidentQuerySet:
    """Return the incidents that a list shows if nothing is filtered out."""
    rows: IncidentQuerySet = Incident.objects.exclude(status="merged")
    return rows


def claim_rows(asked: QueryDict) -> IncidentClaimQuerySet:
    """Return the claims that a list shows: those replaced only if somebody asks for them."""
    rows: IncidentClaimQuerySet = IncidentClaim.objects.all()
    return rows if asked.get("verdict") else rows.exclude(verdict="replaced")


def _list(
    request: UserRequest, template: str, found: FilterSet, verbs: Mapping[Action, str]
) -> HttpResponse:
    said = {
        "filter": found,
        "chips": chips(found, request),
        "page": page(found_by(found), request),
    }
    if request.user.has_perm("incidents.review_incident"):
        asked = [(name, one) for name in found.filters for one in request.GET.getlist(name) if one]
        said |= {"verbs": verbs.items(), "asked": asked}
    return render(request, template, said)
