import csv
import io
import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.releases.cells import decimal, decode, encoder, neutralise, restore
from incidents.releases.output import csv_line
from incidents.releases.schema import Column
from tests.releases.strategies import TEXTS

TEXT = Column("text", "string", "Any text.")
NUMBER = Column("number", "number", "Any number.")


@given(TEXTS)
@settings(deadline=None)
def test_restoring_a_neutralised_text_gives_it_back(text):
    assert restore(neutralise(text)) == text


@given(TEXTS)
@settings(deadline=None)
def test_no_text_begins_with_a_sign_that_a_spreadsheet_runs(text):
    assert neutralise(text)[0] not in "=+-@\t\r\n＝＋－＠"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+31 6 1234", "'+31 6 1234"),
        ("-5 people", "'-5 people"),
        ("@mayor", "'@mayor"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("'=1", "''=1"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("well-known", "well-known"),
    ],
)
def test_only_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text, cell):
    assert encoder(TEXT)(text) == cell


def test_a_negative_number_and_a_date_stay_as_they_are():
    longitude = encoder(NUMBER)(-3.5)
    day = encoder(Column("day", "date", "Any day."))(date(2031, 4, 1))

    assert (longitude, day) == ("-3.5", "2031-04-01")


def test_a_line_is_as_rfc_4180_says():
    line = csv_line(["plain", "", 'a "b", c', "two\nlines", "two\rlines"])

    assert line == 'plain,,"a ""b"", c","two\nlines","two\rlines"\r\n'


@given(st.lists(TEXTS, min_size=2))
@settings(deadline=None)
def test_any_texts_come_back_from_a_line(texts):
    line = csv_line([encoder(TEXT)(text) for text in texts])

    (cells,) = csv.reader(io.StringIO(line, newline=""), strict=True)

    assert [decode(TEXT, cell) for cell in cells] == texts


@given(st.floats(allow_nan=False, allow_infinity=False))
@settings(deadline=None)
def test_a_number_has_no_exponent_and_comes_back_equal(number):
    text = decimal(number)

    assert (float(text), "e" in text) == (number, False)


def test_a_moment_is_written_in_utc():
    moment = datetime(2031, 4, 1, 0, 30, tzinfo=timezone(timedelta(hours=2)))

    text = encoder(Column("at", "datetime", "Any moment."))(moment)

    assert (text, datetime.fromisoformat(text)) == ("2031-03-31T22:30:00Z", moment)


def test_an_empty_cell_is_a_missing_value():
    assert decode(TEXT, "") is None


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        (TEXT, 5, "5 is not text."),
        (TEXT, "a\0b", "holds a character that no text can hold."),
        (TEXT, "\ud800", "holds a character that no text can hold."),
        (NUMBER, float("nan"), "nan is not a number."),
        (NUMBER, Decimal("Infinity"), "Decimal('Infinity') is not a number."),
        (NUMBER, True, "True is not a number."),
        (Column("n", "integer", "Any."), "5", "'5' is not a whole number."),
        (Column("n", "integer", "Any."), True, "True is not a whole number."),
        (Column("n", "integer", "Any.", minimum=0), -1, "-1 is less than 0."),
        (Column("n", "number", "Any.", maximum=90), 91.5, "91.5 is more than 90."),
        (Column("b", "boolean", "Any."), 1, "1 is not true or false."),
        (Column("c", "string", "Any.", enum=("a", "b")), "c", "'c' is not one of a, b."),
        (
            Column("p", "string", "Any.", pattern="[A-Z]{2}"),
            "x",
            "'x' does not look like [A-Z]{2}.",
        ),
    ],
)
def test_a_wrong_value_is_refused_with_a_reason(column, value, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        encoder(column)(value)


def test_a_day_is_no_moment_and_a_moment_without_zone_is_none():
    day, moment = Column("d", "date", "Any."), Column("m", "datetime", "Any.")

    with pytest.raises(ValueError, match="is not a date"):
        encoder(day)(datetime(2031, 4, 1, tzinfo=UTC))
    with pytest.raises(ValueError, match="is not a time with a time zone"):
        encoder(moment)(datetime(2031, 4, 1))
