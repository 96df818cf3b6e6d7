"""What it takes to suggest merges: for one new document, and all pairs of a set from cold.

Towns by a power law in many countries, ten years, every kind of event; of an event one to three
documents tell, each a little otherwise. Rows come by COPY, with the keys that a worker would write.
"""

import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from django.db import connection, transaction

from accounts.models import User
from benchmarks.rows import copy_rows, let_the_database_fill_in
from incidents import matching
from incidents.actions.suggestions import suggest
from incidents.models import Incident, IncidentClaim, IncidentCount, Suggestion
from sources import taxonomy
from sources.models import Claim, ClaimCount, Document, ExtractionRun

COUNTRIES = (
    *("AF", "CD", "CF", "CO", "ET", "HT", "IQ", "LY", "ML", "MM", "MX", "NE", "NG", "PH", "PK"),
    *("SD", "SO", "SS", "SY", "TD", "UA", "YE", "BF", "CM", "IN", "KE", "LB", "MZ", "PS", "TR"),
)
TOWNS = 800
FIRST, DAYS = date(2014, 1, 1), 3650
NUMBERED = 0.7  # the share of reports that say how many
LATER = (0, 1, 1, 2, 3, 10)  # days until the report


@dataclass(frozen=True, slots=True)
class Report:
    """What one document says of one event; ``event`` is its number."""

    event: int
    facts: matching.ClaimFacts


