"""What changed between two frozen releases, and the decisions that changed it."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from django.db.models import QuerySet, Sum
from django.db.models.functions import Left

from incidents.actions.release_evidence import FACT_OF
from incidents.actions.release_freeze import parts_of
from incidents.models import Decision, Release, ReleasePart
from incidents.references import parse
from incidents.releases.difference import (
    COMPARED,
    Cells,
    Change,
    Place,
    behind,
    difference,
    place_function,
)
from incidents.releases.frozen import Part, cells_of

CHUNK = 200  # changes whose decisions one query finds
HEAD = 8000  # characters that hold the header of a part and the keys of its first row


@dataclass(frozen=True, slots=True)
class Explained:
    """A change and the decision behind it; None where none was made between the two releases."""

    change: Change
    decision: Decision | None


def frozen(releases: QuerySet[Release]) -> QuerySet[Release]:
    """Keep the releases whose content is frozen, the newest first."""
    return releases.filter(frozen_at__isnull=False).order_by("-number")


def one_before(release: Release) -> Release | None:
    """Return the release before this one, of the same line if there is any."""
    before = frozen(Release.objects.all()).filter(number__lt=release.number)
    return before.filter(line=release.line).first() or before.first()


def sizes(*releases: Release) -> dict[str, list[int]]:
    """Return how many rows each compared table has in each of the releases."""
    rows = ReleasePart.objects.filter(release__in=releases, table__in=COMPARED)
    counted = rows.order_by().values_list("release", "table").annotate(Sum("rows"))
    found = {(release, table): number for release, table, number in counted}
    return {table: [found.get((one.pk, table), 0) for one in releases] for table in COMPARED}


def changes(
    older: Release, newer: Release, table: str, *, after: Place | None = None
) -> Iterator[Change]:
    """Yield the changes of one table, those that come after a place if one is given."""
    old, new = (_cells(release, table, after) for release in (older, newer))
    return difference(COMPARED[table], old, new)


def all_changes(older: Release, newer: Release) -> Iterator[Explained]:
    """Yield every change of every table with the decision behind it."""
    every = chain.from_iterable(changes(older, newer, table) for table in COMPARED)
    while some := list(islice(every, CHUNK)):
        yield from explain(some, older, newer)


def explain(some: Iterable[Change], older: Release, newer: Release) -> list[Explained]:
    """Find the decision behind each change, in one query."""
    listed = list(some)
    keys = {parse(change.incident) for change in listed if change.incident}
    made = Decision.objects.filter(
        incident__in=keys - {None}, at__gt=older.frozen_at, at__lte=newer.frozen_at
    )
    by_incident: dict[int | None, list[Decision]] = {}
    for decision in made.select_related("by").order_by("-pk"):
        by_incident.setdefault(decision.incident_id, []).append(decision)
    return [
        Explained(change, _behind(change, by_incident.get(parse(change.incident or ""), [])))
        for change in listed
    ]


def _behind(change: Change, decisions: list[Decision]) -> Decision | None:
    """Return the newest decision that says it changed this, else the newest on the incident."""
    telling = (one for one in decisions if _tells_of(one, change))
    return next(telling, next(iter(decisions), None))


def _tells_of(decision: Decision, change: Change) -> bool:
    if change.table == "claims":
        return str(decision.claim_id) == change.key
    column = change.column or "status"
    fact = FACT_OF.get(column, column)
    _, overrides = decision.changes.get("overrides", (None, None))
    return column in decision.changes or fact in (overrides or {})


def _cells(release: Release, table: str, after: Place | None) -> Iterator[Cells]:
    parts: Iterable[Part] = parts_of(release)(table)
    if after is not None:
        first = _part_holding(release, table, after)
        rows = release.parts.filter(table=table, number__gte=first).order_by("number")
        parts = (Part(part.text, part.rows) for part in rows.iterator(1))
    found = chain.from_iterable(cells_of(COMPARED[table], part) for part in parts)
    return found if after is None else behind(COMPARED[table], found, after)


def _part_holding(release: Release, table: str, place: Place) -> int:
    """Return the number of the last part that begins no later than a place."""
    place_of = place_function(COMPARED[table])
    heads = release.parts.filter(table=table, rows__gt=0).order_by("number")
    first = 0
    for number, head in heads.values_list("number", Left("text", HEAD)):
        cells = next(islice(csv.reader(io.StringIO(head, newline="")), 1, None))
        if place_of(cells) > place:
            break
        first = number
    return first
