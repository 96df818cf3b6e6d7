"""What others published beside what we know: upload, three lists, and the rows we cannot read."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.actions import reference_sets as actions
from incidents.actions.release_headline import headline
from incidents.enums import ReferenceStatus
from incidents.exceptions import ReferenceSetError
from incidents.filters import BesideFilter
from incidents.forms import ReferenceSetForm
from incidents.models import Incident, IncidentCount, ReferenceEvent, ReferenceSet
from incidents.reference_sets.formats import formats
from incidents.releases.cells import neutralise
from incidents.releases.output import csv_line
from sources.filters import chips, found_by
from sources.http import UserRequest
from sources.paging import Order, page

MAY_SEE = permission_required("incidents.view_incident", raise_exception=True)
MAY_LEAD = permission_required("incidents.lead_review", raise_exception=True)
ROWS = 30
SHOWN = 200
CHUNK = 500
LISTS = {
    "both": "In both",
    "theirs": "They have, we lack",
    "ours": "We have, they lack",
    "unread": "Rows with problems",
}
THEIR_COLUMNS = (
    *("number", "key", "title", "event_type", "place_name", "admin1", "country"),
    *("latitude", "longitude", "date_start", "date_end", "killed_lower", "killed_upper"),
)
OUR_COLUMNS = (
    *("reference", "title", "status", "event_type", "place_name", "place_admin1"),
    *("place_country", "date_start", "date_end"),
)


@require_http_methods(["GET", "HEAD", "POST"])
@MAY_SEE
def reference_sets(request: UserRequest) -> HttpResponse:
    """List the sets, and take in another file of a lead."""
    if request.method != "POST":
        return _listed(request, ReferenceSetForm())
    if not request.user.has_perm("incidents.lead_review"):
        return HttpResponse(status=403)
    form = ReferenceSetForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            row = actions.upload(
                file.read(actions.LARGEST + 1),
                filename=file.name,
                name=form.cleaned_data["name"],
                by=request.user,
            )
        except ReferenceSetError as error:
            form.add_error("file", str(error))
        else:
            return redirect(row)
    return _listed(request, form, status=422)


@require_safe
@MAY_SEE
def reference_set(request: UserRequest, pk: int) -> HttpResponse:
    """Show one of the lists; while rows are matched, the page says how far it is."""
    row = get_object_or_404(_sets(), pk=pk)
    chosen = _list_in(request)
    found = _filter(request, row, chosen)
    shown = page(_shown(found_by(found), chosen), request, size=ROWS, order=Order())
    for event in shown.rows if chosen == "both" else ():
        event.ours = headline(event.incident.counts.all(), "killed")
    said = {
        "set": row,
        "format": formats()[row.format].label,
        "list": chosen,
        "lists": _lists(row),
        "filter": found,
        "chips": [chip for chip in chips(found, request) if not chip.label.startswith("List: ")],
        "page": shown,
        "waits": row.status in (ReferenceStatus.QUEUED, ReferenceStatus.RUNNING),
        "checked": row.events.filter(checked=True).count(),
    }
    return render(request, "incidents/reference_set.html", said)


@require_safe
@MAY_SEE
def as_csv(request: UserRequest, pk: int) -> StreamingHttpResponse:
    """Send the whole of one list, as filtered, as CSV."""
    row = get_object_or_404(ReferenceSet, pk=pk)
    chosen = _list_in(request)
    found = _shown(found_by(_filter(request, row, chosen)), chosen).order_by("pk")
    header, cells_of = TABLES[chosen]
    lines = _csv(header, map(cells_of, found.iterator(CHUNK)))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="reference-{row.pk}-{chosen}.csv"'
    return response


@require_POST
@MAY_LEAD
def match_again(request: UserRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(ReferenceSet.objects.defer("content"), pk=pk)
    try:
        actions.match_again(row)
    except ReferenceSetError as error:
        messages.error(request, str(error))
    return redirect(row)


def _listed(request: UserRequest, form: ReferenceSetForm, status: int = 200) -> HttpResponse:
    known = {code: one.label for code, one in formats().items()}
    rows = [(row, known[row.format]) for row in _sets()[:SHOWN]]
    said = {"sets": rows, "form": form, "formats": known.values()}
    return render(request, "incidents/reference_sets.html", said, status=status)


def _sets() -> QuerySet[ReferenceSet]:
    return ReferenceSet.objects.defer("content").select_related("uploaded_by")


def _list_in(request: UserRequest) -> str:
    chosen = request.GET.get("list", "")
    return chosen if chosen in LISTS else "both"


def _lists(row: ReferenceSet) -> list[tuple[str, str, int]]:
    """Return each list with its name and length."""
    numbers = row.events.aggregate(
        both=Count("pk", filter=Q(incident__isnull=False)),
        theirs=Count("pk", filter=Q(incident=None, checked=True)),
        unread=Count("pk", filter=~Q(problems=[])),
    ) | {"ours": actions.lacking(row).count()}
    return [(code, label, numbers[code]) for code, label in LISTS.items()]


def _filter(request: UserRequest, row: ReferenceSet, chosen: str) -> BesideFilter:
    rows: dict[str, Callable[[], QuerySet]] = {
        "both": lambda: row.events.filter(incident__isnull=False),
        "theirs": lambda: row.events.filter(incident=None, checked=True),
        "ours": lambda: actions.lacking(row),
        "unread": lambda: row.events.exclude(problems=[]),
    }
    return BesideFilter(request.GET, rows[chosen](), chosen=chosen)


def _shown(rows: QuerySet, chosen: str) -> QuerySet:
    if chosen == "ours":
        return rows.prefetch_related("counts")
    counts = Prefetch("incident__counts", queryset=IncidentCount.objects.order_by("pk"))
    return rows.select_related("incident").prefetch_related(counts) if chosen == "both" else rows


def _csv(header: Iterable[str], rows: Iterable[list[Any]]) -> Iterator[str]:
    yield csv_line(list(header))
    for row in rows:
        yield csv_line([_cell(value) for value in row])


def _cell(value: Any) -> str:
    """Return a value as text that no spreadsheet runs; a number stays what it is."""
    if value is None:
        return ""
    return str(value) if isinstance(value, int | float) else neutralise(str(value))


def _their_cells(event: ReferenceEvent) -> list[Any]:
    return [getattr(event, column) for column in THEIR_COLUMNS]


def _our_cells(incident: Incident) -> list[Any]:
    killed = headline(incident.counts.all(), "killed")
    bounds = [killed.lower, killed.upper] if killed else [None, None]
    return [*(getattr(incident, column) for column in OUR_COLUMNS), *bounds]


def _both_cells(event: ReferenceEvent) -> list[Any]:
    ours = _our_cells(event.incident) if event.incident else []
    return [*_their_cells(event), *ours, event.score, "; ".join(event.reasons)]


def _unread_cells(event: ReferenceEvent) -> list[Any]:
    told = "; ".join(f"{column} {text}".strip() for column, text in event.problems)
    return [event.number, event.key, event.title, told]


OURS = (*(f"our_{column}" for column in OUR_COLUMNS), "our_killed_lower", "our_killed_upper")
TABLES: dict[str, tuple[tuple[str, ...], Callable[[Any], list[Any]]]] = {
    "both": ((*THEIR_COLUMNS, *OURS, "score", "reasons"), _both_cells),
    "theirs": (THEIR_COLUMNS, _their_cells),
    "ours": (OURS, _our_cells),
    "unread": (("number", "key", "title", "problems"), _unread_cells),
}
