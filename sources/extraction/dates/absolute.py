"""Dates that name a day, a month or a year; what they leave out is the published date's."""

import re
from datetime import date

from sources.extraction.dates import intervals
from sources.extraction.dates.context import NEAR, Context, rule
from sources.extraction.dates.intervals import Interval
from sources.extraction.dates.words import (
    AMBIGUOUS,
    DAY,
    DECADE,
    DECADES,
    MONTH,
    NUMBER,
    ORDINAL,
    ORDINALS,
    SEASON,
    SEASONS,
    SHORT_WEEKDAY,
    SPELLED_YEAR,
    YEAR,
    day_number,
    month_number,
    number,
    spelled_year,
)

_TO = r"(?: ?(?:-|–|—|to|until|through|and) ?)"
_THE_DAY = rf"(?:{SHORT_WEEKDAY},? )?(?:the )?({DAY})(?: of)? ({MONTH})"
_DAY_OF = rf"(?:{SHORT_WEEKDAY},? )?({MONTH}) (?:the )?({DAY})(?!:\d|,\d\d\d| ?[ap]\.?m)"
_IN_YEAR = rf"(?:,? ({YEAR}|['’]\d\d))?"
_RELATIVE_YEAR = r"(?:,? (?:of )?(last|this) year)?"
_COUNTED = re.compile(r" (?:[a-z]+ )?(?:[a-z]{3,}s|people|men|women|children|troops|dead)\b")
_COUNTING = re.compile(
    r"(?:least|most|about|some|than|nearly|over|around|almost|another|number|no\.) $", re.IGNORECASE
)
_IN = re.compile(
    r"\b(?:in|since|by|of|until|during|from|to|early|late|mid|fiscal|year|before|after|and|for)"
    r"[ -]$",
    re.IGNORECASE,
)

_FULL = re.compile(
    rf"\b(?:({DAY})(?: of)? ({MONTH})|({MONTH}) ({DAY})),? ({YEAR})\b", re.IGNORECASE
)
_MONTH_IN = re.compile(r"\b(?:in|since|during|until) $", re.IGNORECASE)


@rule("figures", r"(\d{4})-(\d\d)-(\d\d)")
def iso_date(match: re.Match[str], _: Context) -> Interval | None:
    return _day(int(match[1]), int(match[2]), int(match[3]))


@rule("figures", r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d)")
def numeric_date(match: re.Match[str], context: Context) -> Interval | None:
    """Read day first or month first: what is possible, else what lies nearer to the report."""
    first, second, in_year = int(match[1]), int(match[2]), _full_year(match[3])
    readings = [_day(in_year, second, first), _day(in_year, first, second)]
    days = sorted({reading.start for reading in readings if reading})
    if len(days) == 2:
        reference = context.reference
        days.sort(key=lambda day: (day > reference, abs(day - reference)))
    return intervals.day(days[0]) if days else None


@rule("month", _THE_DAY + _IN_YEAR + _TO + _THE_DAY + _IN_YEAR)
def day_month_to_day_month(match: re.Match[str], context: Context) -> Interval | None:
    day1, month1, year1, day2, month2, year2 = match.groups()
    return _days(context, (day1, month1, year1), (day2, month2, year2))


@rule("month", _DAY_OF + _IN_YEAR + _TO + _DAY_OF + _IN_YEAR)
def month_day_to_month_day(match: re.Match[str], context: Context) -> Interval | None:
    month1, day1, year1, month2, day2, year2 = match.groups()
    return _days(context, (day1, month1, year1), (day2, month2, year2))


@rule("month", rf"(?:the )?({DAY}){_TO}(?:the )?({DAY})(?: of)? ({MONTH}){_IN_YEAR}")
def days_of_month(match: re.Match[str], context: Context) -> Interval | None:
    day1, day2, month, in_year = match.groups()
    return _days(context, (day1, month, in_year), (day2, month, in_year))


@rule("month", rf"({MONTH}) ({DAY}){_TO}({DAY})(?!:\d|,\d| ?[ap]\.?m){_IN_YEAR}")
def month_days(match: re.Match[str], context: Context) -> Interval | None:
    month, day1, day2, in_year = match.groups()
    return _days(context, (day1, month, in_year), (day2, month, in_year))


@rule("month", _THE_DAY + _IN_YEAR + _RELATIVE_YEAR)
def day_month(match: re.Match[str], context: Context) -> Interval | None:
    day, month, in_year, relative = match.groups()
    return _dated(context, day, month, in_year, relative)


