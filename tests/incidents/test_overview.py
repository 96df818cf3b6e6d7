"""Where and when: bounded, told apart without colour, and the same numbers as a table."""

from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from incidents import overview as over
from incidents.charts.timeline import MOST_BARS, draw_timeline
from incidents.enums import Status
from tests.factories import make_document, make_incident, make_user

HOME, PAGE, PLACES = "/", "/overview/", "/overview/places.geojson"
GAO = {
    "place_name": "Gao",
    "place_precision": "settlement",
    "place_latitude": 16.27,
    "place_longitude": -0.04,
}
days = st.dates(date(1800, 1, 1), date(2100, 12, 31))


def incident(status=Status.CANDIDATE, **fields):
    if status == Status.CONFIRMED:
        fields |= {"confirmed_by": make_user("lead"), "confirmed_at": "2024-01-01T00:00Z"}
    return make_incident(status=status, **fields)


@given(st.lists(days, max_size=30), st.lists(days, max_size=30))
def test_every_dated_incident_is_in_one_bar(confirmed, candidates):
    drawn = draw_timeline(confirmed, candidates)

    if drawn is None:
        assert (confirmed, candidates) == ([], [])
    else:
        assert sum(bar.confirmed for bar in drawn.bars) == len(confirmed)
        assert sum(bar.candidates for bar in drawn.bars) == len(candidates)
        assert drawn.highest == max(bar.confirmed + bar.candidates for bar in drawn.bars)


@pytest.mark.parametrize(
    ("last", "unit"),
    [
        (date(2020, 3, 1), "week"),
        (date(2023, 3, 1), "month"),
        (date(2060, 3, 1), "year"),
        (date(2300, 3, 1), "decade"),
    ],
)
def test_bars_are_as_long_as_it_takes_to_read_them(last, unit):
    drawn = draw_timeline([date(2020, 1, 1)], [last])

    assert drawn is not None
    assert (drawn.unit, len(drawn.bars) <= MOST_BARS) == (unit, True)


def test_numbers_are_those_of_the_incidents_that_stand(viewer):
    make_document()
    day = date(2020, 3, 2)
    incident(Status.CONFIRMED, date_start=day, date_end=day, date_precision="day")
    incident(date_start=day, date_end=day, date_precision="day")
    incident()
    incident(Status.REJECTED, date_start=day, date_end=day, date_precision="day")

    for url in (HOME, PAGE):
        found = viewer.get(url).context["overview"]
        assert (found.confirmed, found.candidates, found.undated, found.more) == (1, 2, 1, False)
        assert [(bar.confirmed, bar.candidates) for bar in found.timeline.filled] == [(1, 1)]


def test_map_shows_what_has_a_place_and_says_which_it_is(viewer):
    sure, open_ = incident(Status.CONFIRMED, **GAO), incident(**GAO)
    incident()
    incident(**GAO | {"place_precision": "country"})
    incident(Status.REJECTED, **GAO)

    response = viewer.get(PLACES)

    assert response["Content-Type"] == "application/geo+json"
    found = response.json()["features"]
    assert [(one["properties"]["status"], one["properties"]["title"]) for one in found] == [
        ("candidate", f"Candidate: {open_.title}"),
        ("confirmed", f"Confirmed: {sure.title}"),
    ]
    assert found[0]["geometry"]["coordinates"] == [-0.04, 16.27]
    assert found[0]["properties"]["url"] == open_.get_absolute_url()


def test_table_names_every_incident_of_the_map_and_those_without_a_place(viewer):
    rows = [incident(**GAO), incident(), incident(Status.CONFIRMED, **GAO)]

    html = viewer.get(PAGE).content.decode()

    assert [html.count(f">{row.reference}<") for row in rows] == [1, 1, 1]


def test_no_more_than_the_newest_are_shown_and_the_page_says_so(viewer, monkeypatch):
    monkeypatch.setattr(over, "NEWEST", 2)
    rows = [incident(**GAO) for _ in range(3)]

    html = viewer.get(PAGE).content.decode()
    found = viewer.get(PLACES).json()["features"]

    assert "The 2 newest incidents that stand" in html
    assert [one["properties"]["url"] for one in found] == [
        row.get_absolute_url() for row in rows[:0:-1]
    ]


def test_home_without_incidents_has_no_empty_map(viewer):
    make_document()

    assert "data-map" not in viewer.get(HOME).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("overview", 6), ("overview_places", 4)])
def test_page_costs_the_same_queries_for_any_number_of_rows(
    viewer, django_assert_num_queries, rows, name, queries
):
    for _ in range(rows):
        incident(**GAO)

    with django_assert_num_queries(queries):
        viewer.get(reverse(f"incidents:{name}"))
