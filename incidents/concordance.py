"""What both readers of a claim said, out of the database, for the figures of ``agreement``."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from incidents import agreement
from incidents.enums import Verdict
from incidents.models import Assessment
from sources.enums import EVENT_TYPES, STANCES

NEWEST = 10_000  # pairs; more make no interval narrower that anybody reads
READ = ("link_id", "reader_id", "verdict", "draft")
FIELD_LABELS = {
    "verdict": "Verdict",
    "event_type": "What happened",
    "stance": "Stance",
    "place": "Where",
    "date": "When",
    "counts": "How many",
    "perpetrator": "By whom",
    "victims": "Against whom",
    "weapon": "With what",
    "speakers": "Who says so",
    "aggregate": "One event or a total",
    "sentence": "The sentence",
}
ORDERS: dict[str, Sequence[str]] = {
    "verdict": [Verdict.ACCEPTED.value, Verdict.REJECTED.value, Verdict.UNSURE.value],
    "event_type": [code for code, _ in EVENT_TYPES],
    "stance": [code for code, _ in STANCES],
}


@dataclass(frozen=True, slots=True)
class Pair:
    """The two readings of one claim; the reader with the lower key comes first.

    So within each pair of people the same one is always the first of the two.
    """

    link: int
    readers: tuple[int, int]
    readings: tuple[agreement.Reading, agreement.Reading]

    def codes(self, field: str) -> tuple[str, str] | None:
        """Return what both say of a code; None for a field of a claim that not both accepted."""
        one, other = self.readings
        if field == "verdict":
            return one.verdict, other.verdict
        if one.draft is None or other.draft is None:
            return None
        return one.draft[field], other.draft[field]


def pairs_of(second: QuerySet[Assessment]) -> list[Pair]:
    """Return the newest pairs of readings of which the second one is among these: two queries."""
    last = list(second.order_by("-at", "-pk").values_list(*READ)[:NEWEST])
    before = Assessment.objects.in_force().filter(number=1, link__in=[row[0] for row in last])
    first = {row[0]: row for row in before.values_list(*READ)}
    return [_pair(first[row[0]], row) for row in last]


def report(pairs: Iterable[Pair]) -> agreement.Report:
    return agreement.report([pair.readings for pair in pairs], ORDERS)


def by_readers(pairs: Iterable[Pair]) -> Iterator[tuple[tuple[int, int], list[Pair]]]:
    """Yield each two people with the claims that both of them read."""
    found: defaultdict[tuple[int, int], list[Pair]] = defaultdict(list)
    for pair in pairs:
        found[pair.readers].append(pair)
    yield from sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))


def links_behind(pairs: Iterable[Pair], field: str, codes: tuple[str, str]) -> list[int]:
    """Return the claims in one cell of a table: one reader said the one, the other the other."""
    return [pair.link for pair in pairs if pair.codes(field) == codes]


def _pair(one: Sequence, other: Sequence) -> Pair:
    lower, higher = sorted((one, other), key=lambda row: row[1])
    return Pair(
        link=one[0],
        readers=(lower[1], higher[1]),
        readings=(agreement.Reading(*lower[2:]), agreement.Reading(*higher[2:])),
    )
