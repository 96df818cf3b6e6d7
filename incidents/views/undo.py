"""Take a decision back, from wherever it is offered."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models.functions import Now
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.models import User
from incidents.actions.undo import undo as take_back
from incidents.exceptions import ReviewError
from incidents.models import Bulk, Decision
from sources.http import UserRequest

RECENT = timedelta(hours=12)


def last_decision(by: User) -> Decision | None:
    """Return what this person decided last and may want to take back: the head of the act."""
    mine = Decision.objects.acts_of(by).filter(at__gte=Now() - RECENT)
    return mine.select_related("by", "claim", "incident").first()


@require_POST
@permission_required("incidents.review_incident", raise_exception=True)
def undo(request: UserRequest, pk: int) -> HttpResponse:
    """Take a decision back, and go to what it was about, or back to the page that offered it."""
    decision = get_object_or_404(Decision.objects.select_related("claim__link"), pk=pk)
    try:
        kept = take_back(decision, by=request.user)
    except ReviewError as error:
        messages.error(request, str(error))
    else:
        if decision.batch and (bulk := Bulk.objects.filter(pk=decision.batch).first()):
            return redirect(bulk)  # it may take a while, and says what stays
        for sentence in kept:
            messages.warning(request, sentence)
        messages.success(request, "Undone.")
    back = request.POST.get("next", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return HttpResponseRedirect(back)
    if decision.claim:
        return redirect("incidents:judge", decision.claim.link.pk)
    return redirect(decision.incident or "incidents:queue")
