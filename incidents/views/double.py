"""Sets of claims that two people read blind to each other: make one, see how far each has come."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.actions import double
from incidents.double_forms import DoubleSetForm
from incidents.exceptions import ReviewError
from incidents.filters import QueueFilter
from incidents.models import Assessment, DoubleSet, IncidentClaim
from incidents.querysets import IncidentClaimQuerySet
from sources.filters import chips, found_by
from sources.http import UserRequest
from sources.paging import count_roughly, page

MAY_JUDGE = permission_required("incidents.review_incident", raise_exception=True)
MAY_LEAD = permission_required("incidents.lead_review", raise_exception=True)


class DrawingFilter(QueueFilter):
    """The filters of the queue, but for what only makes sense while judging."""

    state: Any = None
    mine: Any = None
    sort: Any = None
    set: Any = None

    def filter_queryset(self, queryset: Any) -> IncidentClaimQuerySet:
        for name, value in self.form.cleaned_data.items():
            queryset = self.filters[name].filter(queryset, value)
        return cast(IncidentClaimQuerySet, queryset).drawable()


@require_safe
@MAY_JUDGE
def sets(request: UserRequest) -> HttpResponse:
    """List the sets with how many claims of each wait for a first, a second, a third person."""
    rows = DoubleSet.objects.with_progress().select_related("made_by")
    disputed = count_roughly(IncidentClaim.objects.disputed_for(request.user))
    said = {"page": page(rows, request), "disputed": disputed}
    return render(request, "incidents/double_sets.html", said)


@require_http_methods(["GET", "HEAD", "POST"])
@MAY_LEAD
def new(request: UserRequest) -> HttpResponse:
    """Draw a set from what the filters of the address let through."""
    found = DrawingFilter(request.GET, IncidentClaim.objects.all(), request=request)
    form = DoubleSetForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = double.make_set(
                    cast(IncidentClaimQuerySet, found_by(found)),
                    by=request.user,
                    filters=found.kept,
                    **form.cleaned_data,
                )
            except ReviewError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"{made.size:,} claims are now read by two.")
                return redirect("incidents:double_sets")
    said = {
        "filter": found,
        "chips": chips(found, request),
        "form": form,
        "there_are": found_by(found).count(),
        "action": f"{reverse('incidents:new_double_set')}?{found.kept}".rstrip("?"),
    }
    return render(request, "incidents/new_double_set.html", said, status=status)


@require_POST
@MAY_JUDGE
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Take one's own reading back, and go to its claim."""
    mine = Assessment.objects.filter(reader=request.user).select_related("link")
    reading = get_object_or_404(mine, pk=pk)
    try:
        double.withdraw(reading, by=request.user)
    except ReviewError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Undone. Nobody has seen what you said.")
    query = f"?{request.GET.urlencode()}".rstrip("?")
    return redirect(reverse("incidents:judge", args=[reading.link_id]) + query)
