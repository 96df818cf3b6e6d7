"""Correct a claim, add one that the machine missed, move one to another incident."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from incidents.actions import double, review
from incidents.claim_forms import (
    ClaimForm,
    CountFormSet,
    SpeakerFormSet,
    counts_of,
    speakers_of,
)
from incidents.claim_hints import FIELDS, hints, say
from incidents.enums import Verdict
from incidents.exceptions import ReviewError, StaleError
from incidents.forms import MoveForm
from incidents.models import IncidentClaim
from incidents.views.places import stretch_in
from sources.actions.claims import ClaimDraft
from sources.enums import EVENT_TYPES, SENSITIVE
from sources.http import UserRequest
from sources.models import Claim, Document

# Up to a full stop that ends a word, with the quotation marks that close after it, or a line.
SENTENCE = re.compile(r"""\S[^\n]*?(?:[.!?…]["'”’)\]]*(?=\s|$)|(?=\n|$))""")
MAY_JUDGE = permission_required("incidents.review_incident", raise_exception=True)


@dataclass(frozen=True, slots=True)
class Forms:
    """The three forms that state a claim, always together."""

    claim: ClaimForm
    counts: Any
    speakers: Any

    def are_valid(self) -> bool:
        return all([self.claim.is_valid(), self.counts.is_valid(), self.speakers.is_valid()])

    def draft(self) -> ClaimDraft:
        return self.claim.draft(self.counts, self.speakers)


@require_http_methods(["GET", "HEAD", "POST"])
@MAY_JUDGE
def correct(request: UserRequest, pk: int) -> HttpResponse:
    """State the claim as it should read. What was typed survives every refusal.

    Whoever comes second gets the newer claim beside what they typed, and saves that in its place.
    """
    link = get_object_or_404(IncidentClaim.objects.for_review(), pk=pk)
    if request.method != "POST" and link.verdict == Verdict.REPLACED:
        newest = _newest(link)
        if newest != link:
            return redirect(
                f"{reverse('incidents:correct', args=[newest.pk])}?{request.GET.urlencode()}"
            )
    forms = _forms_of(request, link)
    status, newer = 200, None
    if request.method == "POST":
        status = 422
        try:
            if forms.are_valid():
                new = _correct(request, link, forms)
                return redirect(_judge(request, new))
        except ReviewError as error:
            if isinstance(error, StaleError):
                status = 409
                link = newer = _newest(IncidentClaim.objects.for_review().get(pk=pk))
                forms = _forms_of(request, link, as_shown=True)
                forms.are_valid()
            forms.claim.add_error(None, str(error))
    said = {"link": link, "newer": newer, "action": _address(request, "incidents:correct", link.pk)}
    return form_page(request, forms, link.claim, said, status=status)


def _correct(request: UserRequest, link: IncidentClaim, forms: Forms) -> IncidentClaim:
    """Take the claim as it was stated, or as one reading of it where two people read it."""
    said: dict[str, Any] = {
        "by": request.user,
        "version": forms.claim.cleaned_data["version"] or 0,
        "reason": forms.claim.cleaned_data["reason"],
    }
    if link.awaits:
        double.assess(link, Verdict.ACCEPTED, draft=forms.draft(), **said)
        messages.success(request, "Noted. It counts when a second reader says the same.")
        return link
    new = review.correct(link, forms.draft(), **said)
    messages.success(request, "Corrected. The machine's claim stays in the history.")
    return new


@require_http_methods(["GET", "HEAD", "POST"])
@MAY_JUDGE
def add(request: UserRequest, pk: int) -> HttpResponse:
    """Add a claim from a stretch of the article."""
    document = get_object_or_404(Document.objects.defer("search"), pk=pk)
    stretch = stretch_in(request, document)
    start, end = stretch or (None, None)
    initial = {"start": start, "end": end, "stance": "asserted"}
    data = request.POST or None
    forms = Forms(
        ClaimForm(data, document=document, initial=initial),
        CountFormSet(data, prefix="counts", form_kwargs={"document": document}),
        SpeakerFormSet(data, prefix="speakers", form_kwargs={"document": document}),
    )
    status = 200
    if request.method == "POST":
        if forms.are_valid():
            link = review.add_claim(document, forms.draft(), by=request.user)
            messages.success(request, "Added, as a candidate of its own.")
            return redirect("incidents:judge", link.pk)
        status = 422
    if stretch is None:
        said = {"document": document, "sentences": _sentences(document)}
        return render(request, "incidents/choose_sentence.html", said | {"form": forms.claim})
    claim = Claim(pk=0, document=document, start=stretch[0], end=stretch[1])
    said = {"action": reverse("incidents:add_claim", args=[pk])}
    return form_page(request, forms, claim, said, status=status)


@require_POST
@MAY_JUDGE
def move(request: UserRequest, pk: int) -> HttpResponse:
    """Attach the claim to the incident of this reference, or to a new candidate."""
    link = get_object_or_404(IncidentClaim, pk=pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect(_judge(request, link))
    try:
        incident = review.move_claim(
            link,
            to=form.cleaned_data["to"],
            by=request.user,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        )
    except ReviewError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Moved to {incident.reference}.")
    return redirect(_judge(request, link))


def _forms_of(request: UserRequest, link: IncidentClaim, *, as_shown: bool = False) -> Forms:
    """Return the forms that correct a claim; with ``as_shown`` nothing typed is second-guessed."""
    claim, document = link.claim, link.claim.document
    first = ClaimForm.initial_of(claim, version=link.version) | _other_type(request)
    counts, speakers = counts_of(claim.counts.all()), speakers_of(claim.speakers.all())
    data: QueryDict | None = None
    if request.method == "POST":
        data = request.POST.copy()
        if as_shown:
            data.update({"place_as_shown": "on", "date_as_shown": "on"})
            data["version"] = str(link.version)
    else:
        _fill(request, document, first, counts, speakers)
    kwargs = {"document": document}
    return Forms(
        ClaimForm(data, document=document, claim=claim, initial=first),
        CountFormSet(data, prefix="counts", initial=counts, form_kwargs=kwargs),
        SpeakerFormSet(data, prefix="speakers", initial=speakers, form_kwargs=kwargs),
    )


def _fill(
    request: UserRequest,
    document: Document,
    claim: dict[str, Any],
    counts: list[dict[str, Any]],
    speakers: list[dict[str, Any]],
) -> None:
    """Put what words that were selected on another page say of a field into the first state."""
    field, stretch = request.GET.get("field", ""), stretch_in(request, document)
    if stretch is None or field not in FIELDS:
        return
    values, said = say(document, field, *stretch)
    if field == "count":
        counts.append({"effect": "killed", "unit": "persons"} | values)
    elif field == "speaker":
        speakers.append(values)
    else:
        claim.update(values)
    messages.info(request, f"{said}. Not saved yet.".replace("..", "."))


def _newest(link: IncidentClaim) -> IncidentClaim:
    """Return the link of the claim that stands today where this one stood."""
    seen = {link.pk}
    while link.verdict == Verdict.REPLACED:
        corrections = IncidentClaim.objects.for_review().filter(claim__supersedes=link.claim_id)
        newer = corrections.exclude(pk__in=seen).order_by("-pk").first()
        if newer is None:
            break
        link = newer
        seen.add(link.pk)
    return link


def _other_type(request: UserRequest) -> dict[str, str]:
    """Return the event type that a key of the queue has chosen instead of the machine's."""
    code = request.GET.get("type", "")
    return {"event_type": code} if code in dict(EVENT_TYPES) else {}


def _judge(request: UserRequest, link: IncidentClaim) -> str:
    """Return the address of a claim in the queue, with the filters that are on."""
    return _address(request, "incidents:judge", link.pk)


def _address(request: UserRequest, name: str, key: int) -> str:
    """Return the address of a page about a claim, with the filters of the queue."""
    query = request.GET.copy()
    for own in ("type", "field", "start", "end"):
        query.pop(own, None)
    return f"{reverse(name, args=[key])}?{query.urlencode()}".rstrip("?")


def _sentences(document: Document) -> list[tuple[int, int, str, str]]:
    """Return what a person may choose to claim from: start, end, words and what hard event they
    tell of, if any."""
    hard = _hard_claims(document)
    return [
        (m.start(), m.end(), m.group(), _about(hard, m.start(), m.end()))
        for m in SENTENCE.finditer(document.text)
    ]


def _hard_claims(document: Document) -> list[Claim]:
    """Return the claims of an article whose words are covered where their reader asks for it."""
    hard = document.claims.in_force().filter(event_type__in=SENSITIVE)
    return list(hard.only("document", "start", "end", "event_type"))


def _about(claims: Iterable[Claim], start: int, end: int) -> str:
    """Return the event type of the first of these claims that shares words with a stretch."""
    return next((one.event_type for one in claims if one.start < end and start < one.end), "")


def form_page(
    request: UserRequest, forms: Forms, claim: Claim, said: dict[str, Any], *, status: int
) -> HttpResponse:
    """Show the form that states a claim beside its article."""
    document = claim.document
    start, end = stretch_in(request, document) or (claim.start, claim.end)
    if request.method != "POST" and said.get("link"):
        start, end = claim.start, claim.end
    beside = [one for one in _hard_claims(document) if one.pk != claim.pk]
    hard = [*beside, claim] if claim.event_type in SENSITIVE else beside
    context = {
        "form": forms.claim,
        "count_rows": forms.counts,
        "speaker_rows": forms.speakers,
        "document": document,
        "claim": claim,
        "marked": [*beside, claim],
        "about": _about(hard, start, end),
        "quote": document.text[start:end],
        "hints": hints(document),
    }
    return render(request, "incidents/claim_form.html", context | said, status=status)
