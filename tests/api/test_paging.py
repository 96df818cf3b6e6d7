"""Lists come in pages by key: each row once, whatever is added while somebody walks."""

import pytest

from tests.factories import make_incident, make_source

START = "/api/v1/incidents?limit=2"


def walk(program, address, to="next", between=lambda: None):
    """Return the rows of each page in one direction."""
    rows = []
    while address:
        page = program.get(address).json()
        rows.append([row.get("reference", row.get("id")) for row in page["items"]])
        address = page[to]
        between()
    return rows


def references(rows):
    return [row.reference for row in rows]


def test_walk_visits_each_row_once_while_rows_are_added(program):
    rows = [make_incident() for _ in range(7)]

    pages = walk(program, START, between=make_incident)

    newest_first = references(reversed(rows))
    assert pages == [newest_first[n : n + 2] for n in (0, 2, 4, 6)]


def test_walk_in_rising_order_meets_the_rows_that_are_added(program):
    sources = [make_source() for _ in range(4)]
    later = iter([make_source] * 2)

    pages = walk(program, "/api/v1/sources?limit=2", between=lambda: next(later, int)())

    first = sources[0].pk
    assert pages == [[first, first + 1], [first + 2, first + 3], [first + 4, first + 5]]


def test_walk_back_visits_the_same_rows(program):
    rows = references(make_incident() for _ in range(5))[::-1]
    page = program.get(START).json()
    while page["next"]:
        page = program.get(page["next"]).json()

    back = walk(program, page["previous"], to="previous")

    assert back == [rows[2:4], rows[0:2]]


def test_filters_and_size_go_along_to_the_next_page(program):
    for _ in range(3):
        make_incident(place_country="ML", event_type="shelling")
        make_incident()

    pages = walk(program, "/api/v1/incidents?country=ml&limit=2")

    assert [len(page) for page in pages] == [2, 1]


def test_first_page_is_of_usual_size_and_says_what_lies_beside_it(program):
    for _ in range(51):
        make_incident()

    page = program.get("/api/v1/incidents").json()

    assert (len(page["items"]), bool(page["next"]), page["previous"]) == (50, True, None)


def test_empty_list_is_one_empty_page(program):
    assert program.get("/api/v1/relations").json() == {"items": [], "next": None, "previous": None}


@pytest.mark.parametrize("cursor", ["a0", "bzzzzzzzzzzz", "azzzzzzzzzzz", "b0"])
def test_cursor_beyond_all_rows_is_no_fault(program, cursor):
    make_incident()

    answer = program.get(f"/api/v1/incidents?cursor={cursor}")

    assert answer.status_code == 200


@pytest.mark.parametrize("cursor", ["", "a", "c1", "a-1", "a 1", "A1", "a" + "z" * 12, "a٣"])
def test_cursor_that_is_none_is_refused(program, cursor):
    answer = program.get("/api/v1/incidents", {"cursor": cursor})

    assert (answer.status_code, answer.json()["errors"]) == (
        422,
        [{"parameter": "cursor", "detail": "Give a cursor as it stands in “next” or “previous”."}],
    )


@pytest.mark.parametrize("limit", ["0", "201", "-1", "x", "", "1e2", "٣", "9" * 30])
def test_limit_is_from_1_to_200(program, limit):
    answer = program.get("/api/v1/incidents", {"limit": limit})

    assert (answer.status_code, answer.json()["errors"]) == (
        422,
        [{"parameter": "limit", "detail": "Give a number from 1 to 200."}],
    )
