"""Where two readers differ, a third person decides: both readings side by side, without names."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from incidents import agreement
from incidents.actions import double
from incidents.actions import queue as leases
from incidents.actions.readings import as_json, draft_of, from_json
from incidents.claim_forms import ClaimForm, CountFormSet, SpeakerFormSet, counts_of, speakers_of
from incidents.concordance import FIELD_LABELS
from incidents.double_forms import AdjudicationForm, chosen_in
from incidents.enums import Awaited, Verdict
from incidents.exceptions import ReviewError, StaleError
from incidents.models import Assessment, IncidentClaim
from incidents.templatetags.double import field_words
from incidents.views.claims import Forms, form_page
from incidents.views.double import MAY_JUDGE
from sources.actions.claims import ClaimDraft
from sources.http import UserRequest
from sources.paging import key_in

Sides = tuple[Assessment, Assessment]


@dataclass(frozen=True, slots=True)
class Row:
    """One field as the machine and both readers have it."""

    field: str
    label: str
    machine: str
    a: str
    b: str
    differs: bool
    chosen: str = ""


@require_safe
@MAY_JUDGE
def following(request: UserRequest) -> HttpResponse:
    """Open the next claim that this person may settle."""
    link = leases.take_disputed(by=request.user, after=key_in(request, "after"))
    if link is None:
        messages.info(request, "There is nothing to settle: no two readers differ.")
        return redirect("incidents:double_sets")
    return redirect("incidents:adjudicate", link.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@MAY_JUDGE
def adjudicate(request: UserRequest, pk: int) -> HttpResponse:
    """Show both readings; take the verdict, and of each field the reading that holds."""
    link = _link(request, pk)
    if link.awaits != Awaited.THIRD:
        messages.info(request, "Somebody has settled this meanwhile.")
        return redirect("incidents:judge", link.pk)
    sides = sides_of(link)
    if request.method != "POST":
        return _page(request, link, sides, chosen=chosen_in(request.GET))
    if "write" in request.POST:
        address = reverse("incidents:adjudicate_by_hand", args=[pk])
        return redirect(f"{address}?{urlencode(chosen_in(request.POST))}")
    form = AdjudicationForm(request.POST, differing=differing_in(sides))
    problem, status = "Choose a reading of each field that differs.", 422
    if form.is_valid():
        try:
            _settle(request, link, sides, form)
        except ReviewError as error:
            problem, status = str(error), 409 if isinstance(error, StaleError) else 422
        else:
            messages.success(request, "Settled.")
            return redirect(f"{reverse('incidents:adjudicate_next')}?after={pk}")
    chosen = chosen_in(request.POST)
    typed = request.POST.get("reason", "")
    return _page(request, link, sides, chosen=chosen, problem=problem, typed=typed, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@MAY_JUDGE
def by_hand(request: UserRequest, pk: int) -> HttpResponse:
    """Write a third reading, from what was chosen of the two."""
    link = _link(request, pk)
    if link.awaits != Awaited.THIRD:
        return redirect("incidents:judge", link.pk)
    first = _chosen_draft(link, sides_of(link), chosen_in(request.GET))
    forms, status = _forms(request, link, first), 200
    if request.method == "POST":
        status = 422
        try:
            if forms.are_valid():
                reason = forms.claim.cleaned_data["reason"]
                double.adjudicate(
                    link,
                    Verdict.ACCEPTED,
                    by=request.user,
                    version=forms.claim.cleaned_data["version"] or 0,
                    reason=f"Two readers differed: a third reading. {reason}".strip(),
                    draft=forms.draft(),
                )
                messages.success(request, "Settled.")
                return redirect(f"{reverse('incidents:adjudicate_next')}?after={pk}")
        except ReviewError as error:
            status = 409 if isinstance(error, StaleError) else 422
            forms.claim.add_error(None, str(error))
    said = {
        "link": link,
        "heading": "Write a third reading",
        "action": request.get_full_path(),
        "cancel_url": reverse("incidents:adjudicate", args=[pk]),
    }
    return form_page(request, forms, link.claim, said, status=status)


def sides_of(link: IncidentClaim) -> Sides:
    """Return Reader A and Reader B: who of them came first does not show."""
    first, second = double.readings_of(link)
    return (second, first) if link.pk % 2 else (first, second)


def differing_in(sides: Sides) -> list[str]:
    """Return the fields on which both readers differ, who both accept; else none."""
    a, b = sides
    return agreement.differing(a.draft, b.draft) if a.draft and b.draft else []


def _link(request: UserRequest, pk: int) -> IncidentClaim:
    link = get_object_or_404(IncidentClaim.objects.for_review(), pk=pk, double_set__isnull=False)
    if link.awaits == Awaited.THIRD and not double.may_adjudicate(link, request.user):
        raise Http404
    return link


def _settle(
    request: UserRequest, link: IncidentClaim, sides: Sides, form: AdjudicationForm
) -> None:
    verdict = Verdict(form.cleaned_data["verdict"])
    a, b = sides
    draft = None
    if verdict == Verdict.ACCEPTED and a.draft and b.draft:
        draft = from_json(agreement.merged(a.draft, b.draft, taken=form.taken()))
    elif verdict == Verdict.ACCEPTED and (accepting := a.draft or b.draft):
        draft = from_json(accepting)
    double.adjudicate(
        link,
        verdict,
        by=request.user,
        version=form.cleaned_data["version"],
        reason=form.reason_in_full(),
        draft=draft,
    )


def _chosen_draft(link: IncidentClaim, sides: Sides, chosen: dict[str, str]) -> ClaimDraft:
    """Return the reading from which a third one starts: both put together as far as chosen."""
    a, b = sides
    if a.draft and b.draft:
        taken = {name: side == "b" for name, side in chosen.items()}
        return from_json(agreement.merged(a.draft, b.draft, taken=taken))
    accepting = a.draft or b.draft
    return from_json(accepting) if accepting else draft_of(link.claim)


def _forms(request: UserRequest, link: IncidentClaim, first: ClaimDraft) -> Forms:
    document = link.claim.document
    kwargs, data = {"document": document}, request.POST or None
    counts, speakers = counts_of(first.counts), speakers_of(first.speakers)
    initial = ClaimForm.initial_of(first, version=link.version)
    return Forms(
        ClaimForm(data, document=document, claim=first, initial=initial),
        CountFormSet(data, prefix="counts", initial=counts, form_kwargs=kwargs),
        SpeakerFormSet(data, prefix="speakers", initial=speakers, form_kwargs=kwargs),
    )


def _rows(link: IncidentClaim, sides: Sides, chosen: dict[str, str]) -> list[Row]:
    """Return every field on which a reader says anything, those that differ first."""
    text = link.claim.document.text
    machine = as_json(draft_of(link.claim))
    a, b = (side.draft or machine for side in sides)
    differs = differing_in(sides)
    rows = [
        Row(
            field=name,
            label=FIELD_LABELS[name],
            machine=field_words(machine, name, text),
            a=field_words(a, name, text),
            b=field_words(b, name, text),
            differs=name in differs,
            chosen=chosen.get(name, ""),
        )
        for name in agreement.FIELDS
    ]
    told = (row for row in rows if row.differs or (row.field != "sentence" and (row.a or row.b)))
    return sorted(told, key=lambda row: not row.differs)


def _page(
    request: UserRequest,
    link: IncidentClaim,
    sides: Sides,
    *,
    chosen: dict[str, str],
    problem: str = "",
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    rows = _rows(link, sides, chosen)
    said: dict[str, Any] = {
        "link": link,
        "claim": link.claim,
        "document": link.claim.document,
        "marked": [link.claim],
        "sides": [("A", sides[0]), ("B", sides[1])],
        "differing": [row for row in rows if row.differs],
        "alike": [row for row in rows if not row.differs],
        "accepting": next((side for side in sides if side.draft), None),
        "both_accept": all(side.draft for side in sides),
        "problem": problem,
        "typed": typed,
        "held_by": link.leased_to if _is_held(link, request) else None,
    }
    return render(request, "incidents/adjudicate.html", said, status=status)


def _is_held(link: IncidentClaim, request: UserRequest) -> bool:
    """Return whether somebody else is settling it right now."""
    until = link.leased_until
    return bool(until and until > timezone.now() and link.leased_to_id != request.user.pk)
