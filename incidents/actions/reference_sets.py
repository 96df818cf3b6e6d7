"""Compare what others published with our incidents. The result is a list; no incident changes."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Min
from django.db.models.functions import Now

from accounts.models import User
from incidents import matching
from incidents.enums import ReferenceStatus
from incidents.exceptions import ReferenceSetError
from incidents.models import Incident, ReferenceEvent, ReferenceSet
from incidents.querysets import IncidentQuerySet
from incidents.reference_sets.events import ReadRow
from incidents.reference_sets.files import ReferenceFileError, open_file
from incidents.signals import reference_set_queued
from sources.enums import DatePrecision, PlacePrecision
from sources.locks import held, sole_holder

LOCK_SPACE = 0x524653  # "RFS"
LARGEST = 50 * 1024 * 1024
MAX_ATTEMPTS = 3
STORED, MATCHED = 1000, 200  # rows in one transaction
LONGEST = {"key": 200, "title": 500, "place_name": 200, "admin1": 200}
CODES = {
    "place_precision": frozenset(PlacePrecision.values),
    "date_precision": frozenset(DatePrecision.values),
}


@transaction.atomic
def upload(content: bytes, *, filename: str, name: str, by: User) -> ReferenceSet:
    """Keep a file whose header we know; a worker reads its rows and matches them.

    Raises:
        ReferenceSetError: no file that we can read; the message says why.
    """
    if len(content) > LARGEST:
        raise ReferenceSetError(f"The file is larger than {LARGEST >> 20} MB. Split it by year.")
    try:
        file = open_file(content)
    except ReferenceFileError as error:
        raise ReferenceSetError(str(error)) from error
    row = ReferenceSet.objects.create(
        name=name.strip()[:200] or filename[:200],
        format=file.format.code,
        filename=filename[:255],
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        uploaded_by=by,
    )
    reference_set_queued.send(sender=ReferenceSet, reference_set=row)
    return row


@transaction.atomic
def match_again(row: ReferenceSet) -> None:
    """Compare every event anew with the incidents as they are by now."""
    done = [ReferenceStatus.READY, ReferenceStatus.FAILED]
    changed = ReferenceSet.objects.filter(pk=row.pk, status__in=done).update(
        status=ReferenceStatus.QUEUED, attempts=0, error="", matched_at=None, nudged_at=Now()
    )
    if not changed:
        raise ReferenceSetError("It is being matched already.")
    row.events.update(checked=False, incident=None, score=None, reasons=[])
    reference_set_queued.send(sender=ReferenceSet, reference_set=row)


def compare(set_id: int) -> None:
    """Read the rows of a set and match them. Safe to repeat after a crash: it goes on."""
    with sole_holder(LOCK_SPACE, set_id) as alone:
        row = _begin(set_id) if alone else None
        if row is None:
            return
        if row.read_at is None:
            _read(row)
        while _match_some(row):
            pass
        ReferenceSet.objects.filter(pk=row.pk).update(
            status=ReferenceStatus.READY, matched_at=Now()
        )


def take_lost(*, older_than: timedelta) -> list[int]:
    """Return unfinished sets that no worker compares, and mark them as announced again."""
    waiting = ReferenceSet.objects.filter(
        status__in=[ReferenceStatus.QUEUED, ReferenceStatus.RUNNING],
        nudged_at__lt=Now() - older_than,
    ).exclude(pk__in=held(LOCK_SPACE))
    lost = list(waiting.values_list("pk", flat=True))
    ReferenceSet.objects.filter(pk__in=lost).update(nudged_at=Now())
    return lost


def lacking(row: ReferenceSet) -> IncidentQuerySet:
    """Return our incidents, where and when the set tells of any, that no row of it matches."""
    events = row.events.filter(date_start__isnull=False)
    span = events.aggregate(first=Min("date_start"), last=Max("date_end"))
    countries = events.exclude(country=None).order_by().values_list("country", flat=True)
    matched = row.events.exclude(incident=None).values("incident")
    ours = Incident.objects.live().exclude(pk__in=matched)
    if span["first"] is None:
        return ours.none()
    within = ours.filter(date_end__gte=span["first"], date_start__lte=span["last"])
    return within.filter(place_country__in=list(countries.distinct()))


def _begin(set_id: int) -> ReferenceSet | None:
    unfinished = ReferenceSet.objects.filter(
        pk=set_id, status__in=[ReferenceStatus.QUEUED, ReferenceStatus.RUNNING]
    )
    begun = unfinished.filter(attempts__lt=MAX_ATTEMPTS).update(
        status=ReferenceStatus.RUNNING, attempts=F("attempts") + 1
    )
    if begun:
        return ReferenceSet.objects.get(pk=set_id)
    unfinished.update(
        status=ReferenceStatus.FAILED,
        error=f"Reading this file stopped the worker {MAX_ATTEMPTS} times. Split it by year.",
    )
    return None


@transaction.atomic
def _read(row: ReferenceSet) -> None:
    """Store every row of the file, also those that we cannot read, with what is wrong."""
    rows = open_file(bytes(row.content)).rows()
    stored = 0
    while some := list(islice(rows, STORED)):
        ReferenceEvent.objects.bulk_create(_stored(row, one) for one in some)
        stored += len(some)
    row.rows = stored
    ReferenceSet.objects.filter(pk=row.pk).update(rows=stored, read_at=Now())


def _stored(row: ReferenceSet, read: ReadRow) -> ReferenceEvent:
    fields: dict[str, Any] = asdict(read.event)
    fields.pop("actors")
    for name, most in LONGEST.items():
        fields[name] = fields[name][:most] if fields[name] else fields[name]
    for name, known in CODES.items():
        fields[name] = fields[name] if fields[name] in known else None
    fields["country"] = (fields["country"] or "")[:2].upper() or None
    return ReferenceEvent(
        reference_set=row,
        number=read.number,
        raw=read.raw,
        problems=[[problem.column, problem.text] for problem in read.problems],
        checked=not read.event.can_be_matched,
        **fields,
    )


@transaction.atomic
def _match_some(row: ReferenceSet) -> bool:
    """Match some events that are not yet; return whether there were any."""
    events = list(row.events.filter(checked=False).order_by("pk")[:MATCHED])
    facts = [event_facts(event) for event in events]
    keys = [matching.blocks(one) for one in facts]
    ours = _ours({key for some in keys for key in some})
    for event, told, blocks in zip(events, facts, keys, strict=True):
        near = {pk: fact for key in blocks for pk, fact in ours.get(key, {}).items()}
        _match(event, told, near.values())
        event.checked = True
    ReferenceEvent.objects.bulk_update(events, ["incident", "score", "reasons", "checked"])
    return bool(events)


def _match(
    event: ReferenceEvent, told: matching.IncidentFacts, near: Iterable[matching.IncidentFacts]
) -> None:
    """Note the incident that an event most likely is, if it is likely enough to be suggested."""
    scored = [(matching.similarity(told, one), one) for one in near]
    likely = [pair for pair in scored if pair[0].score >= matching.SUGGEST]
    if likely:
        best, fact = max(likely, key=lambda pair: (pair[0].score, -int(pair[1].key or 0)))
        event.incident_id = int(fact.key or 0)
        event.score = round(best.score, 4)
        event.reasons = [reason.label for reason in best.reasons]


def _ours(keys: set[str]) -> dict[str, dict[int, matching.IncidentFacts]]:
    """Return our live incidents under each of these matching keys."""
    found: dict[str, dict[int, matching.IncidentFacts]] = {}
    rows = Incident.objects.live().filter(blocks__overlap=sorted(keys)).prefetch_related("counts")
    for incident in rows if keys else ():
        facts = incident_facts(incident)
        for key in keys.intersection(incident.blocks):
            found.setdefault(key, {})[incident.pk] = facts
    return found


def incident_facts(incident: Incident) -> matching.IncidentFacts:
    """Return what an incident holds, without the words of its claims. Expects counts prefetched."""
    counts = tuple(
        matching.CountRange(
            one.effect,
            one.victim_class,
            one.unit,
            one.lower,
            one.upper,
            one.qualifier,
            one.rule,
            (),
            one.part,
        )
        for one in incident.counts.all()
    )
    return _facts(
        incident.pk,
        incident.event_type,
        _place(incident, "place_admin1", "place_country", "place_latitude", "place_longitude"),
        incident,
        counts,
    )


def event_facts(event: ReferenceEvent) -> matching.IncidentFacts:
    """Return what a row of another dataset says, as matching asks for it."""
    return _facts(
        None,
        event.event_type or "unspecified_abuse",
        _place(event, "admin1", "country", "latitude", "longitude"),
        event,
        tuple(_killed(event)),
    )


def _facts(
    key: int | None,
    event_type: str,
    place: matching.Place | None,
    when: Incident | ReferenceEvent,
    counts: tuple[matching.CountRange, ...],
) -> matching.IncidentFacts:
    return matching.IncidentFacts(
        key=key,
        event_type=event_type,
        place=place,
        date_start=when.date_start,
        date_end=when.date_end,
        date_precision=when.date_precision,
        counts=counts,
        perpetrators=(),
        words=frozenset(),
        documents=frozenset(),
        reported=None,
        title=when.title,
    )


def _place(row: Incident | ReferenceEvent, *columns: str) -> matching.Place | None:
    admin1, country, latitude, longitude = (getattr(row, column) for column in columns)
    if latitude is None and country is None and row.place_name is None:
        return None
    bare = row.place_name is None and latitude is None
    return matching.Place(
        name=row.place_name or admin1 or country or "",
        country=country,
        latitude=latitude,
        longitude=longitude,
        precision="country" if bare else row.place_precision,
        admin1=admin1,
        gazetteer_id=getattr(row, "place_gazetteer_id", None),
    )


def _killed(event: ReferenceEvent) -> Iterator[matching.CountRange]:
    lower, upper = event.killed_lower, event.killed_upper
    if lower is None and upper is None:
        return
    if lower is None or upper is None:
        qualifier = "at_most" if lower is None else "at_least"
    else:
        qualifier = "exact" if lower == upper else "between"
    yield matching.CountRange("killed", None, "persons", lower, upper, qualifier, "", ())
