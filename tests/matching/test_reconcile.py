from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.matching import Count, CountRange, reconcile
from tests.matching.examples import killed

numbers = st.integers(min_value=0, max_value=2000)


@st.composite
def counts(draw: st.DrawFn) -> Count:
    low, high = sorted((draw(numbers), draw(numbers)))
    lower, upper, qualifier = draw(
        st.sampled_from(
            [
                (low, low, "exact"),
                (low, high, "exact"),
                (low, low, "about"),
                (low, None, "at_least"),
                (None, high, "at_most"),
                (low, high, "vague"),
                (low, high, "between"),
                (None, None, "vague"),
            ]
        )
    )
    return Count(
        effect=draw(st.sampled_from(["killed", "bodies_found"])),
        lower=lower,
        upper=upper,
        qualifier=qualifier,
        unit=draw(st.sampled_from(["persons", "bodies"])),
        victim_class=draw(st.sampled_from([None, "civilians"])),
        part=draw(st.booleans()),
        claim=draw(st.one_of(st.none(), st.integers(1, 9), st.sampled_from("abc"))),
        speaker=draw(st.sampled_from([None, "Mayor", "Army"])),
    )


def bounds(ranges: tuple[CountRange, ...]) -> list[tuple[int | None, int | None, str]]:
    return [(r.lower, r.upper, r.qualifier) for r in ranges]


def kind(count: Count | CountRange) -> tuple[str, str, str | None, bool]:
    return count.effect, count.unit, count.victim_class, count.part


@settings(deadline=None, max_examples=30)
@given(st.lists(counts(), max_size=8).flatmap(lambda c: st.tuples(st.just(c), st.permutations(c))))
def test_the_order_of_the_counts_changes_nothing(both):
    stated, shuffled = both

    assert reconcile(stated) == reconcile(shuffled)


@settings(deadline=None, max_examples=30)
@given(st.lists(counts(), max_size=8))
def test_every_number_stated_lies_within_the_range_of_its_kind(stated):
    ranges = {kind(found): found for found in reconcile(stated)}

    for count in stated:
        found = ranges[kind(count)]
        if (count.lower, count.upper) == (None, None):
            continue
        assert found.lower is None or (count.lower is not None and found.lower <= count.lower)
        assert found.upper is None or (count.upper is not None and found.upper >= count.upper)


@settings(deadline=None, max_examples=30)
@given(st.lists(counts(), max_size=8))
def test_a_bound_is_invented_by_no_rule(stated):
    for found in reconcile(stated):
        own = [count for count in stated if kind(count) == kind(found)]
        assert {found.lower} <= {count.lower for count in own} | {None}
        assert {found.upper} <= {count.upper for count in own} | {None}


@settings(deadline=None, max_examples=30)
@given(st.lists(counts(), max_size=8))
def test_reconciled_numbers_reconcile_to_themselves(stated):
    ranges = reconcile(stated)
    again = [
        Count(r.effect, r.lower, r.upper, r.qualifier, r.unit, r.victim_class, r.part)
        for r in ranges
    ]

    assert bounds(reconcile(again)) == bounds(ranges)


@settings(deadline=None, max_examples=30)
@given(st.lists(counts(), max_size=8))
def test_the_qualifier_says_which_bound_is_open(stated):
    for found in reconcile(stated):
        assert (found.qualifier == "at_least") == (found.upper is None and found.lower is not None)
        assert (found.qualifier == "at_most") == (found.lower is None and found.upper is not None)
        assert found.qualifier != "exact" or found.lower == found.upper


@settings(deadline=None, max_examples=30)
@given(st.lists(counts(), max_size=8))
def test_saying_a_number_twice_changes_no_bound(stated):
    assert bounds(reconcile(stated + stated)) == bounds(reconcile(stated))


def test_the_open_bound_wins_over_the_same_number_said_exactly():
    found = reconcile(
        [
            Count("bodies_found", 440, 440, "exact", "bodies", claim=1, speaker="Police"),
            Count("bodies_found", 440, None, "at_least", "bodies", claim=2, speaker="Ministry"),
        ]
    )

    assert found == (
        CountRange(
            effect="bodies_found",
            victim_class=None,
            unit="bodies",
            lower=440,
            upper=None,
            qualifier="at_least",
            rule="440 (Police); at least 440 (Ministry): "
            "from 440, open above as a number is a minimum.",
            claims=(1, 2),
        ),
    )


def test_one_number_said_by_all_is_exact():
    assert bounds(reconcile([killed(6, 6), killed(6, 6)])) == [(6, 6, "exact")]


def test_two_different_numbers_are_a_range_between_them():
    (found,) = reconcile([killed(40, 40, speaker="Mayor"), killed(58, 58, speaker="Army")])

    assert (found.lower, found.upper, found.qualifier) == (40, 58, "between")
    assert (
        found.rule == "40 (Mayor); 58 (Army): 40 to 58, the lowest and the highest number stated."
    )


def test_a_vague_number_that_sets_a_bound_makes_the_range_vague():
    assert bounds(reconcile([killed(30, 30), killed(24, 99, "vague")])) == [(24, 99, "vague")]


def test_a_vague_number_inside_the_range_does_not_make_it_vague():
    stated = [killed(10, 10), killed(24, 99, "vague"), killed(120, 120)]

    assert bounds(reconcile(stated)) == [(10, 120, "between")]


def test_an_approximate_number_that_sets_a_bound_makes_the_range_approximate():
    assert bounds(reconcile([killed(80, 80, "about"), killed(85, 85)])) == [(80, 85, "about")]


def test_at_most_opens_the_lower_bound():
    assert bounds(reconcile([killed(None, 50, "at_most"), killed(40, 40)])) == [
        (None, 50, "at_most")
    ]


def test_a_minimum_and_a_maximum_leave_both_bounds_open():
    (found,) = reconcile([killed(10, None, "at_least"), killed(None, 50, "at_most")])

    assert (found.lower, found.upper, found.qualifier) == (None, None, "vague")
    assert found.rule == (
        "at most 50; at least 10: "
        "open below and above, as one number is a minimum and another a maximum."
    )


def test_no_dead_is_a_number_and_an_unsaid_number_is_none():
    assert bounds(reconcile([killed(0, 0), killed(12, 12)])) == [(0, 12, "between")]
    assert bounds(reconcile([killed(None, None, "vague"), killed(12, 12)])) == [(12, 12, "exact")]
    assert reconcile([]) == ()


def test_bodies_graves_killed_and_parts_are_never_mixed():
    found = reconcile(
        [
            killed(12, 12),
            killed(3, 3, part=True),
            killed(5, 5, victim_class="children"),
            Count("bodies_found", 440, 440, "exact", "bodies"),
            Count("bodies_found", 400, 400, "exact", "graves"),
        ]
    )

    assert [(r.effect, r.unit, r.victim_class, r.part, r.lower) for r in found] == [
        ("bodies_found", "bodies", None, False, 440),
        ("bodies_found", "graves", None, False, 400),
        ("killed", "persons", None, False, 12),
        ("killed", "persons", None, True, 3),
        ("killed", "persons", "children", False, 5),
    ]
