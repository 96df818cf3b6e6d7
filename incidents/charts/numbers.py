"""The numbers of an incident on one axis: who states which, and the range that follows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, permutations
from typing import Literal

from .scale import THINNEST, NumberScale, Tick

Shape = Literal["exact", "about", "between", "vague", "at_least", "at_most"]
Weight = Literal["counted", "replaced", "waiting", "unsure", "denied"]
Kind = tuple[str, str, str, bool]
EDGES = "1%", "99%"
HUES = 6


@dataclass(frozen=True, slots=True)
class Statement:
    """A number as one voice states it, in one or more claims. A null bound is open.

    It is ``counted`` if it feeds the range; else its speaker has ``replaced`` it by ``by``, nobody
    has judged it, reviewers are unsure of it, or it is denied.
    """

    effect: str
    unit: str
    speaker: str
    lower: int | None
    upper: int | None
    qualifier: str
    victim_class: str = ""
    part: bool = False
    weight: Weight = "counted"
    claims: tuple[int, ...] = ()
    reported: tuple[date, ...] = ()
    sources: tuple[str, ...] = ()
    by: str = ""

    @property
    def kind(self) -> Kind:
        return (self.effect, self.unit, self.victim_class, self.part)


@dataclass(frozen=True, slots=True)
class Band:
    """The range that follows from the claims, with the rule in words."""

    effect: str
    unit: str
    lower: int | None
    upper: int | None
    qualifier: str
    rule: str
    victim_class: str = ""
    part: bool = False
    start: str = ""
    width: str = ""

    @property
    def kind(self) -> Kind:
        return (self.effect, self.unit, self.victim_class, self.part)


@dataclass(frozen=True, slots=True)
class Mark:
    """How a statement is drawn: ends in per cent, the shape, and the colour of its speaker."""

    statement: Statement
    shape: Shape
    start: str
    end: str
    hue: int


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two numbers that cannot both be right, the lower one first, and who states each."""

    lower: Statement
    lower_speakers: tuple[str, ...]
    higher: Statement
    higher_speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NumberGroup:
    """All statements on one kind of victim of one effect."""

    victim_class: str
    part: bool
    band: Band | None
    marks: tuple[Mark, ...]
    contradictions: tuple[Contradiction, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberChart:
    """One axis: all that is said of one effect in one unit. Units are never mixed."""

    effect: str
    unit: str
    groups: tuple[NumberGroup, ...]
    ticks: tuple[Tick, ...]
    logarithmic: bool
    shapes: tuple[Shape, ...]


def draw_numbers(statements: Sequence[Statement], bands: Iterable[Band]) -> tuple[NumberChart, ...]:
    """Return a chart for each effect and unit; within it wholes come before their parts."""
    ranges = {band.kind: band for band in bands}
    gathered = sorted(_gathered(statements), key=_order)
    hues = {name: place % HUES for place, name in enumerate(_speakers(gathered))}
    kinds = sorted({*ranges, *(one.kind for one in gathered)}, key=_kind_order)
    charts = []
    for (effect, unit), own in groupby(kinds, key=lambda kind: kind[:2]):
        mine = list(own)
        said = [one for one in gathered if one.kind in mine]
        scale = NumberScale.of(_numbers([*said, *(ranges[k] for k in mine if k in ranges)]))
        groups = tuple(_group(kind, ranges.get(kind), said, scale, hues) for kind in mine)
        shapes = dict.fromkeys(mark.shape for group in groups for mark in group.marks)
        charts.append(
            NumberChart(effect, unit, groups, scale.ticks(), scale.logarithmic, tuple(shapes))
        )
    return tuple(charts)


def _group(
    kind: Kind,
    band: Band | None,
    said: Iterable[Statement],
    scale: NumberScale,
    hues: dict[str, int],
) -> NumberGroup:
    own = [one for one in said if one.kind == kind]
    marks = tuple(_mark(one, scale, hues[one.speaker]) for one in own)
    against = tuple(contradictions(own))
    return NumberGroup(kind[2], kind[3], band and _placed(band, scale), marks, against)


def contradictions(said: Sequence[Statement]) -> Iterable[Contradiction]:
    """Yield the numbers of different voices that exclude each other, of those that count."""
    stated: dict[tuple[int | None, int | None], list[Statement]] = {}
    for one in said:
        if one.weight == "counted":
            stated.setdefault((one.lower, one.upper), []).append(one)
    for lower, higher in permutations(stated.values(), 2):
        end, start = lower[0].upper, higher[0].lower
        if end is None or start is None or end >= start:
            continue
        names, others = _speakers(lower), _speakers(higher)
        if names != others:
            yield Contradiction(lower[0], tuple(names), higher[0], tuple(others))


def _mark(one: Statement, scale: NumberScale, hue: int) -> Mark:
    start = EDGES[0] if one.lower is None else scale.at(one.lower)
    end = EDGES[1] if one.upper is None else scale.at(one.upper)
    return Mark(one, shape_of(one), start, end, hue)


def shape_of(one: Statement) -> Shape:
    """Return the shape that tells how a number is bounded, without any colour."""
    if one.upper is None:
        return "at_least"
    if one.lower is None:
        return "at_most"
    if one.qualifier == "vague":
        return "vague"
    if one.lower != one.upper:
        return "between"
    return "about" if one.qualifier == "about" else "exact"


def _placed(band: Band, scale: NumberScale) -> Band:
    start = 0.0 if band.lower is None else float(scale.at(band.lower)[:-1])
    end = 100.0 if band.upper is None else float(scale.at(band.upper)[:-1])
    width = max(THINNEST, end - start)
    start = (start + end - width) / 2
    return replace(band, start=f"{round(start, 2):g}%", width=f"{round(width, 2):g}%")


def _gathered(statements: Sequence[Statement]) -> Iterable[Statement]:
    """Put together what one speaker says more than once in the same words."""
    found: dict[tuple[object, ...], list[Statement]] = {}
    for one in statements:
        bounds = (one.lower, one.upper, one.qualifier)
        same = (one.kind, one.speaker.casefold(), *bounds, one.weight, one.by)
        found.setdefault(same, []).append(one)
    for together in found.values():
        yield replace(
            together[0],
            claims=tuple(claim for one in together for claim in one.claims),
            reported=tuple(sorted({day for one in together for day in one.reported})),
            sources=tuple(dict.fromkeys(name for one in together for name in one.sources)),
        )


def _speakers(statements: Iterable[Statement]) -> list[str]:
    return list(dict.fromkeys(one.speaker for one in statements))


def _numbers(rows: Iterable[Statement | Band]) -> list[int]:
    return [bound for row in rows for bound in (row.lower, row.upper) if bound is not None]


def _order(one: Statement) -> tuple[date, int, str]:
    return (min(one.reported, default=date.max), one.lower or one.upper or 0, one.speaker)


def _kind_order(kind: Kind) -> tuple[str, str, bool, str]:
    effect, unit, victim_class, part = kind
    return (effect, unit, part, victim_class)