@rule("month", _DAY_OF + _IN_YEAR + _RELATIVE_YEAR)
def month_day(match: re.Match[str], context: Context) -> Interval | None:
    month, day, in_year, relative = match.groups()
    return _dated(context, day, month, in_year, relative)


@rule("year", rf"({YEAR}),? ({MONTH}) ({DAY})(?!:\d)")
def year_month_day(match: re.Match[str], context: Context) -> Interval | None:
    return _dated(context, match[3], match[2], match[1])


@rule("month", rf"({MONTH})(?: ({YEAR}))?{_TO}({MONTH}),? (?:of )?({YEAR})")
def months_of_year(match: re.Match[str], context: Context) -> Interval | None:
    if match[0].lower().find(" and ") > 0 and not context.before().lower().endswith("between "):
        return None
    last = int(match[4])
    first = intervals.month(int(match[2] or last), month_number(match[1]))
    return intervals.between(first, intervals.month(last, month_number(match[3])))


@rule("month", rf"(?:early |late |mid-?)?({MONTH}),? (?:of )?({YEAR}|{SPELLED_YEAR})")
def month_year(match: re.Match[str], _: Context) -> Interval | None:
    in_year = int(match[2]) if match[2].isdigit() else spelled_year(match[2])
    return intervals.month(in_year, month_number(match[1]))


@rule("month", rf"(?:early |late |mid-?)?({MONTH}),? (?:of )?(last|this|next) year")
def month_relative_year(match: re.Match[str], context: Context) -> Interval | None:
    offset = {"last": -1, "this": 0, "next": 1}[match[2].lower()]
    return intervals.month(context.reference.year + offset, month_number(match[1]))


@rule("month", rf"(?:(last|this|next|past|early|late|mid)[ -])?({MONTH})(?! {DAY}\b)")
def bare_month(match: re.Match[str], context: Context) -> Interval | None:
    cue, month = (match[1] or "").lower(), match[2]
    before = context.before(12)
    if not _is_name(month, bool(cue or (_IN if month[0].isupper() else _MONTH_IN).search(before))):
        return None
    reference, wanted = context.reference, month_number(month)
    in_year = reference.year - (wanted > reference.month)
    if cue in {"last", "past"}:
        in_year -= wanted == reference.month
    elif cue == "next" or context.looks_ahead():
        in_year = reference.year + (wanted < reference.month + (cue == "next"))
    return intervals.month(in_year, wanted)


@rule(
    "unit",
    rf"({ORDINAL})[ -](quarter|half)(?:,? (?:of )?(?:fiscal )?({YEAR}))?",
    rf"(?:the )?({ORDINAL})[ -](quarter|half)(?= (?:of )?(?:last|this|next) year)",
)
def part_of_year(match: re.Match[str], context: Context) -> Interval | None:
    position, length = ORDINALS[match[1].lower()], 3 if match[2].lower() == "quarter" else 6
    if position * length > 12:
        return None
    in_year = match[3] if match.re.groups > 2 else None
    return _months(context, (position - 1) * length + 1, length, in_year)


@rule("unit", rf"(?:the )?(first|last) ({NUMBER}) (month|quarter)s of ({YEAR})")
def end_of_a_year(match: re.Match[str], context: Context) -> Interval | None:
    """Resolve "in the first seven months of 2020"; "for" them is a length of time."""
    if context.before(4).endswith("for "):
        return None
    length = number(match[2]) * (3 if match[3].lower() == "quarter" else 1)
    first = 1 if match[1].lower() == "first" else 13 - length
    return intervals.months(int(match[4]), first, length) if length <= 12 else None


@rule("unit", rf"(?:in )?the first ({NUMBER}) months of (last|this|the) year")
def start_of_a_year(match: re.Match[str], context: Context) -> Interval | None:
    in_year = context.reference.year - (match[2].lower() == "last")
    length = number(match[1])
    return intervals.months(in_year, 1, length) if length <= 12 else None


@rule("season", rf"(?:early |late |mid-?)?({SEASON}) (?:of )?({YEAR})")
def season_year(match: re.Match[str], _: Context) -> Interval | None:
    return intervals.months(int(match[2]), SEASONS[match[1].lower()], 3)


@rule("year", r"(?:the )?(?:(?:early|mid|late)[ -])?((?:1[5-9]|20)\d0)[’']?s")
def decade(match: re.Match[str], _: Context) -> Interval | None:
    return intervals.years(int(match[1]), int(match[1]) + 9)


@rule("year", rf"({YEAR})(?:-|–| to | until | through | and )({YEAR}|\d\d)")
def year_to_year(match: re.Match[str], _: Context) -> Interval | None:
    first, last = int(match[1]), match[2]
    end = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    return intervals.years(first, end) if first < end else None


