"""The measures of agreement, against examples that others have published, and what always holds."""

from math import isclose
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.agreement import FIELDS, Bounds, Reading, differing, jaccard, kappa, merged, report
from incidents.agreement.codes import NOBODY, ONE_CODE, Confusion, confusion
from incidents.agreement.intervals import overlap_of_counts, overlap_of_dates
from incidents.agreement.places import distance
from incidents.agreement.resample import _means, _medians, mean_of, median_of, resampled

codes = st.sampled_from("abc")
numbers = st.integers(0, 30)
closed = st.tuples(numbers, numbers).map(lambda ends: (min(ends), max(ends)))
left_open, right_open = st.tuples(st.none(), numbers), st.tuples(numbers, st.none())
intervals: st.SearchStrategy[Bounds] = st.one_of(closed, left_open, right_open)


def pairs_of(table):
    return [
        (str(one), str(other))
        for one, row in enumerate(table)
        for other, n in enumerate(row)
        for _ in range(n)
    ]


# Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, 3rd ed., section
# 18.1: two psychiatrists, 100 patients. Cohen (1960), A coefficient of agreement for nominal
# scales, table 2, with 200 cases. Viera and Garrett (2005), Understanding interobserver agreement,
# table 2: two students on the use of noon lectures.
PUBLISHED = {
    "Fleiss": ([[75, 1, 4], [5, 4, 1], [0, 0, 10]], 0.68),
    "Cohen": ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.49),
    "Viera": ([[15, 5], [10, 70]], 0.57),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_kappa_is_as_published(name):
    table, expected = PUBLISHED[name]

    assert round(kappa(pairs_of(table)).value or 0, 2) == expected


def test_interval_of_kappa_is_the_one_of_its_large_sample_error():
    found = kappa(pairs_of(PUBLISHED["Fleiss"][0]))  # 0.68, standard error 0.088

    assert [round(end or 0, 2) for end in (found.low, found.high)] == [0.50, 0.85]


@pytest.mark.parametrize(
    ("pairs", "why"), [([], NOBODY), ([("a", "a")] * 20, ONE_CODE)], ids=["no claim", "one code"]
)
def test_undefined_kappa_says_why(pairs, why):
    found = kappa(pairs)

    assert (found.value, found.low, found.high, found.why) == (None, None, None, why)


@pytest.mark.parametrize(("second", "value"), [("a", 0.0), ("b", 1.0)], ids=["one code", "alike"])
def test_kappa_has_no_interval_where_its_error_vanishes(second, value):
    found = kappa([("a", "a"), ("b", second), ("b", second)] * 9)

    assert (found.value, found.low, found.high) == (value, None, None)


@given(st.lists(st.tuples(codes, codes), max_size=30))
def test_kappa_is_the_same_from_either_side_and_never_above_agreement(pairs):
    found, turned = kappa(pairs), kappa([(other, one) for one, other in pairs])

    assert (found.n, found.agreed, found.value is None) == (
        turned.n,
        turned.agreed,
        turned.value is None,
    )
    if found.value is not None and turned.value is not None:
        assert isclose(found.value, turned.value, abs_tol=1e-9)
        assert -1 - 1e-9 <= found.value <= found.agreed / found.n + 1e-9


@given(st.lists(st.tuples(codes, codes)))
def test_table_counts_every_pair_once(pairs):
    table = confusion(pairs, "ca")

    assert sum(map(sum, table.rows)) == len(pairs)
    assert [pair for pair in pairs if not set(pair) <= set(table.codes)] == []


def test_table_lists_codes_in_the_given_order():
    assert confusion([("a", "b"), ("c", "b")], ["c", "x", "a"]) == Confusion(
        ("c", "a", "b"), ((0, 0, 1), (0, 0, 1), (0, 0, 0))
    )


@given(intervals, intervals)
def test_overlap_is_a_share_alike_from_either_side_and_whole_only_of_the_same(one, other):
    share = jaccard(one, other)

    assert 0 <= share <= 1
    assert share == jaccard(other, one)
    assert (share == 1) == (one == other)


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_overlap_of_closed_intervals_is_that_of_the_sets_of_their_numbers(a, b, c, d):
    left, right = sorted((a, b)), sorted((c, d))
    first, second = (set(range(low, high + 1)) for low, high in (left, right))

    expected = len(first & second) / len(first | second)

    assert isclose(jaccard((left[0], left[1]), (right[0], right[1])), expected)


