"""Where and when: the incidents that stand on a map, on a timeline and in a table."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from incidents.overview import features, newest, overview
from incidents.totals import totals
from sources.http import UserRequest

MAY_SEE = permission_required("incidents.view_incident", raise_exception=True)


@require_safe
@MAY_SEE
def page(request: UserRequest) -> HttpResponse:
    said = {"overview": overview(), "rows": newest(), "totals": totals()}
    return render(request, "incidents/overview.html", said)


@require_safe
@MAY_SEE
def places(request: UserRequest) -> HttpResponse:
    """Send the points of the map."""
    return JsonResponse(features(newest()), content_type="application/geo+json")
