"""Correct a claim, add one that the machine missed, move one to another incident."""

import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from incidents.actions import review
from incidents.exceptions import ReviewError, StaleError
from incidents.forms import ClaimForm, CountFormSet, MoveForm, counts_of
from incidents.models import IncidentClaim
from sources.http import UserRequest
from sources.models import Document

# Up to a full stop that ends a word, with the quotation marks that close after it, or a line.
SENTENCE = re.compile(r"""\S[^\n]*?(?:[.!?…]["'”’)\]]*(?=\s|$)|(?=\n|$))""")
MAY_JUDGE = permission_required("incidents.review_incident", raise_exception=True)


@require_http_methods(["GET", "HEAD", "POST"])
@MAY_JUDGE
def correct(request: UserRequest, pk: int) -> HttpResponse:
    """State the claim as it should read. What was typed survives every refusal."""
    link = get_object_or_404(IncidentClaim.objects.for_review(), pk=pk)
    form = ClaimForm(
        request.POST or None,
        document=link.claim.document,
        initial=ClaimForm.initial_of(link.claim, version=link.version),
    )
    counts = CountFormSet(request.POST or None, prefix="counts", initial=counts_of(link.claim))
    status = 200
    if request.method == "POST":
        try:
            if _valid(form, counts):
                new = review.correct(
                    link,
                    form.draft(_drafts(counts)),
                    by=request.user,
                    version=form.cleaned_data["version"] or 0,
                    reason=form.cleaned_data["reason"],
                )
                messages.success(request, "Corrected. The machine's claim stays in the history.")
                return redirect("incidents:judge", new.pk)
            status = 422
        except ReviewError as error:
            form.add_error(None, str(error))
            status = 409 if isinstance(error, StaleError) else 422
            link = IncidentClaim.objects.for_review().get(pk=pk)
    said = {"link": link, "document": link.claim.document, "quote": link.claim.quote}
    return _page(request, form, counts, said, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@MAY_JUDGE
def add(request: UserRequest, pk: int) -> HttpResponse:
    """Add a claim from a stretch of the article."""
    document = get_object_or_404(Document, pk=pk)
    start, end = _stretch(request, document)
    form = ClaimForm(
        request.POST or None,
        document=document,
        initial={"start": start, "end": end, "stance": "asserted"},
    )
    counts = CountFormSet(request.POST or None, prefix="counts")
    status = 200
    if request.method == "POST":
        if _valid(form, counts):
            link = review.add_claim(document, form.draft(_drafts(counts)), by=request.user)
            messages.success(request, "Added, as a candidate of its own.")
            return redirect("incidents:judge", link.pk)
        status = 422
    quote = document.text[start:end] if start is not None and end is not None else ""
    said = {"document": document, "quote": quote, "sentences": _sentences(document.text)}
    return _page(request, form, counts, said, status=status)


@require_POST
@MAY_JUDGE
def move(request: UserRequest, pk: int) -> HttpResponse:
    """Attach the claim to the incident of this reference, or to a new candidate."""
    link = get_object_or_404(IncidentClaim, pk=pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect("incidents:judge", link.pk)
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
    return redirect("incidents:judge", link.pk)


def _valid(form: ClaimForm, counts: Any) -> bool:
    return all([form.is_valid(), counts.is_valid()])


def _drafts(counts: Any) -> tuple:
    drafts = (row.draft() for row in counts if row.has_changed() or row.initial)
    return tuple(draft for draft in drafts if draft)


def _stretch(request: UserRequest, document: Document) -> tuple[int | None, int | None]:
    given = request.POST or request.GET
    values = [given.get(name, "") for name in ("start", "end")]
    if all(value.isascii() and value.isdecimal() and len(value) < 9 for value in values):
        start, end = (int(value) for value in values)
        if start < end <= len(document.text):
            return start, end
    return None, None


def _sentences(text: str) -> list[tuple[int, int, str]]:
    """Return what a person may choose to claim from: start, end and words of each sentence."""
    return [(m.start(), m.end(), m.group()) for m in SENTENCE.finditer(text)]


def _page(
    request: UserRequest, form: ClaimForm, counts: Any, said: dict[str, Any], *, status: int
) -> HttpResponse:
    return render(
        request,
        "incidents/claim_form.html",
        {"form": form, "counts": counts} | said,
        status=status,
    )
