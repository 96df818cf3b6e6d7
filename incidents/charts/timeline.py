"""How many events happened when: bars of one length of time each, few enough to be read."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MOST_BARS = 60
MOST_NAMES = 6
LEFT, RIGHT, TOP, BOTTOM = 5.0, 99.0, 6.0, 84.0  # per cent of the drawing


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of time with what happened in it, and where the drawing shows it."""

    name: str
    confirmed: int
    candidates: int
    x: str
    width: str
    confirmed_y: str
    confirmed_height: str
    candidates_y: str
    candidates_height: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars from the first event to the last, empty ones included; ``unit`` is how long each is."""

    unit: str
    bars: tuple[Bar, ...]
    names: tuple[tuple[str, str], ...]
    highest: int

    @property
    def filled(self) -> list[Bar]:
        return [bar for bar in self.bars if bar.confirmed or bar.candidates]


def draw_timeline(confirmed: Iterable[date], candidates: Iterable[date]) -> Timeline | None:
    """Return the bars in weeks, or in longer units where there would be too many; None of nothing.

    >>> drawn = draw_timeline([date(2020, 1, 6), date(2020, 1, 8)], [date(2020, 1, 14)])
    >>> drawn.unit, [(bar.name, bar.confirmed, bar.candidates) for bar in drawn.bars]
    ('week', [('6 Jan 2020', 2, 0), ('13 Jan 2020', 0, 1)])
    """
    sure, open_ = list(confirmed), list(candidates)
    days = [*sure, *open_]
    if not days:
        return None
    unit, starts, name = _starts(min(days), max(days))
    judged, waiting = _counted(sure, starts), _counted(open_, starts)
    highest = max(judged[n] + waiting[n] for n in range(len(starts)))
    bars = tuple(
        _bar(n, name(start), judged[n], waiting[n], of=len(starts), highest=highest)
        for n, start in enumerate(starts)
    )
    every = -(-len(bars) // MOST_NAMES)
    middles = [(_middle(n, len(bars)), bar.name) for n, bar in enumerate(bars)]
    return Timeline(unit, bars, tuple(middles[::every]), highest)


def _starts(first: date, last: date) -> tuple[str, list[date], Callable[[date], str]]:
    """Return the shortest unit that needs no more bars than can be read, or else decades."""
    units: list[tuple[str, Callable[[date, date], Iterator[date]], Callable[[date], str]]] = [
        ("week", _weeks, lambda day: f"{day.day} {day:%b %Y}"),
        ("month", _months, lambda day: f"{day:%b %Y}"),
        ("year", lambda one, other: _years(one, other, 1), lambda day: str(day.year)),
    ]
    for unit, walk, name in units:
        starts = list(walk(first, last))
        if len(starts) <= MOST_BARS:
            return unit, starts, name
    return "decade", list(_years(first, last, 10)), lambda day: f"{day.year}s"


def _weeks(first: date, last: date) -> Iterator[date]:
    monday = first.toordinal() - first.weekday()
    for day in range(max(1, monday), last.toordinal() + 1, 7):
        yield date.min + timedelta(days=day - 1)


def _months(first: date, last: date) -> Iterator[date]:
    for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield date(month // 12, month % 12 + 1, 1)


def _years(first: date, last: date, step: int) -> Iterator[date]:
    for year in range(first.year // step * step, last.year + 1, step):
        yield date(max(1, year), 1, 1)


def _counted(days: Iterable[date], starts: list[date]) -> Counter[int]:
    return Counter(bisect_right(starts, day) - 1 for day in days)


def _bar(n: int, name: str, confirmed: int, candidates: int, *, of: int, highest: int) -> Bar:
    width = (RIGHT - LEFT) / of
    unit = (BOTTOM - TOP) / highest
    low, high = confirmed * unit, candidates * unit
    return Bar(
        name=name,
        confirmed=confirmed,
        candidates=candidates,
        x=_percent(LEFT + n * width + width * 0.08),
        width=_percent(min(width * 0.84, 6.0)),
        confirmed_y=_percent(BOTTOM - low),
        confirmed_height=_percent(low),
        candidates_y=_percent(BOTTOM - low - high),
        candidates_height=_percent(high),
    )


def _middle(n: int, of: int) -> str:
    width = (RIGHT - LEFT) / of
    return _percent(LEFT + n * width + min(width / 2, 3.0))


def _percent(number: float) -> str:
    return f"{round(number, 2):g}%"
