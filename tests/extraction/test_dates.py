from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.extraction.dates import find_dates
from sources.extraction.types import Span, When

SATURDAY = date(2022, 9, 17)


def resolved(text: str, published: date | None = SATURDAY) -> list[tuple[str, str, str | None]]:
    return [
        (str(when.start), str(when.end), when.precision) for when in find_dates(text, published)
    ]


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("shelled on 3 May 2021", "2021-05-03", "2021-05-03", "day"),
        ("shelled on May 3rd, 2021", "2021-05-03", "2021-05-03", "day"),
        ("shelled on 2021-05-03", "2021-05-03", "2021-05-03", "day"),
        ("shelled on 27/02/2022", "2022-02-27", "2022-02-27", "day"),
        ("shelled in May 2021", "2021-05-01", "2021-05-31", "month"),
        ("shelled in February 2024", "2024-02-01", "2024-02-29", "month"),
        ("shelled in 2014", "2014-01-01", "2014-12-31", "year"),
        ("shelled in the 1990s", "1990-01-01", "1999-12-31", "range"),
        ("shelled in the summer of 2014", "2014-06-01", "2014-08-31", "range"),
        ("from January to March 2022", "2022-01-01", "2022-03-31", "range"),
        ("from 3 March to 5 April 2022", "2022-03-03", "2022-04-05", "range"),
        ("between 2014 and 2016", "2014-01-01", "2016-12-31", "range"),
        ("in the first quarter of 2022", "2022-01-01", "2022-03-31", "range"),
        ("in the first seven months of 2020", "2020-01-01", "2020-07-31", "range"),
        ("in the last two months of 2020", "2020-11-01", "2020-12-31", "range"),
        ("in 2014, March 14", "2014-03-14", "2014-03-14", "day"),
    ],
)
def test_what_names_its_year_resolves_with_and_without_a_published_date(
    text: str, start: str, end: str, precision: str
) -> None:
    assert resolved(text) == resolved(text, None) == [(start, end, precision)]


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("They were shot on Tuesday.", "2022-09-13", "2022-09-13", "day"),
        ("They were shot on Saturday.", "2022-09-17", "2022-09-17", "day"),
        ("They were shot last Saturday.", "2022-09-10", "2022-09-10", "day"),
        ("Friday night's raid", "2022-09-16", "2022-09-16", "day"),
        ("at dawn on Wednesday", "2022-09-14", "2022-09-14", "day"),
        ("They were shot yesterday.", "2022-09-16", "2022-09-16", "day"),
        ("They were shot three days ago.", "2022-09-14", "2022-09-14", "day"),
        ("They were shot in April.", "2022-04-01", "2022-04-30", "month"),
        ("They were shot in December.", "2021-12-01", "2021-12-31", "month"),
        ("They were shot in mid-March.", "2022-03-01", "2022-03-31", "month"),
        ("They were shot on February 27.", "2022-02-27", "2022-02-27", "day"),
        ("They were shot on October 7.", "2021-10-07", "2021-10-07", "day"),
        ("on Sunday, 27 February", "2022-02-27", "2022-02-27", "day"),
        ("late September 15", "2022-09-15", "2022-09-15", "day"),
        ("between 4 and 6 March", "2022-03-04", "2022-03-06", "range"),
        ("on March 4-6", "2022-03-04", "2022-03-06", "range"),
        ("earlier this month", "2022-09-01", "2022-09-30", "month"),
        ("last week", "2022-09-05", "2022-09-11", "week"),
        ("a week ago", "2022-09-05", "2022-09-11", "week"),
        ("last year", "2021-01-01", "2021-12-31", "year"),
        ("in the past week", "2022-09-11", "2022-09-17", "range"),
        ("over the last three months", "2022-06-18", "2022-09-17", "range"),
        ("overnight", "2022-09-16", "2022-09-17", "range"),
        ("They have been fighting since June.", "2022-06-01", "2022-09-17", "range"),
        ("Many fled since August 2017.", "2017-08-01", "2022-09-17", "range"),
    ],
)
def test_what_leaves_its_year_out_is_the_latest_before_the_report(
    text: str, start: str, end: str, precision: str
) -> None:
    assert resolved(text) == [(start, end, precision)]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("The court will sit on Tuesday.", "2022-09-20"),
        ("They are due to leave by October 7.", "2022-10-07"),
        ("A vote is planned in December.", "2022-12-01"),
    ],
)
def test_a_sentence_that_looks_ahead_means_the_next_one(text: str, start: str) -> None:
    assert resolved(text)[0][0] == start


