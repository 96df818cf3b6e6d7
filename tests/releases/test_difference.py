from incidents.releases.difference import Change, difference
from incidents.releases.tables import TABLES
from tests.releases.rows import make_claim, make_incident, stated

INCIDENTS, CLAIMS = TABLES["incidents"], TABLES["claims"]


def test_equal_rows_have_no_difference():
    assert list(difference(INCIDENTS, [make_incident()], [make_incident()])) == []


def test_rows_that_came_and_went_and_cells_that_changed_are_told_in_order():
    old = [make_incident(1), make_incident(2), make_incident(999_999)]
    new = [
        make_incident(2, **stated("killed", 5, None, "at_least")),
        make_incident(999_999),
        make_incident(1_000_000),
    ]

    changes = list(difference(INCIDENTS, old, new))

    assert changes == [
        Change("incidents", ("AT-000001",), "removed"),
        Change("incidents", ("AT-000002",), "changed", "killed_lower", None, 5),
        Change("incidents", ("AT-000002",), "changed", "killed_qualifier", None, "at_least"),
        Change("incidents", ("AT-000002",), "changed", "killed_known", False, True),
        Change("incidents", ("AT-1000000",), "added"),
    ]


def test_a_claim_that_went_to_another_incident_is_removed_there_and_added_here():
    old = [make_claim(1), make_claim(2, incident="AT-000002")]
    new = [make_claim(1), make_claim(2)]

    changes = list(difference(CLAIMS, old, new))

    assert changes == [Change("claims", (2,), "added"), Change("claims", (2,), "removed")]


def test_an_empty_text_and_a_missing_value_are_the_same():
    assert (
        list(difference(INCIDENTS, [make_incident(admin1="")], [make_incident(admin1=None)])) == []
    )


def test_a_column_that_an_older_release_lacked_counts_as_missing():
    old = {name: value for name, value in make_incident().items() if name != "admin1"}

    changes = list(difference(INCIDENTS, [old], [make_incident()]))

    assert changes == [Change("incidents", ("AT-000001",), "changed", "admin1", None, "Utrecht")]
