"""Pages about articles: the list, the upload, the article with its claims."""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from sources.actions.documents import describe_document, find_or_add_source
from sources.actions.runs import queue_run
from sources.actions.uploads import Upload, take_file
from sources.enums import SENSITIVE, UploadStatus
from sources.filters import DocumentFilter, chips, found_by
from sources.forms import KNOWN_SOURCES, DescribeForm, UploadForm
from sources.http import UserRequest
from sources.likeness import Side, in_common, words
from sources.likeness import beside as passages_beside
from sources.metadata import Metadata
from sources.models import Claim, Document, DocumentLikeness, Original, Source
from sources.paging import page
from sources.querysets import DocumentQuerySet
from sources.reading import MAX_BYTES

LAST_UPLOADS = 20
LAST_RUNS = 20
PASTED = "pasted.txt"
KEPT_AFTER_UPLOAD = ["source", "kind", "published", "url", "language"]


@require_safe
@permission_required("sources.view_document", raise_exception=True)
def documents(request: UserRequest) -> HttpResponse:
    filters = DocumentFilter(request.GET, _listed())
    shown = page(found_by(filters), request)
    context = {"page": shown, "filter": filters, "chips": chips(filters, request)}
    return render(request, "sources/documents.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("sources.add_document", raise_exception=True)
def upload(request: UserRequest) -> HttpResponse:
    if request.method != "POST":
        return _upload_page(request, UploadForm(), status=200)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, form, status=422)
    results = list(_take_all(form.cleaned_data, request))
    stored = sum(result.status == UploadStatus.STORED for result in results)
    if stored == len(results):
        messages.success(request, f"{stored} article{'s' if stored > 1 else ''} added.")
        return _go(request, reverse("sources:upload"))
    refused = [result.filename for result in results if result.status == UploadStatus.REFUSED]
    kept = KEPT_AFTER_UPLOAD + (["text", "title"] if PASTED in refused else [])
    form = UploadForm(initial={name: form.cleaned_data[name] for name in kept})
    return _upload_page(request, form, status=422 if refused else 200, results=results)


@require_safe
@permission_required("sources.view_document", raise_exception=True)
def document(request: UserRequest, pk: int) -> HttpResponse:
    shown = _document(pk)
    return _document_page(request, shown, DescribeForm(document=shown), status=200)


@require_POST
@permission_required("sources.change_document", raise_exception=True)
def describe(request: UserRequest, pk: int) -> HttpResponse:
    shown = _document(pk)
    form = DescribeForm(request.POST, document=shown)
    if not form.is_valid():
        if request.htmx:
            context = {"document": shown, "form": form, "known_sources": _known_sources()}
            return render(request, "sources/_describe.html", context, status=422)
        return _document_page(request, shown, form, status=422)
    reread = describe_document(
        shown,
        by=request.user,
        title=form.cleaned_data["title"],
        source=find_or_add_source(form.cleaned_data["source"]),
        published=form.cleaned_data["published"],
        url=form.cleaned_data["url"],
        language=form.cleaned_data["language"],
    )
    messages.success(request, "Saved. The article is being read again." if reread else "Saved.")
    return _go(request, shown.get_absolute_url())


@require_POST
@permission_required("sources.change_document", raise_exception=True)
def retry(request: UserRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Document.objects.without_text(), pk=pk)
    queue_run(shown, by=request.user, reason="asked to read it again")
    if request.htmx:
        return _status(request, pk)
    return redirect(shown)


@require_safe
@permission_required("sources.view_document", raise_exception=True)
def status(request: UserRequest, pk: int) -> HttpResponse:
    return _status(request, pk)


@require_safe
@permission_required("sources.view_document", raise_exception=True)
def original(request: UserRequest, pk: int) -> HttpResponse:
    """The bytes as uploaded, as a file to save: a browser never opens them here."""
    stored = Original.objects.filter(pk=pk).values_list("content", "document__filename").first()
    if stored is None:
        raise Http404
    content, filename = stored
    return _attachment(bytes(content), filename, "application/octet-stream")


@require_safe
@permission_required("sources.view_document", raise_exception=True)
def text(request: UserRequest, pk: int) -> HttpResponse:
    """The frozen text that every offset points into."""
    stored = Document.objects.filter(pk=pk).values_list("text", "filename").first()
    if stored is None:
        raise Http404
    content, filename = stored
    return _attachment(content.encode(), f"{filename}.txt", "text/plain; charset=utf-8")


@require_safe
@permission_required("sources.view_document", raise_exception=True)
def why(request: UserRequest, pk: int) -> HttpResponse:
    """What made a claim: the words, the rule and the score behind each of its fields."""
    claims = (
        Claim.objects.in_full()
        .select_related("document", "run", "made_by")
        .defer("document__search")
    )
    claim = get_object_or_404(claims, pk=pk)
    return render(request, "sources/why.html", {"claim": claim, "marked": [claim]})