@rule("year", rf"({YEAR})(?![,.]\d|[-–]\w|%)", rf"(?:the year )?({SPELLED_YEAR})")
def bare_year(match: re.Match[str], context: Context) -> Interval | None:
    """Take four digits for a year unless they count something or come after "at least"."""
    if not match[1].isdigit():
        return intervals.year(spelled_year(match[1]))
    before = context.before(16)
    if _COUNTING.search(before) or (_COUNTED.match(context.after(30)) and not _IN.search(before)):
        return None
    return intervals.year(int(match[1]))


@rule("decade", rf"the (?:(?:early|mid|late)[ -])?({DECADE})")
def named_decade(match: re.Match[str], _: Context) -> Interval:
    first = 1900 + DECADES[match[1].lower()]
    return intervals.years(first, first + 9)


@rule("year", rf"(?:the )?({YEAR})(?:['’]s)? ({ORDINAL})[ -](quarter|half)")
def year_and_part(match: re.Match[str], context: Context) -> Interval | None:
    length = 3 if match[3].lower() == "quarter" else 6
    first = (ORDINALS[match[2].lower()] - 1) * length + 1
    return _months(context, first, length, match[1]) if first < 13 else None


@rule("unit", rf"(last|this|next) year['’]s ({ORDINAL})[ -](quarter|half)")
def relative_year_and_part(match: re.Match[str], context: Context) -> Interval | None:
    length = 3 if match[3].lower() == "quarter" else 6
    first = (ORDINALS[match[2].lower()] - 1) * length + 1
    offset = {"last": -1, "this": 0, "next": 1}[match[1].lower()]
    return _months(context, first, length, str(context.reference.year + offset))


def _day(in_year: int, month: int, day: int) -> Interval | None:
    try:
        return intervals.day(date(in_year, month, day))
    except ValueError:
        return None


def _full_year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (1900 if int(digits) > 40 else 2000)


def _dated(
    context: Context, day: str, month: str, in_year: str | None, relative: str | None = None
) -> Interval | None:
    """Resolve a day and month; without a year, to the latest such day that has come."""
    if not _is_name(month, named=True):
        return None
    wanted, number = month_number(month), day_number(day)
    if in_year:
        return _day(_full_year(in_year.lstrip("'’")), wanted, number)
    if _day(2024, wanted, number) is None:
        return None
    told = list(_FULL.finditer(context.before(200)))
    following = _day_after(told[-1], wanted, number) if told else None
    if following and (context.published is None or following.start <= context.published):
        return following
    reference = context.reference
    if relative:
        return _day(reference.year - (relative.lower() == "last"), wanted, number)
    years = range(reference.year - 4, reference.year + 2)
    found = [interval for y in years if (interval := _day(y, wanted, number))]
    coming = [f for f in found if reference < f.start <= reference + NEAR]
    if coming and not context.looks_back():
        return coming[0]
    return [f for f in found if f.start <= reference][-1]


def _day_after(told: re.Match[str], month: int, day: int) -> Interval | None:
    """Return the first such day after a full date: "on 3 May 2010 and, on June 4, ..."."""
    day_told, month_told = told[1] or told[4], told[2] or told[3]
    before = month_number(month_told), day_number(day_told)
    return _day(int(told[5]) + ((month, day) < before), month, day)


def _days(
    context: Context,
    first: tuple[str, str, str | None],
    last: tuple[str, str, str | None],
) -> Interval | None:
    end = _dated(context, *last)
    if end is None:
        return None
    in_year = int(first[2] or end.start.year)
    start = _day(in_year, month_number(first[1]), day_number(first[0]))
    if start and start.start > end.start and not first[2]:
        start = _day(in_year - 1, month_number(first[1]), day_number(first[0]))
    return intervals.between(start, end) if start else None


def _months(context: Context, first: int, length: int, in_year: str | None) -> Interval:
    """Resolve part of a year; without a year, to the latest such part that has begun."""
    if in_year:
        return intervals.months(int(in_year), first, length)
    reference = context.reference
    after = context.after(16).lower().split()
    if "year" in after[:3]:
        offset = -1 if "last" in after else 1 if "next" in after else 0
        return intervals.months(reference.year + offset, first, length)
    late = first > reference.month and not context.looks_ahead()
    return intervals.months(reference.year - late, first, length)


def _is_name(word: str, named: bool) -> bool:
    """Tell a month from a word that is written like one."""
    bare = word.rstrip(".")
    if bare.lower() in AMBIGUOUS:
        return named and (bare[0].isupper() or bare.lower() == "march")
    return bare[0].isupper() or len(bare) > 3
