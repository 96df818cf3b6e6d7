"""What the drawings of an incident must show: every number, no invented bound, one axis."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.charts import Band, Report, Statement, draw_numbers, draw_reports
from incidents.charts.scale import DateScale, NumberScale

DAY = date(2021, 3, 14)


def said(lower, upper, speaker="a nurse", **fields):
    values = {"effect": "killed", "unit": "persons", "qualifier": "exact"} | fields
    return Statement(speaker=speaker, lower=lower, upper=upper, **values)


def band(lower, upper, **fields):
    values = {"effect": "killed", "unit": "persons", "qualifier": "exact", "rule": "so"} | fields
    return Band(lower=lower, upper=upper, **values)


def place(text):
    return float(text.removesuffix("%"))


@pytest.mark.parametrize(
    ("statement", "shape", "ends"),
    [
        (said(10, 10), "exact", ("90%", "90%")),
        (said(10, 10, qualifier="about"), "about", ("90%", "90%")),
        (said(5, 10, qualifier="about"), "between", ("47%", "90%")),
        (said(5, 10, qualifier="vague"), "vague", ("47%", "90%")),
        (said(10, None, qualifier="at_least"), "at_least", ("90%", "99%")),
        (said(None, 10, qualifier="at_most"), "at_most", ("1%", "90%")),
    ],
)
def test_each_kind_of_number_has_a_shape_and_open_bounds_run_to_the_edge(statement, shape, ends):
    ((chart,)) = draw_numbers([statement], [])

    (mark,) = chart.groups[0].marks
    assert (mark.shape, mark.start, mark.end) == (shape, *ends)


def test_effects_and_units_have_axes_of_their_own_and_parts_groups_of_their_own():
    charts = draw_numbers(
        [
            said(9, 9),
            said(4, 4, part=True, victim_class="children"),
            said(20, 20, effect="bodies_found", unit="bodies"),
            said(3, 3, effect="bodies_found", unit="graves"),
        ],
        [band(9, 9)],
    )

    assert [(chart.effect, chart.unit) for chart in charts] == [
        ("bodies_found", "bodies"),
        ("bodies_found", "graves"),
        ("killed", "persons"),
    ]
    assert [(group.victim_class, group.part, bool(group.band)) for group in charts[2].groups] == [
        ("", False, True),
        ("children", True, False),
    ]


def test_what_one_speaker_repeats_is_one_row_with_all_its_claims_and_dates():
    ((chart,)) = draw_numbers(
        [
            said(9, 9, claims=(2,), reported=(date(2021, 3, 16),), sources=("Post",)),
            said(9, 9, "A nurse", claims=(1,), reported=(DAY,), sources=("Wire",)),
            said(9, 9, "the mayor", claims=(3,)),
            said(9, 9, claims=(4,), weight="denied"),
        ],
        [],
    )

    rows = [mark.statement for mark in chart.groups[0].marks]
    assert [(row.claims, row.reported, row.sources) for row in rows] == [
        ((2, 1), (DAY, date(2021, 3, 16)), ("Post", "Wire")),
        ((4,), (), ()),
        ((3,), (), ()),
    ]


def test_each_speaker_keeps_one_colour_over_all_charts():
    charts = draw_numbers(
        [said(9, 9), said(4, 4, "the mayor"), said(2, 2, effect="injured")], [band(4, 9)]
    )

    hues = {(m.statement.speaker, m.hue) for c in charts for g in c.groups for m in g.marks}
    assert len(hues) == 2


@pytest.mark.parametrize(
    ("found", "start", "end"),
    [
        (band(5, 10), 47, 90),
        (band(5, None), 47, 100),
        (band(None, 5), 0, 47),
        (band(None, None), 0, 100),
    ],
)
def test_band_runs_from_bound_to_bound_and_to_the_edge_where_it_is_open(found, start, end):
    ((chart,)) = draw_numbers([said(10, 10)], [found])

    drawn = chart.groups[0].band
    assert drawn
    assert (place(drawn.start), place(drawn.start) + place(drawn.width)) == (start, end)


def test_single_number_has_a_band_that_can_be_seen():
    ((chart,)) = draw_numbers([said(10, 10)], [band(10, 10)])

    drawn = chart.groups[0].band
    assert drawn
    assert place(drawn.width) > 0


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=12))
def test_numbers_keep_their_order_and_stay_on_the_axis(numbers):
    scale = NumberScale.of(numbers)

    places = [place(scale.at(number)) for number in sorted(numbers)]

    assert places == sorted(places)
    assert (places[0] >= 4, places[-1] <= 90) == (True, True)
    assert len(scale.ticks()) <= 12


@given(st.dates(), st.dates())
def test_dates_have_ticks_on_the_axis(one, other):
    scale = DateScale(min(one, other), max(one, other))

    ticks = [place(tick.at) for tick in scale.ticks()]

    assert (1 <= len(ticks) <= 8, ticks == sorted(ticks)) == (True, True)
    assert all(4 <= tick <= 90 for tick in ticks)


def report(document, published):
    return Report(document, "A title", "Post", published, speakers=(), claims=1)


def test_reports_stand_in_order_against_the_event_and_undated_ones_come_last():
    chart = draw_reports(
        [report(1, None), report(2, date(2021, 3, 24)), report(3, date(2021, 3, 15))], (DAY, DAY)
    )

    assert [(one.document, one.at, one.days_after) for one in chart.reports] == [
        (3, "12.6%", 1),
        (2, "90%", 10),
        (1, "", None),
    ]
    assert (chart.start, chart.width) == ("3.6%", "0.8%")


def test_without_any_date_nothing_is_drawn():
    chart = draw_reports([report(1, None)])

    assert (chart.ticks, chart.width, chart.reports[0].at) == ((), "", "")


def test_without_a_date_of_the_event_no_report_is_said_to_follow_it():
    chart = draw_reports([report(1, DAY), report(2, date(2021, 3, 20))])

    assert ([one.days_after for one in chart.reports], chart.width) == ([None, None], "")