@require_safe
@permission_required("sources.view_document", raise_exception=True)
def beside(request: UserRequest, pk: int, other: int) -> HttpResponse:
    """Two articles passage by passage, with what differs marked."""
    found = Document.objects.defer("search").select_related("source").in_bulk({pk, other})
    if pk == other or len(found) < 2:
        raise Http404
    left, right = found[pk], found[other]
    like = DocumentLikeness.objects.in_full().filter(document=pk, other=other).first()
    covered = _covered([left, right]) if request.user.veils_text else []
    rows = [
        {"side": side, "sensitive": _says_any(side, [words(claim.quote) for claim in covered])}
        for side in passages_beside(left.text, right.text)
    ]
    kinds = {claim.get_event_type_display().lower() for claim in covered}
    context = {
        "left": left,
        "right": right,
        "both": [left, right],
        "common": in_common(left.text, right.text),
        "kind": like.get_kind_display() if like else "",
        "agency": like.agency if like else "",
        "about": " and ".join(sorted(kinds)),
        "rows": rows,
    }
    return render(request, "sources/beside.html", context)


def _covered(documents: list[Document]) -> list[Claim]:
    """Return the claims of these articles whose words are covered until somebody asks."""
    claims = Claim.objects.in_force().filter(document__in=documents, event_type__in=SENSITIVE)
    return list(claims.only("quote", "event_type"))


def _says_any(side: Side, quotes: list[list[str]]) -> bool:
    """Whether a passage holds a sentence that is, or holds, or is part of one of these quotes."""
    if not quotes:
        return False
    said = [words(" ".join(piece.text for piece in line)) for line in (*side.left, *side.right)]
    told = [f" {' '.join(quote)} " for quote in quotes]
    lines = [f" {' '.join(line)} " for line in said]
    return any(line in quote or quote in line for line in lines for quote in told)


def _listed() -> DocumentQuerySet:
    rows = Document.objects.without_text().with_run().with_claim_count().with_likeness()
    return rows.select_related("source")


def _document(pk: int) -> Document:
    rows = Document.objects.defer("search").with_run().with_claim_count()
    return get_object_or_404(rows.select_related("source", "uploaded_by", "signature"), pk=pk)


def _known_sources() -> dict[str, Any]:
    return {"id": KNOWN_SOURCES, "names": Source.objects.values_list("name", flat=True)}


def _upload_page(
    request: UserRequest, form: UploadForm, *, status: int, results: list[Upload] | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "results": results or [],
        "known_sources": _known_sources(),
        "uploads": _listed().filter(uploaded_by=request.user).order_by("-pk")[:LAST_UPLOADS],
    }
    template = "sources/_upload.html" if request.htmx else "sources/upload.html"
    return render(request, template, context, status=status)


def _take_all(data: dict[str, Any], request: UserRequest) -> Iterator[Upload]:
    known: dict[str, Any] = {
        "publisher": data["source"],
        "kind": data["kind"] or Metadata().kind,
        "published": data["published"],
        "url": data["url"],
        "language": data["language"],
    }
    for file in data["files"]:
        content = file.read(MAX_BYTES + 1)  # enough to be refused for its size
        yield take_file(
            content, filename=file.name or "", by=request.user, metadata=Metadata(**known)
        )
    if data["text"]:
        yield take_file(
            data["text"].encode(),
            filename=PASTED,
            by=request.user,
            metadata=Metadata(title=data["title"], **known),
        )


def _document_page(
    request: UserRequest, document: Document, form: DescribeForm, *, status: int
) -> HttpResponse:
    claims = list(document.claims.in_force().in_reading_order().in_full())
    position = _position(claims, request.GET.get("claim", ""))
    context = {
        "document": document,
        "claims": claims,
        "active": claims[position] if claims else None,
        "previous": claims[position - 1] if position > 0 else None,
        "next": claims[position + 1] if position + 1 < len(claims) else None,
        "runs": document.runs.select_related("asked_by").order_by("-pk")[:LAST_RUNS],
        "edits": document.edits.select_related("by")[:LAST_RUNS],
        "likes": document.likes.in_full(),
        "compared": hasattr(document, "signature"),
        "form": form,
        "known_sources": _known_sources(),
        "poll": "?on_page",
    }
    return render(request, "sources/document.html", context, status=status)


def _position(claims: list[Claim], wanted: str) -> int:
    keys = [str(claim.pk) for claim in claims]
    return keys.index(wanted) if wanted in keys else 0


def _status(request: UserRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(_listed(), pk=pk)
    on_page = "on_page" in request.GET
    context = {"document": shown, "poll": "?on_page" if on_page else "", "arrived": on_page}
    return render(request, "sources/_status.html", context)


def _go(request: UserRequest, url: str) -> HttpResponse:
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def _attachment(content: bytes, filename: str, media_type: str) -> HttpResponse:
    printable = "".join(letter for letter in filename if letter.isprintable())
    name = re.sub(r"[/\\:]", "_", printable).strip(". ") or "article"
    return HttpResponse(
        content,
        headers={
            "Content-Type": media_type,
            "Content-Disposition": content_disposition_header(True, name) or "attachment",
            "X-Content-Type-Options": "nosniff",
        },
    )
