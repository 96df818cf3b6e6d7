"""Dates counted from the published date, or from what the text named before."""

import re
from datetime import timedelta

from sources.extraction.dates import intervals
from sources.extraction.dates.context import Context, rule
from sources.extraction.dates.intervals import Interval, UnresolvedError
from sources.extraction.dates.words import (
    NUMBER,
    PART_OF_DAY,
    SEASON,
    SEASONS,
    WEEKDAY,
    YEAR,
    number,
    weekday_number,
)

_UNIT = r"(day|week|month|quarter|year|decade)"
_SOME = r"(?:several|some|many|a few|a couple of)"


@rule(
    "near",
    r"(?:the )?(day before yesterday)",
    rf"(yesterday|last night|today|tonight|tomorrow)(?: {PART_OF_DAY})?",
    rf"(this) {PART_OF_DAY}",
)
def near_day(match: re.Match[str], context: Context) -> Interval:
    back = {"day before yesterday": 2, "yesterday": 1, "last night": 1, "tomorrow": -1}
    return intervals.unit("day", context.reference, -back.get(match[1].lower(), 0))


@rule("near", "overnight")
def overnight(_: re.Match[str], context: Context) -> Interval:
    return Interval(context.reference - timedelta(days=1), context.reference, "range")


@rule("unit", rf"({NUMBER}) {_UNIT}s? (ago|from now)")
def ago(match: re.Match[str], context: Context) -> Interval:
    name, count = match[2].lower(), number(match[1])
    if name == "year" and count == 1 and (quarter := _quarter(context)):
        return intervals.unit("quarter", quarter.start, -4)
    sign = -1 if match[3].lower() == "ago" else 1
    return intervals.unit(name, context.reference, sign * count)


@rule("unit", r"(?:(?:a|the) )?year[ -](?:earlier|ago)(?: (?:period|quarter|third quarter))?")
def year_earlier(_: re.Match[str], context: Context) -> Interval:
    if quarter := _quarter(context):
        return intervals.unit("quarter", quarter.start, -4)
    return intervals.unit("year", context.reference, -1)


@rule(
    "unit",
    r"(?:(?:the )?(?:very )?(?:following|previous|same)|the next) (?:day|night|week|month|year)",
    rf"(?:{NUMBER}|{_SOME}) {_UNIT}s? (?:earlier|later|before|after|previously)",
    rf"(?:{_SOME} )?(?:day|week|month|year)s ago",
    r"(?:days|weeks|months|the day) (?:after|before|later)",
    rf"(?:(?:in|over|during|for) )?(?:the )?(?:recent|(?:past|last) (?:few|several)) {_UNIT}s",
    rf"for (?:(?:many|several|some) )?{_UNIT}s",
)
def hangs_on_an_event(match: re.Match[str], _: Context) -> Interval:
    raise UnresolvedError(match[0])


@rule("unit", r"(?:that|the same) (day|month|year)")
def named_before(match: re.Match[str], context: Context) -> Interval:
    if not context.earlier or (match[1] == "day" and context.earlier[-1].precision != "day"):
        raise UnresolvedError(match[0])
    return intervals.unit(match[1].lower(), context.earlier[-1].start)


@rule(
    "weekday",
    rf"(?:(last|past|previous|this|next|coming) )?({WEEKDAY})(?:s(?= {PART_OF_DAY}))?"
    rf"(?:['’]s)?(?: {PART_OF_DAY})?( last week)?",
)
def weekday(match: re.Match[str], context: Context) -> Interval:
    cue, reference = (match[1] or "").lower(), context.reference
    back = (reference.weekday() - weekday_number(match[2])) % 7
    if match[3]:
        return intervals.unit("day", intervals.week(reference).start, weekday_number(match[2]) - 7)
    if cue in {"next", "coming"} or (not cue and back and context.looks_ahead()):
        return intervals.unit("day", reference, 7 - back)
    if cue in {"last", "past", "previous"}:
        back = back or 7
    return intervals.unit("day", reference, -back)


@rule(
    "unit",
    rf"(?:(?:in|over|during|within|for) )?the (?:past|last) (?:({NUMBER}) )?{_UNIT}s?",
    rf"(?:in|over|during|within) (?:past|last) ({NUMBER}) {_UNIT}s?",
)
def past_span(match: re.Match[str], context: Context) -> Interval | None:
    if not match[1] and " last " in match[0].lower():
        return None
    first = intervals.before(match[2].lower(), context.reference, number(match[1] or "one"))
    return Interval(first + timedelta(days=1), context.reference, "range")


@rule(
    "unit",
    r"(?:(?:earlier|later|late|early|sometime) )?(?:the )?"
    r"(last|past|previous|this|current|next|coming)(?: fiscal)? "
    r"(week|weekend|month|quarter|year|decade|century)",
    r"(?:(?:earlier|later) in )?(the) (weekend)",
    r"(?:earlier|later) in (the) (week|month|year)",
    r"(?:for )?(the) (?:full )(year)",
    r"for (the) (year)(?! (?:end|of|to|since|before|after)\b)",
)
def calendar_unit(match: re.Match[str], context: Context) -> Interval:
    cue, name = match[1].lower(), match[2].lower()
    offset = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(cue, 0)
    if name == "weekend" and cue in {"the", "this"} and context.reference.weekday() < 5:
        offset = 0 if context.looks_ahead() else -1
    return intervals.unit(name, context.reference, offset)


@rule("unit", r"(?:the )?(?:latest|most recent) (?:quarter|period)", r"the (quarter|period)(?! of)")
def latest_quarter(match: re.Match[str], context: Context) -> Interval | None:
    if quarter := _quarter(context):
        return quarter
    if match.re.groups:
        return None
    return intervals.unit("quarter", context.reference, -1)


@rule("year", rf"(?:the )?({YEAR}) (?:quarter|period)")
def quarter_of_year(match: re.Match[str], context: Context) -> Interval | None:
    quarter = _quarter(context)
    if quarter is None:
        return intervals.year(int(match[1]))
    return intervals.months(int(match[1]), quarter.start.month, 3)


@rule("unit", r"(?:the )?year[- ]end", r"(?:the )?year['’]s end", r"the end of the year")
def end_of_year(_: re.Match[str], context: Context) -> Interval:
    return intervals.unit("year", context.reference)


@rule("season", rf"(last|this|next|past|in the|in|the|since) (?:early |late )?({SEASON})(?! of)")
def season(match: re.Match[str], context: Context) -> Interval | None:
    cue, name = match[1].lower(), match[2].lower()
    if name == "fall" and cue not in {"last", "this", "next", "past"}:
        return None
    reference = context.reference
    this_year = intervals.months(reference.year, SEASONS[name], 3)
    if cue in {"last", "past"}:
        offset = -(this_year.end >= reference)
    elif cue == "next":
        offset = int(this_year.start <= reference)
    else:
        offset = -(this_year.start > reference and cue != "this" and not context.looks_ahead())
    return intervals.months(reference.year + offset, SEASONS[name], 3)


def _quarter(context: Context) -> Interval | None:
    """Return the latest of the quarters that the text has named."""
    quarters = [
        each
        for each in context.earlier
        if 88 < (each.end - each.start).days < 93 and each.start <= context.reference
    ]
    return max(quarters, key=lambda quarter: quarter.start, default=None)
