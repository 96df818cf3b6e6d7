"""The difference between two releases: complete, in order, and paged without a gap."""

from hypothesis import given
from hypothesis import strategies as st

from incidents.releases.check import check_row
from incidents.releases.difference import (
    COMPARED,
    Change,
    behind,
    cursor_of,
    difference,
    page_of,
    place_at,
    place_function,
)
from tests.releases.rows import make_claim, make_incident, stated

INCIDENTS, CLAIMS = COMPARED["incidents"], COMPARED["claims"]
TITLE = "Shooting at Oudwater mill"


def cells(table, *rows):
    return [check_row(table, row).cells for row in rows]


def changed(key, column, old, new):
    return Change("incidents", key, key, TITLE, "changed", column, old, new)


def test_equal_rows_have_no_difference():
    rows = cells(INCIDENTS, make_incident())

    assert list(difference(INCIDENTS, rows, rows)) == []


def test_rows_that_came_and_went_and_cells_that_changed_are_told_in_order():
    old = cells(INCIDENTS, make_incident(1), make_incident(2), make_incident(999_999))
    new = cells(
        INCIDENTS,
        make_incident(2, **stated("killed", 5, None, "at_least")),
        make_incident(999_999),
        make_incident(1_000_000),
    )

    assert list(difference(INCIDENTS, old, new)) == [
        Change("incidents", "AT-000001", "AT-000001", TITLE, "removed"),
        changed("AT-000002", "killed_lower", "", "5"),
        changed("AT-000002", "killed_qualifier", "", "at_least"),
        changed("AT-000002", "killed_known", "false", "true"),
        Change("incidents", "AT-1000000", "AT-1000000", TITLE, "added"),
    ]


def test_a_claim_that_went_to_another_incident_is_removed_there_and_added_here():
    old = cells(CLAIMS, make_claim(1), make_claim(2, incident="AT-000002"))
    new = cells(CLAIMS, make_claim(1), make_claim(2))

    changes = [(c.key, c.incident, c.kind) for c in difference(CLAIMS, old, new)]

    assert changes == [("2", "AT-000001", "added"), ("2", "AT-000002", "removed")]


numbers = st.sets(st.integers(1, 12))
titles = st.dictionaries(st.integers(1, 12), st.sampled_from(["One", "Two", "Three"]))


@given(titles, titles, st.integers(1, 4))
def test_pages_together_are_the_whole_difference(one, other, size):
    old, new = (
        cells(INCIDENTS, *(make_incident(number, title=t[number]) for number in sorted(t)))
        for t in (one, other)
    )
    whole = list(difference(INCIDENTS, old, new))

    paged, more = page_of(difference(INCIDENTS, old, new), size)
    while more:
        place = place_at(INCIDENTS, cursor_of(INCIDENTS, paged[-1]))
        assert place is not None
        rest = (behind(INCIDENTS, side, place) for side in (old, new))
        found, more = page_of(difference(INCIDENTS, *rest), size)
        paged += found

    assert paged == whole
    told = {(change.key, change.kind) for change in whole}
    expected = {(f"AT-{n:06}", "removed") for n in one.keys() - other.keys()}
    expected |= {(f"AT-{n:06}", "added") for n in other.keys() - one.keys()}
    expected |= {(f"AT-{n:06}", "changed") for n in one.keys() & other.keys() if one[n] != other[n]}
    assert told == expected


def test_cursor_leads_back_to_its_place_in_every_table():
    row = cells(CLAIMS, make_claim(7))[0]
    change = next(difference(CLAIMS, [], [row]))

    assert place_at(CLAIMS, cursor_of(CLAIMS, change)) == place_function(CLAIMS)(row)


def test_cursor_that_makes_no_sense_names_no_place():
    assert [place_at(CLAIMS, text) for text in ("", "AT-000001", "AT-1,x", "AT-1,²")] == [None] * 4
