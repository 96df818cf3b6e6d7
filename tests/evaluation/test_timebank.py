from datetime import date
from pathlib import Path

import pytest

from benchmarks.evaluation.timebank import Expression, is_right, range_of, read
from sources.extraction.types import Span, When


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("1998-02-13", date(1998, 2, 13), date(1998, 2, 13)),
        ("1998-02-13TMO", date(1998, 2, 13), date(1998, 2, 13)),
        ("1998-02", date(1998, 2, 1), date(1998, 2, 28)),
        ("1998-Q1", date(1998, 1, 1), date(1998, 3, 31)),
        ("1998-H2", date(1998, 7, 1), date(1998, 12, 31)),
        ("1998-W07", date(1998, 2, 9), date(1998, 2, 15)),
        ("1998-W07-WE", date(1998, 2, 14), date(1998, 2, 15)),
        ("1998-SU", date(1998, 6, 1), date(1998, 8, 31)),
        ("1998", date(1998, 1, 1), date(1998, 12, 31)),
        ("199", date(1990, 1, 1), date(1999, 12, 31)),
    ],
)
def test_value_is_its_first_and_its_last_day(value, first, last):
    assert range_of(value) == (first, last)


@pytest.mark.parametrize("value", ["PRESENT_REF", "XXXX-02-13", "1998-XX", ""])
def test_value_without_such_days_has_none(value):
    assert range_of(value) is None


def test_offsets_point_into_the_text_without_its_marks(tmp_path: Path):
    file = tmp_path / "a.tml"
    file.write_text(
        '<DCT><TIMEX3 value="1998-02-13" type="DATE">x</TIMEX3></DCT><TEXT>AT&amp;T '
        '<EVENT eid="e1">fell</EVENT> '
        '<TIMEX3 tid="t1" type="DATE" value="1998-02-12">Thursday</TIMEX3>.</TEXT>'
    )

    article = read(file)

    assert article is not None
    assert article.created == date(1998, 2, 13)
    assert article.text == "AT&T fell Thursday."
    assert article.expressions == (Expression(10, 18, "1998-02-12"),)


def test_date_is_right_only_with_the_same_days_at_the_same_words():
    expression = Expression(10, 18, "1998-02-12")
    thursday, friday = date(1998, 2, 12), date(1998, 2, 13)

    assert is_right(expression, [When(Span(7, 18), thursday, thursday, "day")])
    assert not is_right(expression, [When(Span(10, 18), friday, friday, "day")])
    assert not is_right(expression, [When(Span(0, 6), thursday, thursday, "day")])
