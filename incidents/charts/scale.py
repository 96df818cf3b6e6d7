"""Axes: from a value to its place on the drawing, with round numbers and dates as ticks."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor, log10

LEFT, RIGHT = 4.0, 90.0  # per cent; the rest is room for arrows
SKEWED = 100  # from this ratio on, small numbers would stick together on a linear axis
TICKS = 5
THINNEST = 0.8  # per cent: a single number or day must stay visible


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the drawing with its name."""

    at: str
    label: str


def percent(share: float) -> str:
    """Return a share of the axis as SVG takes it.

    >>> percent(0), percent(0.5), percent(1)
    ('4%', '47%', '90%')
    """
    return f"{LEFT + share * (RIGHT - LEFT):.2f}".rstrip("0").rstrip(".") + "%"


@dataclass(frozen=True, slots=True)
class NumberScale:
    """An axis for counts: linear from zero, or by powers of ten where numbers differ too much."""

    top: int
    logarithmic: bool = False

    @classmethod
    def of(cls, numbers: Sequence[int]) -> "NumberScale":
        """Return the axis on which all these numbers can be told apart.

        >>> NumberScale.of([3, 12]), NumberScale.of([2, 900])
        (NumberScale(top=15, logarithmic=False), NumberScale(top=1000, logarithmic=True))
        """
        highest = max(numbers, default=0)
        lowest = min((number for number in numbers if number), default=1)
        if highest >= SKEWED * lowest:
            return cls(int(10 ** ceil(log10(highest))), logarithmic=True)
        step = _step(highest)
        return cls(max(step, ceil(highest / step) * step))

    def at(self, number: int) -> str:
        return percent(self._share(number))

    def ticks(self) -> tuple[Tick, ...]:
        """Return the round numbers of the axis.

        >>> [tick.label for tick in NumberScale(15).ticks()]
        ['0', '5', '10', '15']
        >>> [tick.label for tick in NumberScale(1000, logarithmic=True).ticks()]
        ['0', '1', '10', '100', '1,000']
        """
        if self.logarithmic:
            numbers = [0, *(10**power for power in range(round(log10(self.top)) + 1))]
        else:
            numbers = list(range(0, self.top + 1, _step(self.top)))
        return tuple(Tick(self.at(number), f"{number:,}") for number in numbers)

    def _share(self, number: int) -> float:
        if not self.logarithmic:
            return number / self.top
        powers = log10(self.top) + 1  # the first step leads from nothing to one
        return (log10(number) + 1) / powers if number else 0.0


def _step(highest: int) -> int:
    """Return 1, 2 or 5 times a power of ten, so that a few steps reach the highest number."""
    for power in range(len(str(highest)) + 1):
        for digit in (1, 2, 5):
            if highest <= TICKS * digit * 10**power:
                return int(digit * 10**power)
    raise AssertionError("A number has no more digits than are written.")


@dataclass(frozen=True, slots=True)
class DateScale:
    """An axis of days."""

    first: date
    last: date

    def at(self, day: date) -> str:
        return percent((day - self.first).days / max(1, (self.last - self.first).days))

    def ticks(self) -> tuple[Tick, ...]:
        """Return round dates: days, or the first of months, or of years.

        >>> [tick.label for tick in DateScale(date(2020, 1, 30), date(2020, 4, 2)).ticks()]
        ['1 Feb 2020', '1 Mar 2020', '1 Apr 2020']
        >>> [tick.label for tick in DateScale(date(1995, 7, 1), date(2012, 7, 1)).ticks()]
        ['2000', '2005', '2010']
        """
        days = (self.last - self.first).days
        found = [day for day in _round_dates(self.first, days) if self.first <= day <= self.last]
        name = _name_of(days)
        return tuple(Tick(self.at(day), name(day)) for day in found or [self.first])


def _round_dates(first: date, days: int) -> Iterator[date]:
    if days <= 45:
        step = next(step for step in (1, 2, 5, 10) if days <= step * TICKS)
        yield from (first + timedelta(days=number) for number in range(0, days + 1, step))
        return
    if days <= 24 * 31:
        step = next(step for step in (1, 2, 3, 6) if days <= step * TICKS * 31)
        start = first.year * 12 + first.month - 1
        for number in range(start, start + days // 28 + 2):
            if number % step == 0:
                yield date(number // 12, number % 12 + 1, 1)
        return
    years = days // 365 + 2
    step = _step(years)
    for year in range(floor(first.year / step) * step, first.year + years + step, step):
        yield date(max(1, min(year, 9999)), 1, 1)


def _name_of(days: int) -> Callable[[date], str]:
    if days > 24 * 31:
        return lambda day: str(day.year)
    return lambda day: f"{day.day} {day:%b %Y}"
