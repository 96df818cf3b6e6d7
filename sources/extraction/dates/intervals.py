"""Intervals of whole days: the arithmetic under every date expression."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from sources.extraction.types import DatePrecision

_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


@dataclass(frozen=True, slots=True)
class Interval:
    """First and last day, both inclusive."""

    start: date
    end: date
    precision: DatePrecision


class UnresolvedError(LookupError):
    """The words are a date, but nothing says which."""


def day(value: date) -> Interval:
    return Interval(value, value, "day")


def month(year: int, number: int) -> Interval:
    """Return a month; the number may run over the year's end.

    >>> month(2021, 14).start, month(2021, 0).end
    (datetime.date(2022, 2, 1), datetime.date(2020, 12, 31))
    """
    return months(year, number, 1, "month")


def months(year: int, number: int, length: int, precision: DatePrecision = "range") -> Interval:
    first = _month_start(year, number)
    return Interval(first, _month_start(year, number + length) - timedelta(days=1), precision)


def year(number: int) -> Interval:
    return Interval(date(number, 1, 1), date(number, 12, 31), "year")


def years(first: int, last: int) -> Interval:
    return Interval(date(first, 1, 1), date(last, 12, 31), "range")


def quarter(of_year: int, number: int) -> Interval:
    return months(of_year, 3 * number - 2, 3)


def week(within: date) -> Interval:
    """Return the week, from Monday to Sunday, that a day lies in."""
    monday = within - timedelta(days=within.weekday())
    return Interval(monday, monday + timedelta(days=6), "week")


def unit(name: str, within: date, offset: int = 0) -> Interval:
    """Return the calendar unit that lies so many units from the one around a day.

    >>> unit("quarter", date(2022, 2, 24), -1).start
    datetime.date(2021, 10, 1)
    """
    if name == "day":
        return day(within + timedelta(days=offset))
    if name == "week":
        return week(within + timedelta(weeks=offset))
    if name == "weekend":
        sunday = week(within + timedelta(weeks=offset)).end
        return Interval(sunday - timedelta(days=1), sunday, "range")
    if name == "month":
        return month(within.year, within.month + offset)
    if name == "quarter":
        return quarter(within.year, (within.month - 1) // 3 + 1 + offset)
    if name == "year":
        return year(within.year + offset)
    length = 10 if name == "decade" else 100
    first = (within.year // length + offset) * length
    return years(first, first + length - 1)


def before(name: str, end: date, count: int) -> date:
    """Return the day that lies so many units before another."""
    if name in {"day", "week"}:
        return end - timedelta(days=count * (7 if name == "week" else 1))
    first = _month_start(end.year, end.month - count * _MONTHS[name])
    length = calendar.monthrange(first.year, first.month)[1]
    return first.replace(day=min(end.day, length))


def between(first: Interval, last: Interval) -> Interval | None:
    """Return the range from the start of one interval to the end of another."""
    return Interval(first.start, last.end, "range") if first.start <= last.end else None


def _month_start(of_year: int, number: int) -> date:
    return date(of_year + (number - 1) // 12, (number - 1) % 12 + 1, 1)
