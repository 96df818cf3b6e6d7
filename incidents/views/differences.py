"""The difference between two releases: a page, and the same as files."""

import json
from collections.abc import Iterator
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from incidents.actions.release_difference import (
    Explained,
    all_changes,
    changes,
    explain,
    frozen,
    one_before,
    sizes,
)
from incidents.models import Release
from incidents.releases.cells import neutralise, timestamp
from incidents.releases.difference import COMPARED, cursor_of, page_of, place_at
from incidents.releases.output import csv_line
from incidents.views.releases import MAY_SEE
from sources.http import UserRequest

ROWS = 50
OFFERED = 200
HEADER = (
    *("table", "key", "incident", "kind", "column", "old", "new"),
    *("decision", "action", "reviewer", "decided_at"),
)


@require_safe
@MAY_SEE
def choose(request: UserRequest, number: int) -> HttpResponse:
    """Lead to the difference against the release that the address names, or the one before."""
    newer = _frozen(number)
    named = request.GET.get("against", "")
    against = _frozen(int(named)) if named.isascii() and named.isdecimal() else one_before(newer)
    if against is None or against == newer:
        messages.info(request, "There is no earlier release to compare this one with.")
        return redirect(newer)
    return redirect("incidents:difference", newer.number, against.number)


@require_safe
@MAY_SEE
def difference(request: UserRequest, number: int, other: int) -> HttpResponse:
    """Show what changed in one table, page by page."""
    older, newer = _pair(number, other)
    table = request.GET.get("table", "")
    table = table if table in COMPARED else next(iter(COMPARED))
    after = place_at(COMPARED[table], request.GET.get("after", "").replace("\0", ""))
    found, more = page_of(changes(older, newer, table, after=after), ROWS)
    last = cursor_of(COMPARED[table], found[-1]) if more else None
    said = {
        "older": older,
        "newer": newer,
        "table": COMPARED[table],
        "tables": [(COMPARED[name], *both) for name, both in sizes(older, newer).items()],
        "changes": explain(found, older, newer),
        "others": frozen(Release.objects.exclude(pk=newer.pk))[:OFFERED],
        "first_url": f"?{urlencode({'table': table})}" if after else None,
        "older_url": f"?{urlencode({'table': table, 'after': last})}" if last else None,
    }
    return render(request, "incidents/difference.html", said)


@require_safe
@MAY_SEE
def as_csv(request: UserRequest, number: int, other: int) -> StreamingHttpResponse:
    """Send every change of every table as CSV."""
    older, newer = _pair(number, other)
    rows = (
        csv_line([neutralise(str(cell)) for cell in _cells(e)]) for e in all_changes(older, newer)
    )
    return _sent(_with_head(csv_line(HEADER), rows), "text/csv", newer, older, "csv")


@require_safe
@MAY_SEE
def as_json(request: UserRequest, number: int, other: int) -> StreamingHttpResponse:
    """Send every change of every table as one JSON document."""
    older, newer = _pair(number, other)
    return _sent(_json(older, newer), "application/json", newer, older, "json")


def _frozen(number: int) -> Release:
    rows = frozen(Release.objects.select_related("line"))
    return get_object_or_404(rows, number=min(number, 2**31 - 1))


def _pair(number: int, other: int) -> tuple[Release, Release]:
    """Return the release to compare with, and the release."""
    if number == other:
        raise Http404("A release does not differ from itself.")
    return _frozen(other), _frozen(number)


def _cells(explained: Explained) -> list[str]:
    change, decision = explained.change, explained.decision
    decided: list[str] = [""] * 4
    if decision:
        decided = [
            str(decision.pk), decision.action, decision.by.pseudonym, timestamp(decision.at)
        ]  # fmt: skip
    return [
        change.table,
        change.key,
        change.incident or "",
        change.kind,
        change.column or "",
        change.old,
        change.new,
        *decided,
    ]


def _with_head(head: str, rows: Iterator[str]) -> Iterator[str]:
    yield head
    yield from rows


def _json(older: Release, newer: Release) -> Iterator[str]:
    yield f'{{"older":{older.number},"newer":{newer.number},"changes":['
    between = "\n"
    for explained in all_changes(older, newer):
        row = dict(zip(HEADER, (cell or None for cell in _cells(explained)), strict=True))
        yield between + json.dumps(row, ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def _sent(
    lines: Iterator[str], kind: str, newer: Release, older: Release, suffix: str
) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lines, content_type=f"{kind}; charset=utf-8")
    name = f"difference-{older.number:04d}-{newer.number:04d}.{suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