@pytest.mark.parametrize(
    "text", ["on Tuesday", "in April", "on February 27", "yesterday", "last week", "since June"]
)
def test_without_a_published_date_relative_words_are_kept_unresolved(text: str) -> None:
    (when,) = find_dates(text, None)

    assert (when.start, when.end, when.precision) == (None, None, None)


@pytest.mark.parametrize(
    "text", ["two months after the invasion", "10 days later", "the previous day", "weeks ago"]
)
def test_what_hangs_on_an_event_is_kept_unresolved(text: str) -> None:
    (when,) = find_dates(text, SATURDAY)

    assert (when.start, when.end, when.precision) == (None, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "They may go and march on.",
        "At least 2000 people fled.",
        "About 1,950 houses burned.",
        "Route 66 and $1999",
        "A second blast wounded six.",
        "The sun rose at 5:30.",
    ],
)
def test_numbers_and_words_that_look_like_dates_are_none(text: str) -> None:
    assert find_dates(text, SATURDAY) == []


def test_the_span_covers_the_words_of_the_date() -> None:
    text = "Shells fell on Friday night, then on 3 May 2021."

    found = find_dates(text, SATURDAY)

    assert [text[when.span.start : when.span.end] for when in found] == [
        "Friday night",
        "3 May 2021",
    ]


def test_that_day_is_the_day_named_before() -> None:
    assert resolved("Shells fell on 3 May 2021. Nine died that day.")[1][:2] == (
        "2021-05-03",
        "2021-05-03",
    )


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("Seized on 25 October 2010, he was found on November 18.", "2010-11-18"),
        ("Seized on October 25, 2010, he was found on 3 March.", "2011-03-03"),
        ("Seized on 25 October 2010. He was found on November 18.", "2021-11-18"),
    ],
)
def test_a_day_without_a_year_follows_the_full_date_of_its_sentence(text: str, later: str) -> None:
    assert resolved(text)[1][0] == later


def test_an_impossible_day_is_no_date() -> None:
    assert find_dates("on 2021-02-30", SATURDAY) == []


def test_day_or_month_first_is_settled_by_the_report() -> None:
    assert find_dates("on 05/04/2022", date(2022, 4, 20)) == [
        When(Span(3, 13), date(2022, 4, 5), date(2022, 4, 5), "day")
    ]


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)))
def test_every_written_day_is_read_back(day: date) -> None:
    (when,) = find_dates(f"on {day.day} {day:%B} {day.year}", None)

    assert (when.start, when.end) == (day, day)


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)), st.integers(0, 6))
def test_a_bare_weekday_is_one_of_the_last_seven_days(published: date, weekday: int) -> None:
    name = (date(2024, 1, 1) + timedelta(days=weekday)).strftime("%A")

    (when,) = find_dates(f"They were shot on {name}.", published)

    assert when.start is not None
    assert when.start.weekday() == weekday
    assert timedelta(0) <= published - when.start < timedelta(days=7)


@given(st.text(alphabet="0123456789-/.,: adeihmnorstuyMJF'’\n", max_size=80))
def test_any_text_is_read_in_order_and_without_overlaps(text: str) -> None:
    found = find_dates(text, SATURDAY)

    ends = [0, *(when.span.end for when in found)]
    assert all(end <= when.span.start for end, when in zip(ends, found, strict=False))
    assert all(when.start <= when.end for when in found if when.start and when.end)
