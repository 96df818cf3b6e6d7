from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.matching import Count, summarise
from tests.matching.examples import DAY, DISTRICT, KORVA, LESNE, UKRAINE, killed, make_claim

MONTH: dict[str, Any] = {
    "date_start": date(2022, 9, 1),
    "date_end": date(2022, 9, 30),
    "date_precision": "month",
}


def test_the_most_specific_place_that_the_claims_agree_on_is_taken():
    claims = [make_claim(place=place) for place in (UKRAINE, DISTRICT, KORVA, DISTRICT)]

    assert summarise(claims).place == KORVA


def test_a_lone_place_elsewhere_does_not_move_the_incident():
    claims = [make_claim(place=place) for place in (KORVA, KORVA, LESNE)]

    assert summarise(claims).place == KORVA


def test_two_places_said_as_often_leave_the_region_that_holds_both():
    claims = [make_claim(place=place) for place in (KORVA, LESNE, DISTRICT)]

    assert summarise(claims).place == DISTRICT


def test_the_narrowest_date_that_the_claims_agree_on_is_taken():
    facts = summarise([make_claim(**MONTH), make_claim(**MONTH), make_claim(day=DAY)])

    assert (facts.date_start, facts.date_end, facts.date_precision) == (DAY, DAY, "day")


def test_a_denial_feeds_no_field():
    claim = make_claim(
        place=KORVA, counts=(killed(6, 6),), perpetrator="Soldiers of the 5th brigade"
    )
    denial = make_claim(
        "The ministry denied it.",
        event_type="unspecified_abuse",
        stance="denied",
        place=LESNE,
        day=DAY,
        counts=(killed(0, 0),),
        perpetrator="the ministry",
    )

    with_denial, without = summarise([claim, denial]), summarise([claim])

    assert with_denial == without


def test_an_incident_known_only_from_denials_has_no_counts_and_no_perpetrator():
    facts = summarise(
        [make_claim(stance="denied", place=KORVA, counts=(killed(6, 6),), perpetrator="the army")]
    )

    assert (facts.place, facts.counts, facts.perpetrators) == (KORVA, (), ())


def test_counts_carry_claim_and_speaker():
    claim = make_claim(counts=(killed(6, 6),), speakers=("Mayor",))

    (found,) = summarise([claim]).counts

    assert (found.rule, found.claims) == ("6 (Mayor): 6, the only number stated.", (claim.key,))


def test_a_kind_of_event_goes_before_unspecified_abuse():
    claims = [make_claim(event_type="unspecified_abuse") for _ in range(3)]

    assert summarise([*claims, make_claim(event_type="torture")]).event_type == "torture"


def test_perpetrators_are_named_once_each():
    claims = [
        make_claim(perpetrator=name) for name in ("Ruritanian troops", "Ruritania", "bandits")
    ]

    assert summarise(claims).perpetrators == ("Ruritanian troops", "bandits")


@pytest.mark.parametrize(
    ("claim", "title"),
    [
        (make_claim(), "Unlawful killing, place not said"),
        (
            make_claim(event_type="mass_grave", place=KORVA, **MONTH),
            "Mass grave in Korva, September 2022",
        ),
        (make_claim(place=KORVA, day=DAY), "Unlawful killing in Korva, 10 September 2022"),
        (
            make_claim(place=KORVA, reported=date(2022, 9, 17)),
            "Unlawful killing in Korva, reported September 2022",
        ),
    ],
)
def test_the_title_says_what_where_and_when(claim, title):
    assert summarise([claim]).title == title


def test_an_incident_needs_a_claim():
    with pytest.raises(ValueError, match="at least one claim"):
        summarise([])


CLAIMS = [
    make_claim(place=UKRAINE, day=DAY, document="a", perpetrator="Ruritania"),
    make_claim(place=KORVA, counts=(killed(6, 6),), document="b", reported=DAY),
    make_claim(place=LESNE, counts=(killed(8, None, "at_least"),), document="a", **MONTH),
    make_claim(event_type="torture", stance="denied", document="c"),
    make_claim(event_type="mass_grave", counts=(Count("bodies_found", 9, 9, "exact"),)),
]


@settings(deadline=None, max_examples=30)
@given(st.permutations(CLAIMS))
def test_the_order_of_the_claims_changes_nothing(claims):
    assert summarise(claims, key="x") == summarise(CLAIMS, key="x")
