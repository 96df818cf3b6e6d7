"""Files of others, read row by row: nothing lost, and what is wrong said in sentences."""

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.reference_sets.files import ReferenceFileError, open_file
from tests.reference_sets.files import ACLED_ROW, HEADERS, ROWS, UCDP_ROW, csv_of

DAY = date(2021, 3, 14)
READ = {
    "acled": ("MLI1", "unlawful_killing", 14, 14),
    "ucdp": ("7", "unlawful_killing", 12, 19),
    "airwars": ("TS7", "air_strike", 3, 5),
    "release": ("AT-000009", "unlawful_killing", 14, None),
}


def read(content):
    return list(open_file(content).rows())


@pytest.mark.parametrize("code", HEADERS)
def test_each_format_is_known_by_its_header_and_read(code):
    file = open_file(csv_of(code))
    row = next(file.rows())
    event = row.event

    assert (file.format.code, row.number, row.problems) == (code, 2, ())
    assert (event.key, event.event_type, event.killed_lower, event.killed_upper) == READ[code]
    assert (event.country, event.latitude, event.longitude) == ("ML", 16.271, -0.044)
    assert (event.date_start, event.date_end, event.date_precision) == (DAY, DAY, "day")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiter_is_seen(delimiter):
    assert len(read(csv_of("acled", delimiter=delimiter))) == 1


def test_other_spellings_of_header_and_day_are_read():
    content = csv_of("acled", ACLED_ROW | {"event_date": "14 March 2021"})
    content = b"\xef\xbb\xbf" + content.replace(b"event_date", b" EVENT_DATE ")

    assert read(content)[0].event.date_start == DAY


def test_zip_of_a_release_is_read():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("release-3/incidents.csv", csv_of("release"))

    assert read(stream.getvalue())[0].event.key == "AT-000009"


def test_precision_makes_the_span_wider():
    week, month = (
        read(csv_of("acled", ACLED_ROW | {"time_precision": code}))[0].event for code in "23"
    )

    assert (week.date_start, week.date_end) == (date(2021, 3, 11), date(2021, 3, 17))
    assert (month.date_start, month.date_end) == (date(2021, 3, 1), date(2021, 3, 31))


def test_no_fatalities_in_acled_is_not_said_rather_than_none():
    event = read(csv_of("acled", ACLED_ROW | {"fatalities": "0"}))[0].event

    assert (event.killed_lower, event.killed_upper) == (None, None)


WRONG = {
    "event_date": ("once", "“once” is no day such as 2021-03-14 or 14 March 2021."),
    "latitude": ("91", "91 is not between -90 and 90."),
    "fatalities": ("many", "“many” is no number."),
    "country": ("Nowhere", "“Nowhere” is no country that we know by this name."),
    "time_precision": ("9", "“9” is none of the codes 1, 2, 3."),
    "event_id_cnty": ("", "is empty."),
}


@pytest.mark.parametrize(("column", "cell", "text"), [(c, *w) for c, w in WRONG.items()])
def test_wrong_cell_is_said_by_column_and_the_row_kept(column, cell, text):
    rows = read(csv_of("acled", ACLED_ROW | {column: cell}, ACLED_ROW))

    assert (rows[0].problems[0].column, rows[0].problems[0].text) == (column, text)
    assert (rows[0].raw[column], rows[1].problems) == (cell, ())


def test_low_above_high_is_said_and_feeds_no_number():
    row = read(csv_of("ucdp", UCDP_ROW | {"low": "20"}))[0]

    assert [(p.column, p.text) for p in row.problems] == [("low", "20 is more than high, 19.")]
    assert (row.event.killed_lower, row.event.killed_upper) == (None, None)


def test_row_with_too_many_cells_keeps_them_all():
    row = read(csv_of("acled").rstrip() + b",more\r\n")[0]

    assert row.raw["column 32"] == "more"
    assert row.problems[-1].text == "has 32 cells where the header has 31."


REFUSED = {
    b"": "The file is empty.",
    b"a,b\r\n1,2\r\n": "not the header of a file that we know",
    b"PK\x03\x04broken": "damaged or locked",
    b"a\0b": "no CSV file",
    b"\x81\x81": "neither UTF-8 nor Windows-1252",
}


@pytest.mark.parametrize(("content", "text"), REFUSED.items())
def test_other_file_is_refused_with_a_sentence(content, text):
    with pytest.raises(ReferenceFileError, match=text):
        open_file(content)


@given(st.sampled_from(sorted(ROWS)), st.lists(st.text(st.characters(codec="utf-8"), max_size=12)))
def test_no_cell_breaks_the_reading_and_no_row_is_lost(code, cells):
    cells = [cell.replace("\0", "") for cell in cells]
    row = ROWS[code] | dict(zip(ROWS[code], cells, strict=False))

    rows = read(csv_of(code, row, ROWS[code]))

    assert len(rows) == 2
    assert rows[1].problems == ()
