"""Find date expressions around their key words, and let the longest reading stand."""

import re
from datetime import date

from sources.extraction.dates import absolute, relative  # noqa: F401 -- they register the rules
from sources.extraction.dates.context import Context, matches
from sources.extraction.dates.intervals import Interval, UnresolvedError
from sources.extraction.dates.words import DECADE, MONTH, SEASON, WEEKDAY, YEAR
from sources.extraction.types import Span, When

_ANCHOR = re.compile(
    r"(?P<figures>\b\d{1,4}[/.-]\d\d?[/.-]\d\d)"
    rf"|(?P<month>\b{MONTH})|(?P<weekday>\b{WEEKDAY})|(?P<season>\b{SEASON}\b)"
    rf"|(?P<year>\b(?:{YEAR}|nineteen |two thousand))"
    r"|(?P<near>\b(?:(?:yester|to)day|tomorrow|tonight|overnight"
    r"|(?:last|this) (?:night|morning|afternoon|evening)))"
    rf"|(?P<decade>\b{DECADE}\b)"
    r"|(?P<unit>\b(?:day|week|month|quarter|half|period|year|decade|century))",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:ever )?since (?:the )?(?:(early|mid|late)[ -])?$", re.IGNORECASE)
_PART_OF_YEAR = {"early": 0, "mid": 4, "late": 9}  # months gone
_BEFORE, _AFTER = 36, 60


def find_dates(text: str, published: date | None) -> list[When]:
    """Return the dates that a text speaks of, in reading order and without overlaps.

    Words such as "on Tuesday" or "in April" mean the latest such day or month that is not after
    the published date, unless the sentence looks ahead ("will meet on Tuesday"). Without a
    published date, and where they hang on an event ("two months after the invasion"), relative
    words are returned with neither start nor end. "Since" runs to the published date.

    >>> [str(when.start) for when in find_dates("Shelled on 3 May 2021 and in June 2022.", None)]
    ['2021-05-03', '2022-06-01']
    """
    found: list[When] = []
    earlier: list[Interval] = []
    for anchor in _ANCHOR.finditer(text):
        if found and anchor.start() < found[-1].span.end:
            continue
        reading = _longest(anchor, text, published, earlier, found[-1].span.end if found else 0)
        if reading is None:
            continue
        span, interval = reading
        if interval:
            earlier.append(interval)
        since = _SINCE.search(text, max(0, span.start - 20), span.start)
        if since:
            span = Span(since.start(), span.end)
            interval = _until(published, interval and _later(interval, since[1]))
        found.append(
            When(span, interval.start, interval.end, interval.precision)
            if interval
            else When(span, None, None, None)
        )
    return found


def _longest(
    anchor: re.Match[str],
    text: str,
    published: date | None,
    earlier: list[Interval],
    after: int,
) -> tuple[Span, Interval | None] | None:
    """Return the longest reading around a key word; its interval is None if unresolved."""
    start = max(after, anchor.start() - _BEFORE)
    end = min(len(text), anchor.end() + _AFTER)
    found: tuple[Span, Interval | None] | None = None
    kind = anchor.lastgroup or ""
    rules = (kind, "month") if kind == "weekday" else (kind,)
    for match, resolve in matches(rules, text, start, end):
        if not match.start() <= anchor.start() < match.end():
            continue
        if found and match.end() - match.start() <= found[0].end - found[0].start:
            continue
        try:
            interval = resolve(match, Context(text, match, published, earlier))
        except UnresolvedError:
            found = Span(match.start(), match.end()), None
        else:
            found = (Span(match.start(), match.end()), interval) if interval else found
    return found


def _later(interval: Interval, part: str | None) -> Interval:
    """Let a year begin late where the text says so: "since late 2020"."""
    if part is None or interval.precision != "year":
        return interval
    first = interval.start.replace(month=1 + _PART_OF_YEAR[part.lower()])
    return Interval(first, interval.end, "range")


def _until(published: date | None, interval: Interval | None) -> Interval | None:
    if interval is None or published is None or interval.start > published:
        return None
    return Interval(interval.start, published, "range")
