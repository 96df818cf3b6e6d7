"""When articles appeared, against the days on which the event happened."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from .scale import THINNEST, DateScale, Tick


@dataclass(frozen=True, slots=True)
class Report:
    """One article: when it appeared, who published it and whom it quotes."""

    document: int
    title: str
    source: str
    published: date | None
    speakers: tuple[str, ...]
    claims: int
    at: str = ""
    days_after: int | None = None


@dataclass(frozen=True, slots=True)
class ReportChart:
    """Reports in the order they appeared. ``start`` and ``width`` are those of the event."""

    reports: tuple[Report, ...]
    ticks: tuple[Tick, ...]
    start: str = ""
    width: str = ""


def draw_reports(reports: Sequence[Report], event: tuple[date, date] | None = None) -> ReportChart:
    """Return the axis from the event, or the first report, to the last; undated ones come last."""
    dates = [one.published for one in reports if one.published]
    days = [*dates, *(event or ())]
    ordered = sorted(reports, key=lambda one: (one.published or date.max, one.source, one.document))
    if not days:
        return ReportChart(tuple(ordered), ())
    scale = DateScale(min(days), max(days))
    placed = tuple(_placed(one, scale, event) for one in ordered)
    if event is None:
        return ReportChart(placed, scale.ticks())
    start, end = (float(scale.at(day)[:-1]) for day in event)
    width = max(THINNEST, end - start)
    middle = (start + end) / 2
    return ReportChart(
        placed, scale.ticks(), f"{round(middle - width / 2, 2):g}%", f"{round(width, 2):g}%"
    )


def _placed(one: Report, scale: DateScale, event: tuple[date, date] | None) -> Report:
    if one.published is None:
        return one
    after = (one.published - event[1]).days if event else None
    return replace(one, at=scale.at(one.published), days_after=after)
