"""What a typed name or selected words may mean, for the form that states a claim."""

from django.contrib.auth.decorators import permission_required
from django.db.backends.postgresql.psycopg_any import NumericRange
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from incidents.claim_hints import FIELDS, offers, say, typed
from sources.http import UserRequest
from sources.models import Document

MAY_JUDGE = permission_required("incidents.review_incident", raise_exception=True)
JSON = "application/json"


@require_safe
@MAY_JUDGE
@vary_on_headers("Accept")
def places(request: UserRequest) -> HttpResponse:
    """The places whose name begins so, the likeliest first: JSON, or the lines of a list.

    ``document`` names the article whose countries and places come first.
    """
    words, key = request.GET.get("q", "").replace("\x00", ""), request.GET.get("document", "")
    document = None
    if key.isascii() and key.isdecimal() and len(key) < 10:
        document = Document.objects.only("pk").filter(pk=key).first()
    found = offers(words, document)
    if request.get_preferred_type(["text/html", JSON]) == JSON:
        return JsonResponse({"places": found})
    return render(request, "incidents/_places.html", {"places": found, "words": words})


@require_safe
@MAY_JUDGE
def reading(request: UserRequest, pk: int) -> HttpResponse:
    """What words say of one field: values for the form by name, and a sentence.

    The words stand in the article, from ``start`` to ``end``, or were typed as ``words``.
    """
    document = get_object_or_404(Document.objects.defer("search"), pk=pk)
    field, words = request.GET.get("field", ""), request.GET.get("words", "").replace("\x00", "")
    stretch = stretch_in(request, document)
    if field not in FIELDS or not (stretch or words.strip()):
        return JsonResponse({"values": {}, "said": "Select some words first."}, status=422)
    values, said = say(document, field, *stretch) if stretch else typed(document, field, words)
    return JsonResponse({"values": {n: _plain(v) for n, v in values.items()}, "said": said})


def stretch_in(request: UserRequest, document: Document) -> tuple[int, int] | None:
    """Return the stretch of the article that the address or the form names, None for none."""
    given = request.POST or request.GET
    values = [given.get(name, "") for name in ("start", "end")]
    if all(value.isascii() and value.isdecimal() and len(value) < 9 for value in values):
        start, end = (int(value) for value in values)
        if start < end <= len(document.text):
            return start, end
    return None


def _plain(value: object) -> object:
    return f"{value.lower}-{value.upper}" if isinstance(value, NumericRange) else value
