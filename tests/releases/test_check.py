import pytest

from incidents.releases.check import ReleaseError, check_row, check_rows
from incidents.releases.tables import TABLES
from tests.releases.rows import make_claim, make_count, make_incident, row_error, stated

INCIDENTS, COUNTS, CLAIMS = TABLES["incidents"], TABLES["counts"], TABLES["claims"]


def test_a_right_row_has_no_error():
    assert row_error(INCIDENTS, make_incident(**stated("killed", 5, 7, "exact"))) is None


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"victims": 5}, "column victims: is not a column of the table."),
        ({"title": 5}, "column title: 5 is not text."),
        ({"title": None}, "column title: is missing."),
        ({"title": ""}, "column title: is missing."),
        (
            stated("killed", 8, 7, "exact"),
            "column killed_lower: 8 is more than killed_upper, 7.",
        ),
        (
            {"killed_lower": 0},
            "column killed_lower: is filled although killed_known is false.",
        ),
        (
            {"killed_known": True},
            "column killed_qualifier: is missing although killed_known is true.",
        ),
        ({"status": "candidate"}, "column status: 'candidate' is not one of confirmed."),
        ({"gazetteer_id": ""}, "column gazetteer_id: '' is not a whole number."),
        ({"country": "NLD"}, "column country: 'NLD' does not look like [A-Z]{2}."),
        ({"latitude": 91.0}, "column latitude: 91.0 is more than 90."),
        (
            {"latitude": None},
            "column latitude: is missing although the other coordinate is there.",
        ),
    ],
)
def test_a_wrong_row_is_named_with_table_row_and_column(values, sentence):
    error = row_error(INCIDENTS, make_incident() | values)

    assert error == f"Table incidents, row AT-000001, {sentence}"


def test_an_empty_text_says_as_little_as_none():
    row = make_count(victims="", qualifier="vague", lower=None)

    checked = check_row(COUNTS, row)

    assert checked.cells[COUNTS.header.index("victims")] == ""


def test_a_row_that_lacks_a_column_is_wrong():
    row = dict(make_count())
    del row["used"]

    assert row_error(COUNTS, row) == "Table counts, row 1, column used: is missing from the row."


def test_a_range_that_is_known_but_open_at_both_ends_is_right():
    assert row_error(INCIDENTS, make_incident(**stated("killed", None, None, "vague"))) is None


def test_a_claim_that_ends_before_it_starts_is_wrong():
    error = row_error(CLAIMS, make_claim(start=9, end=9))

    assert error == "Table claims, row 1, column start: 9 is not before end, 9."


def test_rows_are_counted_on_past_the_padding_of_their_references():
    rows = [make_incident(999_999), make_incident(1_000_000)]

    assert [checked.row for checked in check_rows(INCIDENTS, rows)] == rows


def test_a_row_that_comes_twice_is_wrong():
    with pytest.raises(ReleaseError, match="row AT-000001, column reference: comes twice"):
        list(check_rows(INCIDENTS, [make_incident(), make_incident()]))


def test_a_row_that_comes_too_late_is_wrong():
    with pytest.raises(ReleaseError, match="row AT-000001, column reference: comes too late"):
        list(check_rows(INCIDENTS, [make_incident(2), make_incident(1)]))


def test_a_claim_that_comes_twice_for_one_incident_is_wrong():
    with pytest.raises(ReleaseError, match="row 1, column id: comes twice"):
        list(check_rows(CLAIMS, [make_claim(1), make_claim(1)]))
