from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.matching import (
    SUGGEST,
    ClaimFacts,
    Count,
    Place,
    at_best,
    blocks,
    similarity,
    summarise,
)
from tests.matching.examples import DAY, DISTRICT, KORVA, LESNE, UKRAINE, killed, make_claim

REPORTED = date(2022, 9, 17)


def report(document: str = "other", **facts: Any) -> ClaimFacts:
    values: dict[str, Any] = {
        "place": KORVA,
        "day": DAY,
        "reported": REPORTED,
        "document": document,
    }
    return make_claim("They were shot.", **(values | facts))


def score(one: ClaimFacts, other: ClaimFacts) -> float:
    return similarity(summarise([one]), summarise([other])).score


def labels(one: ClaimFacts, other: ClaimFacts) -> list[str]:
    return [reason.label for reason in similarity(summarise([one]), summarise([other])).reasons]


def test_the_same_day_place_type_and_number_is_suggested_with_its_reasons():
    one = report(counts=(killed(44, 44),))
    other = report("second", counts=(killed(44, None, "at_least"),))

    assert score(one, other) > 0.9
    assert sorted(labels(one, other)) == [
        "both in Korva",
        "both name 44 killed",
        "same day",
        "same type of event",
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"day": DAY + timedelta(days=1)},
        {"day": DAY - timedelta(days=40)},
        {"place": LESNE},
        {"place": replace(KORVA, country="MD", latitude=46.0)},
        {"event_type": "pillage"},
        {"day": None, "reported": DAY - timedelta(days=10)},
    ],
    ids=["next day", "another month", "another town", "another country", "type", "reported before"],
)
def test_another_day_place_or_kind_is_not_suggested(change):
    assert score(report(), report("second", **change)) < SUGGEST


def test_two_massacres_in_one_town_stay_two():
    spring = report(day=date(2022, 3, 3), counts=(killed(40, 40),))
    autumn = report("second", day=date(2022, 9, 3), counts=(killed(40, 40),))

    assert score(spring, autumn) < 0.1


def test_a_mass_grave_is_related_to_the_killings_and_not_the_same():
    grave = report(event_type="mass_grave", counts=(Count("bodies_found", 44, 44, "exact"),))
    killings = report("second", counts=(killed(44, 44),))

    assert score(grave, killings) < score(grave, replace(grave, document="second"))
    assert "one is evidence of the other" in labels(grave, killings)


def test_the_region_that_holds_the_town_speaks_for_one_event():
    assert "Korva lies in Kharkiv" in labels(report(), report("second", place=DISTRICT))
    assert "Korva lies in Ukraine" in labels(report(), report("second", place=UKRAINE))


def test_distance_is_said_in_kilometres():
    near = Place("Nova Korva", "UA", 49.218, 37.2, "settlement")

    assert "2 km apart" in labels(report(), report("second", place=near))


def test_numbers_that_contradict_count_against_and_are_named():
    one, other = report(counts=(killed(12, 12),)), report("second", counts=(killed(190, 190),))

    assert score(one, other) < score(report(), report("second"))
    assert "12 killed and 190 killed differ" in labels(one, other)


def test_bodies_are_never_compared_with_killed():
    one = report(counts=(Count("bodies_found", 44, 44, "exact", "bodies"),))
    other = report("second", counts=(killed(44, 44),))

    assert not any("44" in label for label in labels(one, other))


def test_what_is_not_said_is_no_evidence():
    unsaid = (killed(None, None, "vague"),)
    bare = make_claim("x", document="second", counts=unsaid)

    assert labels(report(counts=unsaid), bare) == ["same type of event"]


places = st.sampled_from([None, KORVA, LESNE, DISTRICT, UKRAINE])
offsets = st.one_of(st.none(), st.integers(-400, 400))
claims = st.builds(
    lambda place, offset, kind, number: report(
        place=place,
        day=None if offset is None else DAY + timedelta(days=offset),
        event_type=kind,
        counts=() if number is None else (killed(number, number),),
    ),
    places,
    offsets,
    st.sampled_from(["unlawful_killing", "air_strike", "mass_grave", "unspecified_abuse"]),
    st.one_of(st.none(), st.integers(0, 500)),
)


@settings(deadline=None, max_examples=30)
@given(claims, claims)
def test_similarity_has_no_direction(one, other):
    a, b = summarise([one]), summarise([replace(other, document="second")])

    assert similarity(a, b).score == pytest.approx(similarity(b, a).score)
    assert 0 < similarity(a, b).score < 1


@settings(deadline=None, max_examples=30)
@given(claims, claims)
def test_a_pair_worth_suggesting_shares_a_block(one, other):
    a, b = summarise([one]), summarise([replace(other, document="second")])

    if a.place and b.place and similarity(a, b).score >= SUGGEST:
        assert set(blocks(a)) & set(blocks(b))


@settings(deadline=None, max_examples=30)
@given(claims)
def test_blocks_are_few_and_ordered(claim):
    keys = blocks(summarise([claim]))

    assert list(keys) == sorted(set(keys))
    assert len(keys) < 100


PLACES = st.sampled_from([None, KORVA, LESNE, DISTRICT, UKRAINE])
DATES = st.one_of(st.none(), st.dates(date(2022, 9, 1), date(2022, 10, 9)))
REPORTS = st.builds(
    lambda place, day, kind, reported, lower, quote: make_claim(
        quote,
        place=place,
        day=day,
        event_type=kind,
        reported=reported,
        counts=() if lower is None else (killed(lower, lower),),
        document=f"paper {lower} {day}",
    ),
    PLACES,
    DATES,
    st.sampled_from(["unlawful_killing", "mass_grave", "shelling", "unspecified_abuse"]),
    DATES,
    st.one_of(st.none(), st.integers(0, 500)),
    st.sampled_from(["The orchard of Vasyl burnt in Korva.", "A mill stood by an orchard."]),
)


@given(REPORTS, REPORTS)
def test_no_words_make_two_likelier_than_at_best(one, other):
    ours, theirs = summarise([one]), summarise([other])
    columns = replace(theirs, words=frozenset(), documents=frozenset(), reported=None)

    assert similarity(ours, theirs).score <= at_best(ours, columns) + 1e-9


def test_name_that_no_gazetteer_holds_is_one_place_however_it_was_guessed():
    guesses = [Place("Vyshne", "UA", 49.2 + n, 37.2, "settlement") for n in (0.0, 0.4)]
    one, other = (summarise([report(place=guess)]) for guess in guesses)

    assert similarity(one, other).score > SUGGEST
    assert set(blocks(one)) & set(blocks(other))


def test_two_listed_places_of_one_name_stay_two():
    listed = [
        Place("Vyshne", "UA", 49.2 + n, 37.2, "settlement", gazetteer_id=7 + int(n)) for n in (0, 1)
    ]
    one, other = (summarise([report(place=place)]) for place in listed)

    assert similarity(one, other).score < SUGGEST
