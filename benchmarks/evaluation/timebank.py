"""TimeBank (Pustejovsky and others 2003, as in TempEval-3): the days that date expressions mean.

Files in alphabetical order are by turns ``train`` and ``dev``. Measured are expressions of type
DATE whose value is a day, week, month, quarter, half, season, year or decade. Right is one that we
found by ourselves and read as the same first and last day.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks.evaluation.types import Figure, SetError
from sources.extraction.dates import find_dates
from sources.extraction.dates import intervals as days
from sources.extraction.types import When

FOLDER = "tempeval3/TimeBank"
BAR = 0.82
PARTS = ("train", "dev")
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
CREATED = re.compile(r'<DCT>.*?value="(\d{4}-\d\d-\d\d)', re.DOTALL)
TEXT = re.compile(r"<TEXT>(.*?)</TEXT>", re.DOTALL)
TAG = re.compile(r"(<[^>]+>)")
VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T.*)?)?|Q(?P<quarter>\d)"
    r"|H(?P<half>\d)|W(?P<week>\d\d)(?P<weekend>-WE)?|(?P<season>SP|SU|FA|WI)))?"
    r"|(?P<decade>\d{3})"
)

Range = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Expression:
    """A marked date expression: where it stands, and the value it was given."""

    start: int
    end: int
    value: str

    @property
    def is_calendar(self) -> bool:
        """Whether the value is a date, not "the past" or a day of an unknown year."""
        return bool(re.match(r"\d{3}", self.value))


@dataclass(frozen=True, slots=True)
class Article:
    created: date
    text: str
    expressions: tuple[Expression, ...]


def measure(folder: Path) -> Iterator[Figure]:
    """Yield for each part the share of dates that are right, and of our dates that are marked."""
    articles = [article for path in sorted(folder.glob("*.tml")) if (article := read(path))]
    if not articles:
        raise SetError(f"{folder} holds no dated .tml file")
    for turn, part in enumerate(PARTS):
        right = marked = found = dates = 0
        for article in articles[turn::2]:
            ours = find_dates(article.text, article.created)
            wanted = [e for e in article.expressions if e.is_calendar]
            right += sum(is_right(expression, ours) for expression in wanted)
            dates += len(wanted)
            found += len(ours)
            marked += sum(any(_touch(e, when) for e in article.expressions) for when in ours)
        bar = BAR if part == "dev" else None
        yield Figure(part, "DATE exact value", right / max(1, dates), dates, bar)
        yield Figure(part, "our dates that are marked", marked / max(1, found), found)


def read(path: Path) -> Article | None:
    """Return the article with its date expressions; None if it has no day of publication."""
    source = path.read_text("utf-8", errors="replace")
    created, body = CREATED.search(source), TEXT.search(source)
    if created is None or body is None:
        return None
    text, opened = "", ("", 0)
    expressions = []
    for piece in TAG.split(body[1]):
        if piece.startswith("<TIMEX3"):
            opened = piece, len(text)
        elif piece == "</TIMEX3>":
            tag, start = opened
            value = re.search(r'value="([^"]*)"', tag)
            if 'type="DATE"' in tag and value:
                expressions.append(Expression(start, len(text), value[1]))
            elif value:
                expressions.append(Expression(start, len(text), ""))
        elif not piece.startswith("<"):
            text += html.unescape(piece)
    return Article(date.fromisoformat(created[1]), text, tuple(expressions))


def is_right(expression: Expression, ours: list[When]) -> bool:
    """Whether a date of ours stands there and means the same days."""
    days_meant = range_of(expression.value)
    return days_meant is not None and any(
        _touch(expression, when) and (when.start, when.end) == days_meant for when in ours
    )


def range_of(value: str) -> Range | None:
    """Return the first and last day of a TimeML value, None for one that has no such days.

    >>> [str(day) for day in range_of("1998-Q1")]
    ['1998-01-01', '1998-03-31']
    """
    match = VALUE.fullmatch(value)
    if match is None:
        return None
    if match["decade"]:
        first = int(match["decade"]) * 10
        return _ends(days.years(first, first + 9))
    year = int(match["year"])
    if match["day"]:
        day = date(year, int(match["month"]), int(match["day"]))
        return day, day
    if match["week"]:
        monday = date.fromisocalendar(year, int(match["week"]), 1)
        return monday + timedelta(5 if match["weekend"] else 0), monday + timedelta(6)
    if match["month"]:
        return _ends(days.month(year, int(match["month"])))
    if match["quarter"]:
        return _ends(days.quarter(year, int(match["quarter"])))
    if match["half"]:
        return _ends(days.months(year, int(match["half"]) * 6 - 5, 6))
    if match["season"]:
        return _ends(days.months(year, SEASONS[match["season"]], 3))
    return _ends(days.year(year))


def _ends(interval: days.Interval) -> Range:
    return interval.start, interval.end


def _touch(expression: Expression, when: When) -> bool:
    return when.span.start < expression.end and expression.start < when.span.end