def test_days_overlap_by_the_day():
    march = {"date_start": "2021-03-01", "date_end": "2021-03-31"}
    day = {"date_start": "2021-03-14", "date_end": "2021-03-14"}

    found = [overlap_of_dates(march, other) for other in (march, day, {})]

    assert (found, overlap_of_dates({}, {})) == ([1.0, 1 / 31, 0.0], None)


def test_numbers_overlap_with_those_that_count_the_same():
    killed = {"effect": "killed", "unit": "persons", "lower": 14, "upper": None}
    hurt = {"effect": "injured", "unit": "persons", "lower": 11, "upper": 11}
    one, other = {"counts": [killed, hurt]}, {"counts": [killed | {"upper": 14}]}

    assert (overlap_of_counts(one, other), overlap_of_counts({}, {})) == (0.25, None)


def test_distance_is_that_of_the_great_circle():
    # Nashville and Los Angeles airports: 2,886 km on a sphere of 6,371 km radius.
    nashville = {"place_name": "BNA", "place_latitude": 36.12, "place_longitude": -86.67}
    los_angeles = {"place_name": "LAX", "place_latitude": 33.94, "place_longitude": -118.40}

    assert round(distance(nashville, los_angeles) or 0) == 2886
    assert distance(nashville, {"place_name": "somewhere"}) is None


# Efron and Tibshirani (1993), An Introduction to the Bootstrap, table 2.1: survival of seven
# treated mice, and the standard errors towards which the bootstrap tends.
MICE = [94, 197, 16, 38, 99, 141, 23]


@pytest.mark.parametrize(("statistic", "error"), [(_means, 23.36), (_medians, 37.83)])
def test_drawing_anew_varies_as_published(statistic, error):
    assert isclose(resampled(MICE, statistic).std(), error, rel_tol=0.05)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_interval_of_a_mean_or_median_lies_within_the_values_and_is_always_the_same(values):
    for estimate in (mean_of, median_of):
        found = estimate(values)

        assert found == estimate(values)
        assert found.low is not None
        assert found.high is not None
        assert min(values) - 1e-9 <= found.low <= found.high <= max(values) + 1e-9


texts = st.sampled_from(["a gun", "A  Gun", "a rifle", "", None])
drafts: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"weapon": texts, "victims": texts, "event_type": codes, "stance": codes, "counts": st.just([])}
)


@given(drafts, drafts, st.dictionaries(st.sampled_from(list(FIELDS)), st.booleans()))
def test_reading_put_together_says_of_each_field_what_was_chosen(one, other, taken):
    together = merged(one, other, taken=taken)

    kept = [name for name in FIELDS if not taken.get(name)]
    assert [name for name in differing(one, together) if name in kept] == []
    assert [name for name in differing(other, together) if taken.get(name)] == []


@given(drafts, drafts)
def test_difference_is_the_same_from_either_side_and_none_to_itself(one, other):
    assert (differing(one, other), differing(one, one)) == (differing(other, one), [])


def test_report_compares_fields_where_both_accepted_and_verdicts_everywhere():
    draft = {"event_type": "torture", "stance": "alleged", "weapon": "a rod", "place_name": "Gao"}
    both = (Reading("accepted", draft), Reading("accepted", draft | {"weapon": None}))
    one_alone = (Reading("accepted", draft), Reading("rejected"))

    found = report([both, one_alone])

    same = {code.name: (code.same.right, code.same.of) for code in found.codes}
    assert same == {"verdict": (1, 2), "event_type": (1, 1), "stance": (1, 1)}
    words = {word.name: (word.same.right, word.same.of) for word in found.words}
    assert words["weapon"] == (0, 1)
    assert [(most, share.right, share.of) for most, share in found.place.within] == [
        (0, 0, 1),
        (10, 0, 1),
        (50, 0, 1),
    ]
