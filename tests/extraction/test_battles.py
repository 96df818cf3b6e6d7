"""What falls from the air, what is fighting, and what nobody did."""

from datetime import date

import pytest

from sources.extraction import extract

PUBLISHED = date(2023, 5, 17)


def claims(text):
    return list(extract(text, published=PUBLISHED).claims)


def types(text):
    return [claim.event_type for claim in claims(text)]


@pytest.mark.parametrize(
    ("sentence", "event_type"),
    [
        ("Army jets dropped five bombs on a village in Mali.", "air_strike"),
        ("A school in Gao was destroyed by bombs from army jets.", "air_strike"),
        ("A series of shootings and bombings in Gao was blamed on rebels.", "explosion"),
        ("One militant was killed on the spot.", "armed_clash"),
        ("Police shot two gunmen in Gao.", "armed_clash"),
        ("Police shot two students in Gao.", "unlawful_killing"),
        ("A gun battle in Gao ended in 18 deaths.", "armed_clash"),
        ("The general was accused of using banned weapons in Gao.", "prohibited_weapon"),
        ("The attackers fired randomly in the hotel in Gao.", "armed_attack"),
    ],
)
def test_the_type_follows_from_how_it_is_told(sentence, event_type):
    assert types(sentence) == [event_type]


@pytest.mark.parametrize(
    "sentence",
    [
        "The police fired into the air.",
        "An earthquake struck Gao, killing nine people.",
        "The list includes convictions for planting mines.",
        "Three of the attacker's accomplices have been arrested.",
    ],
)
def test_warnings_disasters_and_convictions_are_no_events(sentence):
    assert types(sentence) == []


def test_flight_that_is_caused_took_place():
    (claim,) = [
        claim
        for claim in claims("The shelling caused 2,500 people to flee to Niger.")
        if claim.event_type == "forced_displacement"
    ]

    assert [(c.effect, c.lower) for c in claim.counts] == [("displaced", 2500)]


def test_only_to_do_so_is_done():
    assert types("He asked for calm, only to order a mass execution.") == ["unlawful_killing"]


def test_clauses_that_each_say_who_was_harmed_are_claims_of_their_own():
    found = claims("Two men were shot in Gao and three women were abducted in Kidal.")

    assert [(c.event_type, c.place.name if c.place else None) for c in found] == [
        ("unlawful_killing", "Gao"),
        ("abduction", "Kidal"),
    ]


def test_the_mark_of_a_list_is_no_word_of_its_item():
    (claim,) = claims("Timeline\n• Two farmers shot dead in Gao.")

    assert [(c.effect, c.lower) for c in claim.counts] == [("killed", 2)]
