"""What two event dates tell, each an interval of possible days."""

from datetime import date, timedelta

from .model import weight
from .types import IncidentFacts, Reason

WEEK, MONTH, QUARTER = 7, 31, 92
GRACE = timedelta(days=1)  # An event late in the day, a paper dated by another time zone.

Interval = tuple[date, date]


def event_interval(facts: IncidentFacts) -> Interval | None:
    """Return first and last possible day of the event, or None if no date is said."""
    start, end = facts.date_start or facts.date_end, facts.date_end or facts.date_start
    return (min(start, end), max(start, end)) if start and end else None


def days(interval: Interval) -> int:
    """Return how many days an interval holds."""
    return (interval[1] - interval[0]).days + 1


def gap(one: Interval, other: Interval) -> int:
    """Return the days between two intervals, 0 where they touch or overlap."""
    return max(0, (max(one[0], other[0]) - min(one[1], other[1])).days)


def compare_dates(one: IncidentFacts, other: IncidentFacts) -> Reason | None:
    """Say what two event dates tell; publication dates count only where an event date is unsaid."""
    first, second = event_interval(one), event_interval(other)
    if first and second:
        return _between_events(first, second)
    if one.documents & other.documents:
        return None
    for event, facts in ((first, other), (second, one)):
        if event and facts.reported and event[0] > facts.reported[1] + GRACE:
            return _reason("not_yet", "one was reported before the other happened")
    one_known, other_known = first or one.reported, second or other.reported
    if not one_known or not other_known:
        return None
    return _between_reports(gap(one_known, other_known))


def agree(one: Interval, other: Interval) -> bool:
    """Whether one event can have happened within both intervals."""
    return gap(one, other) == 0


def _between_events(one: Interval, other: Interval) -> Reason:
    apart = gap(one, other)
    wide = max(days(one), days(other))
    if apart:
        label = "a day apart" if apart == 1 else f"{apart} days apart"
        if apart == 1 and wide <= 2:
            return _reason("day_apart", label)
        return _reason("days_apart" if apart <= QUARTER else "long_apart", label)
    if wide == 1:
        return _reason("same_day", "same day")
    if wide <= WEEK:
        return _reason("same_week", "within the same days")
    if one == other:
        return (
            _reason("same_month", "same month")
            if wide <= MONTH
            else _reason("same_period", "same period")
        )
    if wide <= MONTH:
        return _reason("within_month", "within the same month")
    return _reason("within_period", "the dates overlap")


def _between_reports(apart: int) -> Reason | None:
    if apart <= WEEK:
        return _reason("reported_together", "reported in the same week")
    if apart <= MONTH:
        return _reason("reported_soon", "reported within a month")
    if apart > 2 * QUARTER:
        return _reason("reported_late", "reported more than half a year apart")
    return None


def _reason(code: str, label: str) -> Reason:
    return Reason(f"date.{code}", label, weight(f"date.{code}"))
