from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.matching import Count, CountRange, reconcile, supersessions
from tests.matching.examples import killed

numbers = st.integers(min_value=0, max_value=2000)
DAYS = date(2024, 3, 1), date(2024, 3, 4), date(2024, 3, 9)


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
        speaker=draw(st.sampled_from([None, "Mayor", "Army", "a witness"])),
        reported=draw(st.sampled_from([None, *DAYS])),
        publisher=draw(st.sampled_from([None, "Daily", "Herald"])),
        joint=draw(st.booleans()),
    )


def bounds(ranges: tuple[CountRange, ...]) -> list[tuple[int | None, int | None, str]]:
    return [(r.lower, r.upper, r.qualifier) for r in ranges]


def standing(stated: list[Count]) -> list[Count]:
    return [c for c, by in zip(stated, supersessions(stated), strict=True) if by is None]


def kind(count: Count | CountRange) -> tuple[str, str, str | None, bool]:
    return count.effect, count.unit, count.victim_class, count.part


@settings(deadline=None, max_examples=30)
@given(st.lists(counts(), max_size=8).flatmap(lambda c: st.tuples(st.just(c), st.permutations(c))))
def test_the_order_of_the_counts_changes_nothing(both):
    stated, shuffled = both

    assert reconcile(stated) == reconcile(shuffled)


@settings(deadline=None, max_examples=30)
@given(st.lists(counts(), max_size=8))
def test_every_number_that_stands_lies_within_the_range_of_its_kind(stated):
    ranges = {kind(found): found for found in reconcile(stated)}

    for count in standing(stated):
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


@settings(deadline=None, max_examples=50)
@given(st.lists(counts(), max_size=8))
def test_replaced_number_changes_no_bound_and_stays_readable(stated):
    whole = reconcile(stated)

    assert bounds(whole) == bounds(reconcile(standing(stated)))
    for count, by in zip(stated, supersessions(stated), strict=True):
        if by:
            (rule,) = [found.rule for found in whole if kind(found) == kind(count)]
            assert rule.count(" Replaced by a later number of the same speaker: ") == 1


@settings(deadline=None, max_examples=50)
@given(st.lists(counts(), max_size=8))
def test_only_the_same_voice_later_replaces_a_number(stated):
    for count, by in zip(stated, supersessions(stated), strict=True):
        if by:
            assert (kind(by), by.speaker) == (kind(count), count.speaker)
            assert by.speaker or by.publisher == count.publisher
            assert by.reported > count.reported
            assert (by.joint, count.joint) == (False, False)


@settings(deadline=None, max_examples=50)
@given(st.lists(counts(), min_size=1, max_size=6))
def test_kind_that_is_stated_always_keeps_a_number(stated):
    assert {kind(count) for count in standing(stated)} == {kind(count) for count in stated}


def at(day: int, *bounds: Any, speaker: str | None = "Mayor", **facts: Any) -> Count:
    return replace(killed(*bounds, speaker=speaker), reported=DAYS[day], **facts)


def test_higher_number_of_the_same_speaker_replaces_the_earlier_one():
    (found,) = reconcile([at(0, 40, 40, claim=1), at(1, 58, 58, claim=2)])

    assert (found.lower, found.upper, found.qualifier, found.claims) == (58, 58, "exact", (2,))
    assert found.rule == (
        "58 (Mayor): 58, the only number stated. Replaced by a later number of the same speaker: "
        "40 (Mayor) of 1 March 2024, by 58 of 4 March 2024."
    )


def test_another_speakers_number_contradicts_and_replaces_nothing():
    stated = [at(0, 40, 40), at(1, 58, 58), at(2, 40, 40, speaker="Army")]

    assert bounds(reconcile(stated)) == [(40, 58, "between")]
    assert [by and by.lower for by in supersessions(stated)] == [58, None, None]


def test_last_of_several_rises_is_the_one_that_stands():
    stated = [at(0, 40, 40), at(1, 58, 58), at(2, 60, None, "at_least")]

    assert bounds(reconcile(stated)) == [(60, None, "at_least")]
    assert [by and by.lower for by in supersessions(stated)] == [60, 60, None]


def test_more_exact_number_within_the_earlier_one_replaces_it():
    assert bounds(reconcile([at(0, 24, 99, "vague"), at(1, 58, 58)])) == [(58, 58, "exact")]
    assert bounds(reconcile([at(0, 40, None, "at_least"), at(1, 58, 58)])) == [(58, 58, "exact")]


def test_lower_or_vaguer_number_later_replaces_nothing():
    assert bounds(reconcile([at(0, 58, 58), at(1, 40, 40)])) == [(40, 58, "between")]
    assert bounds(reconcile([at(0, 58, 58), at(1, 24, 99, "vague")])) == [(24, 99, "vague")]
    assert bounds(reconcile([at(0, 58, 58), at(1, 58, None, "at_least")])) == [
        (58, None, "at_least")
    ]


def test_numbers_of_one_day_or_of_no_day_replace_nothing():
    assert bounds(reconcile([at(0, 40, 40), at(0, 58, 58)])) == [(40, 58, "between")]
    undated = replace(at(0, 58, 58), reported=None)
    assert bounds(reconcile([at(0, 40, 40), undated])) == [(40, 58, "between")]


def test_paper_replaces_its_own_number_and_no_other_papers():
    stated = [
        at(0, 40, 40, speaker=None, publisher="Daily"),
        at(1, 58, 58, speaker=None, publisher="Daily"),
        at(2, 61, 61, speaker=None, publisher="Herald"),
        at(2, 70, 70, speaker=None),
    ]

    assert [by and by.lower for by in supersessions(stated)] == [58, None, None, None]


def test_witnesses_and_joint_statements_replace_nothing():
    witnesses = [at(0, 40, 40, speaker="a witness"), at(1, 58, 58, speaker="a witness")]
    together = [at(0, 40, 40, joint=True), at(1, 58, 58)]

    assert supersessions([*witnesses, *together]) == [None] * 4