def measure(*, size: int, rounds: int) -> dict[str, object]:
    """Return milliseconds for the suggestions of a new document, and seconds for all pairs."""
    user = User.objects.create_user("bench")
    started = time.perf_counter()
    fill(size, by=user)
    filled = time.perf_counter() - started
    newest = Incident.objects.order_by("-pk")[:rounds]
    walls, cpus, found = [], [], 0
    for incident in newest:
        with transaction.atomic():
            Suggestion.objects.all().delete()
            wall, cpu = time.perf_counter(), time.process_time()
            found += suggest(incident)
            walls.append(1000 * (time.perf_counter() - wall))
            cpus.append(1000 * (time.process_time() - cpu))
    report: dict[str, object] = {
        "size": size,
        "filled_s": round(filled),
        "n": rounds,
        "suggested": found,
        "median_ms": round(statistics.median(walls), 1),
        "p95_ms": round(statistics.quantiles(walls, n=20)[-1], 1),
        "python_ms": round(statistics.median(cpus), 1),
    }
    return report | {"all_pairs": [all_pairs(number) for number in (size // 4, size // 2, size)]}


def all_pairs(size: int) -> dict[str, object]:
    """Group the reports of ``size`` documents from cold."""
    made = list(reports(size))
    documents = [matching.Document(one.facts.document, (one.facts,)) for one in made]
    wall, cpu = time.perf_counter(), time.process_time()
    groups = matching.cluster(documents)
    seconds = time.perf_counter() - wall
    return {
        "incidents": size,
        "seconds": round(seconds, 1),
        "python_s": round(time.process_time() - cpu, 1),
        "us_each": round(1e6 * seconds / size),
        **_right({one.facts.key: one.event for one in made}, groups),
    }


def fill(size: int, *, by: User) -> None:
    """Make ``size`` incidents of one claim each in an empty database; then let it settle."""
    let_the_database_fill_in(
        Incident, IncidentClaim, IncidentCount, Document, ExtractionRun, Claim, ClaimCount
    )
    made = reports(size)
    number = 1
    while batch := list(islice(made, 20_000)):
        _copy(number, [one.facts for one in batch], by)
        number += len(batch)
    with connection.cursor() as cursor:
        for model in (Document, ExtractionRun, Claim, ClaimCount, Incident, IncidentClaim):
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)",
                [model._meta.db_table, 2 * size],
            )
        cursor.execute("VACUUM ANALYZE")


def reports(size: int) -> Iterator[Report]:
    """Yield what ``size`` documents say, the same every time."""
    chance = random.Random(7)
    countries = {code: _towns(chance) for code in COUNTRIES}
    types = tuple(taxonomy.event_types())
    number = event = 0
    while number < size:
        event += 1
        code = chance.choices(COUNTRIES, [1 / (n + 1) for n in range(len(COUNTRIES))])[0]
        town = min(TOWNS - 1, int(chance.paretovariate(0.5)) - 1)
        kind, day = chance.choice(types), FIRST + timedelta(days=chance.randrange(DAYS))
        killed = int(chance.paretovariate(0.9))
        for _ in range(min(size - number, chance.choice((1, 1, 2, 3)))):
            number += 1
            reported = day + timedelta(days=chance.choice(LATER))
            facts = _facts(number, kind, countries[code][town], (code, town), day, reported)
            yield Report(event, _with_count(facts, killed, chance))


def _towns(chance: random.Random) -> list[tuple[float, float]]:
    middle = chance.uniform(-30, 50), chance.uniform(-80, 100)
    return [(middle[0] + chance.gauss(0, 2), middle[1] + chance.gauss(0, 2)) for _ in range(TOWNS)]


def _facts(
    number: int,
    kind: str,
    point: tuple[float, float],
    town: tuple[str, int],
    day: date,
    reported: date,
) -> matching.ClaimFacts:
    country, name = town[0], f"Town {town[0]}-{town[1]}"
    return matching.ClaimFacts(
        key=number,
        document=number,
        start=0,
        end=80,
        quote=f"On {day:%d %B %Y} it happened in {name}, as report {number} says.",
        event_type=kind,
        place=matching.Place(name, country, *point, "settlement"),
        date_start=day,
        date_end=day,
        date_precision="day",
        reported=reported,
    )


def _with_count(
    facts: matching.ClaimFacts, killed: int, chance: random.Random
) -> matching.ClaimFacts:
    if chance.random() > NUMBERED:
        return facts
    number = max(1, int(killed * chance.choice((1, 1, 1, 1, 1.1, 1.5))))
    upper, qualifier = chance.choice(((number, "exact"), (None, "at_least")))
    return replace(facts, counts=(matching.Count("killed", number, upper, qualifier),))


def _copy(first: int, batch: Sequence[matching.ClaimFacts], by: User) -> None:
    summaries = [matching.summarise([facts], key=facts.key) for facts in batch]
    copy_rows(
        Document,
        "id sha256 filename media_type encoding size text text_sha256 warnings uploaded_by_id "
        "title published url language",
        (
            (
                *(n, f"{n:064x}", f"{n}.txt", "text/plain", "utf-8", 80, facts.quote),
                *(f"{n:064x}", "[]", by.pk, f"Report {n}", facts.reported, "", "en"),
            )
            for n, facts in enumerate(batch, first)
        ),
    )
    copy_rows(
        ExtractionRun,
        "id document_id status reason pipeline model gazetteer attempts error",
        (
            (n, n, "done", "uploaded", "bench", "none", "", 1, "")
            for n, _ in enumerate(batch, first)
        ),
    )
    copy_rows(
        Claim,
        "id document_id run_id position start end quote event_type stance aggregate confidence "
        "scores rules place_name place_precision place_country place_latitude place_longitude "
        "date_start date_end date_precision",
        (
            (
                *(n, n, n, 0, 0, len(facts.quote), facts.quote, facts.event_type, "asserted"),
                *(False, 0.8, "{}", "{}", *_where(facts), facts.date_start, facts.date_end, "day"),
            )
            for n, facts in enumerate(batch, first)
        ),
    )
    counts = [(n, count) for n, facts in enumerate(batch, first) for count in facts.counts]
    columns = "effect lower upper qualifier unit part"
    copy_rows(ClaimCount, f"claim_id {columns}", ((n, *_count(count)) for n, count in counts))
    copy_rows(
        Incident,
        "id status version title event_type place_name place_precision place_country "
        "place_latitude place_longitude date_start date_end date_precision perpetrators overrides "
        "blocks",
        (
            (
                *(n, "candidate", 0, one.title, one.event_type, *_where(facts)),
                *(one.date_start, one.date_end, "day", "{}", "{}", list(matching.blocks(one))),
            )
            for n, (facts, one) in enumerate(zip(batch, summaries, strict=True), first)
        ),
    )
    copy_rows(
        IncidentCount,
        f"incident_id {columns} rule claims",
        ((n, *_count(count), "as said", [n]) for n, count in counts),
    )
    copy_rows(
        IncidentClaim,
        "id incident_id claim_id verdict version",
        ((n, n, n, "pending", 0) for n, _ in enumerate(batch, first)),
    )


def _where(facts: matching.ClaimFacts) -> tuple[object, ...]:
    place = facts.place or matching.Place("")
    return place.name, place.precision, place.country, place.latitude, place.longitude


def _count(count: matching.Count) -> tuple[object, ...]:
    return count.effect, count.lower, count.upper, count.qualifier, count.unit, count.part


def _right(
    truth: Mapping[matching.Key, int], groups: Mapping[matching.Key, str]
) -> dict[str, float]:
    """Return precision and recall of the pairs that grouping joined."""
    both = Counter((truth[key], group) for key, group in groups.items())
    shared, of_event, of_group = (
        sum(n * (n - 1) for n in numbers.values())
        for numbers in (both, Counter(truth.values()), Counter(groups.values()))
    )
    return {
        "precision": round(shared / max(1, of_group), 3),
        "recall": round(shared / max(1, of_event), 3),
    }
