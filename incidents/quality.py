"""How the extractor does, measured from what people decided about the machine's claims."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Avg,
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Floor, JSONObject, Least

from incidents.charts.quality import FieldTally, Tally, together
from incidents.enums import Verdict
from incidents.models import IncidentClaim
from sources.enums import EVENT_TYPES
from sources.models import Claim, ClaimCount, ClaimSpeaker

Key = TypeVar("Key", bound=Hashable)
BANDS = 10
UNCHANGED = Q(verdict=Verdict.ACCEPTED)
CORRECTED = Q(verdict=Verdict.REPLACED, decided_by__isnull=False)  # a newer reading names nobody
REJECTED = Q(verdict=Verdict.REJECTED)
UNSURE = Q(verdict=Verdict.UNSURE)

# The columns of each field; a field is filled if the first of them is.
COLUMNS: dict[str, tuple[str, ...]] = {
    "What happened": ("event_type",),
    "Where": ("place_name", "place_latitude", "place_longitude"),
    "When": ("date_start", "date_end"),
    "By whom": ("perpetrator",),
    "Against whom": ("victims",),
    "With what": ("weapon",),
    "Stance": ("stance",),
}
COUNT_COLUMNS = ("effect", "unit", "lower", "upper", "qualifier")
LISTS: dict[str, tuple[type[ClaimCount] | type[ClaimSpeaker], tuple[str, ...]]] = {
    "How many": (ClaimCount, COUNT_COLUMNS),
    "Who says so": (ClaimSpeaker, ("name",)),
}


@dataclass(frozen=True, slots=True)
class Measures:
    """Every figure of the page. Each claim is in one row of each list but ``fields``."""

    total: Tally
    bands: list[Tally]
    fields: list[FieldTally]
    event_types: list[Tally]
    sources: list[Tally]
    pipelines: list[Tally]

    def lists(self) -> Iterator[tuple[str, list[Tally]]]:
        """Yield the lists of tallies with what their rows are."""
        yield "score", self.bands
        yield "event type", self.event_types
        yield "source", self.sources
        yield "pipeline", self.pipelines


def judged_claims() -> QuerySet[IncidentClaim]:
    """Return the machine's claims on which somebody decided and nobody took it back."""
    judged = UNCHANGED | CORRECTED | REJECTED | UNSURE
    return IncidentClaim.objects.filter(judged, claim__run__isnull=False)


def measure(claims: QuerySet[IncidentClaim]) -> Measures:
    """Return what people made of these judged claims, in four queries."""
    band = Least(Floor(F("confidence") * BANDS), Value(BANDS - 1.0))
    by = ("band", "event_type", "claim__run__pipeline")
    rows = list(_counted(claims.annotate(band=band), *by))
    labels = dict(EVENT_TYPES)
    sources = [
        _tally(row, row["source__name"] or "Source not known")
        for row in _counted(claims, "source__name")
    ]
    bands = _summed((int(row["band"]), row) for row in rows)
    types = _summed((row["event_type"], row) for row in rows)
    pipelines = _summed((row["claim__run__pipeline"], row) for row in rows)
    return Measures(
        total=together("all", bands.values()),
        bands=[replace(bands[n], name=_band_name(n)) for n in sorted(bands)],
        fields=_fields(claims),
        event_types=_most_judged(replace(types[code], name=labels[code]) for code in types),
        sources=_most_judged(sources),
        pipelines=[pipelines[name] for name in sorted(pipelines, reverse=True)],
    )


def _counted(claims: QuerySet[IncidentClaim], *columns: str) -> QuerySet[Any, dict[str, Any]]:
    return (
        claims.order_by(*columns)
        .values(*columns)
        .annotate(
            accepted=Count("pk", filter=UNCHANGED),
            corrected=Count("pk", filter=CORRECTED),
            rejected=Count("pk", filter=REJECTED),
            unsure=Count("pk", filter=UNSURE),
            promised=Avg("confidence"),
        )
    )


def _tally(row: dict[str, Any], name: str) -> Tally:
    numbers = ("accepted", "corrected", "rejected", "unsure", "promised")
    return Tally(name, **{number: row[number] for number in numbers})


def _summed(rows: Iterable[tuple[Key, dict[str, Any]]]) -> dict[Key, Tally]:
    """Add up the rows that share a key."""
    found: defaultdict[Key, list[Tally]] = defaultdict(list)
    for key, row in rows:
        found[key].append(_tally(row, str(key)))
    return {key: together(str(key), tallies) for key, tallies in found.items()}


def _band_name(band: int) -> str:
    """Return the scores of a band.

    >>> _band_name(0), _band_name(9)
    ('0.0 to 0.1', '0.9 to 1.0')
    """
    return f"{band / BANDS:.1f} to {(band + 1) / BANDS:.1f}"


def _most_judged(tallies: Iterable[Tally]) -> list[Tally]:
    return sorted(tallies, key=lambda tally: (-tally.judged, tally.name))


def _fields(claims: QuerySet[IncidentClaim]) -> list[FieldTally]:
    """Compare the claims that stand with what people put in their place, field by field."""
    names = [*COLUMNS, *LISTS]
    numbers = {name: f"n{i}" for i, name in enumerate(names)}
    filled = claims.filter(UNCHANGED | CORRECTED).aggregate(
        **{numbers[name]: Count("pk", filter=_is_filled(name, "claim")) for name in names}
    )
    later = Claim.objects.filter(supersedes=OuterRef("supersedes"), pk__gt=OuterRef("pk"))
    corrections = Claim.objects.filter(
        ~Exists(later), supersedes__in=claims.filter(CORRECTED).values("claim")
    )
    changed, added = {}, {}
    for name in names:
        read, stated = _is_filled(name, "supersedes"), _is_filled(name, "pk")
        changed[numbers[name]] = Count("pk", filter=read & Q(_differs(name)))
        added[f"{numbers[name]}_added"] = Count("pk", filter=~read & stated)
    mended = corrections.order_by().aggregate(**changed, **added)
    return [
        FieldTally(name, filled[number], mended[number], mended[f"{number}_added"])
        for name, number in numbers.items()
    ]


def _is_filled(name: str, claim: str) -> Q:
    """Return whether a field says something; ``claim`` leads from the row to the claim."""
    if name in LISTS:
        model, _ = LISTS[name]
        return Q(Exists(model._default_manager.filter(claim=OuterRef(claim)).order_by()))
    before = "" if claim == "pk" else f"{claim}__"
    return Q(**{f"{before}{COLUMNS[name][0]}__isnull": False})


def _differs(name: str) -> Combinable:
    if name in LISTS:
        return _distinct(_listed(name, "supersedes"), _listed(name, "pk"))
    changed = [_distinct(F(column), F(f"supersedes__{column}")) for column in COLUMNS[name]]
    return Case(*(When(Q(one), then=True) for one in changed), default=False)


def _listed(name: str, claim: str) -> ArraySubquery:
    """Return all that a field lists, in an order that does not depend on who wrote it down."""
    model, columns = LISTS[name]
    rows = model._default_manager.filter(claim=OuterRef(claim)).order_by(*columns)
    return ArraySubquery(rows.values(said=JSONObject(**{column: column for column in columns})))


def _distinct(one: Combinable, other: Combinable) -> Func:
    """Compare so that two silences are alike."""
    return Func(
        one,
        other,
        template="(%(expressions)s)",
        arg_joiner=" IS DISTINCT FROM ",
        output_field=BooleanField(),
    )
