"""The one range of an incident's row: never less than a claim bears out, never another unit."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.actions.release_headline import headline
from incidents.models import IncidentCount

Ends = tuple[int | None, int | None, str]


def stated(lower: int | None, upper: int | None, **fields: Any) -> IncidentCount:
    exact = lower is not None and lower == upper
    values = {
        "effect": "killed",
        "unit": "persons",
        "qualifier": "exact" if exact else "at_least",
        "rule": f"{lower} to {upper}.",
    } | fields
    return IncidentCount(lower=lower, upper=upper, **values)


def ends(ranges: list[IncidentCount], effect: str = "killed") -> Ends | None:
    found = headline(ranges, effect)
    return (found.lower, found.upper, found.qualifier) if found else None


def test_class_that_says_more_than_the_whole_raises_it_and_opens_it():
    whole = stated(12, 12, claims=[1])
    civilians = stated(30, 30, victim_class="civilians", claims=[2])

    found = headline([civilians, whole], "killed")

    assert found is not None
    assert (found.lower, found.upper, found.qualifier) == (30, None, "at_least")
    assert found.claims == [1, 2]
    assert found.rule == (
        "At least the largest number stated for everyone or for one class of victims, open "
        "above; classes are not added: [everyone] 12 to 12. [civilians] 30 to 30."
    )


def test_classes_inside_the_whole_leave_it_as_it_is():
    whole = stated(12, 12)

    assert headline([stated(5, 5, victim_class="women"), whole], "killed") is whole


def test_class_within_a_closed_whole_raises_the_lower_end_alone():
    ranges = [stated(10, 20, qualifier="between"), stated(15, 15, victim_class="men")]

    assert ends(ranges) == (15, 20, "between")


def test_parts_never_count():
    ranges = [
        stated(12, 12),
        stated(30, 30, part=True),
        stated(40, 40, victim_class="m", part=True),
    ]

    assert ends(ranges) == (12, 12, "exact")


def test_classes_that_have_no_lower_end_are_known_though_open():
    ranges = [stated(None, 5, victim_class="women"), stated(None, 7, victim_class="men")]

    assert ends(ranges) == (None, None, "vague")


@pytest.mark.parametrize(
    ("effect", "units", "unit"),
    [
        ("bodies_found", ["graves", "persons", "bodies"], "bodies"),
        ("bodies_found", ["graves", "persons"], "persons"),
        ("bodies_found", ["graves"], None),
        ("sites", ["persons", "objects", "sites"], "sites"),
        ("sites", ["persons", "objects"], "objects"),
        ("killed", ["bodies", "persons"], "persons"),
        ("killed", ["bodies"], None),
    ],
)
def test_range_is_one_of_the_units_that_its_effect_counts(effect, units, unit):
    found = headline([stated(7, 7, effect=effect, unit=one) for one in units], effect)

    assert (found.unit if found else None) == unit


def test_persons_stand_for_bodies_only_where_no_bodies_are_counted():
    silent = stated(None, None, effect="bodies_found", unit="bodies", qualifier="vague")
    persons = stated(9, 9, effect="bodies_found")

    assert headline([silent, persons], "bodies_found") is persons
    assert headline([silent], "bodies_found") is silent


NUMBERS = st.none() | st.integers(0, 50)
CLASSES = [None, "children", "civilians", "women"]


@st.composite
def ranges_of_classes(draw: st.DrawFn) -> list[IncidentCount]:
    classes = draw(st.lists(st.sampled_from(CLASSES), min_size=1, unique=True))
    ranges = []
    for name in classes:
        low, high = draw(NUMBERS), draw(NUMBERS)
        if low is not None and high is not None:
            low, high = sorted((low, high))
        ranges.append(stated(low, high, victim_class=name))
    return ranges


@given(ranges=ranges_of_classes())
def test_headline_says_neither_less_than_any_class_nor_more_than_the_claims(ranges):
    found = headline(ranges, "killed")

    assert found is not None
    lowers = [one.lower for one in ranges if one.lower is not None]
    assert found.lower == max(lowers, default=None)
    if found.upper is not None:
        assert [one for one in ranges if one.upper is None or one.upper > found.upper] == []
        assert found.lower is None or found.lower <= found.upper
