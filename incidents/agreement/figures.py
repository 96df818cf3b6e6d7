"""Every figure on the agreement of two readers, field by field, from the pairs of readings."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from incidents.charts.quality import Share

from .codes import Confusion, Kappa, confusion, kappa
from .intervals import overlap_of_counts, overlap_of_dates
from .places import WITHIN_KM, distance, is_placed
from .readings import Draft, Reading, said
from .resample import Estimate, mean_of, median_of

Pair = tuple[Reading, Reading]
Drafts = tuple[Draft, Draft]

ACCEPTED = "accepted"
CODES = ("event_type", "stance")
OVERLAPS: dict[str, Callable[[Draft, Draft], float | None]] = {
    "date": overlap_of_dates,
    "counts": overlap_of_counts,
}
WORDS = ("perpetrator", "victims", "weapon", "speakers")
FIELDS_COMPARED = ("verdict", *CODES, "place", *OVERLAPS, *WORDS)


@dataclass(frozen=True, slots=True)
class CodeField:
    """Agreement on a code: how often, how much beyond chance, and which are taken for which."""

    name: str
    same: Share
    kappa: Kappa
    confusion: Confusion


@dataclass(frozen=True, slots=True)
class OverlapField:
    """Agreement on an interval, over the claims of which either reader gives one."""

    name: str
    same: Share
    overlap: Estimate


@dataclass(frozen=True, slots=True)
class PlaceField:
    """Agreement on the place. ``within``: (km, share) of the claims that either reader places.

    ``distance`` is the median over those for which both give coordinates.
    """

    name: str
    same: Share
    within: tuple[tuple[int, Share], ...]
    distance: Estimate


@dataclass(frozen=True, slots=True)
class WordField:
    """Agreement on words, over the claims of which either reader gives any."""

    name: str
    same: Share


@dataclass(frozen=True, slots=True)
class Report:
    """Two readers over all the claims that both read; fields, over those that both accepted."""

    pairs: int
    accepted: int
    codes: tuple[CodeField, ...]
    place: PlaceField
    overlaps: tuple[OverlapField, ...]
    words: tuple[WordField, ...]


def report(pairs: Sequence[Pair], orders: dict[str, Sequence[str]] | None = None) -> Report:
    """Return every figure; ``orders`` gives the order in which the codes of a field are listed."""
    orders = orders or {}
    both = [(a.draft, b.draft) for a, b in pairs if a.draft is not None and b.draft is not None]
    verdicts = [(one.verdict, other.verdict) for one, other in pairs]
    columns = {name: [(a[name], b[name]) for a, b in both] for name in CODES}
    return Report(
        pairs=len(pairs),
        accepted=len(both),
        codes=tuple(
            _codes(name, rows, orders.get(name, ()))
            for name, rows in {"verdict": verdicts, **columns}.items()
        ),
        place=_place(both),
        overlaps=tuple(_overlap(name, both) for name in OVERLAPS),
        words=tuple(WordField(name, _same(name, both)) for name in WORDS),
    )


def _codes(name: str, pairs: Sequence[tuple[str, str]], order: Sequence[str]) -> CodeField:
    found = kappa(pairs)
    return CodeField(name, Share(found.agreed, found.n), found, confusion(pairs, order))


def _same(name: str, both: Iterable[Drafts]) -> Share:
    """Return how many say the same of those in which either reading says anything."""
    values = [(said(one, name), said(other, name)) for one, other in both]
    speaking = [pair for pair in values if pair != (None, None)]
    return Share(sum(one == other for one, other in speaking), len(speaking))


def _overlap(name: str, both: Sequence[Drafts]) -> OverlapField:
    found = [OVERLAPS[name](one, other) for one, other in both]
    return OverlapField(name, _same(name, both), mean_of([x for x in found if x is not None]))


def _place(both: Sequence[Drafts]) -> PlaceField:
    placed = [pair for pair in both if any(is_placed(draft) for draft in pair)]
    apart = [km for one, other in placed if (km := distance(one, other)) is not None]
    within = tuple(
        (most, Share(sum(km <= most for km in apart), len(placed))) for most in WITHIN_KM
    )
    return PlaceField("place", _same("place", both), within, median_of(apart))
