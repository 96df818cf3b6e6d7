"""What claims of one article take from one another: the day, and the town."""

from datetime import date

import pytest

from sources.extraction import extract

PUBLISHED = date(2023, 5, 17)  # a Wednesday


def claims(*paragraphs):
    return list(extract("\n\n".join(paragraphs), published=PUBLISHED).claims)


def when(claim):
    return (claim.when.start, claim.when.end, claim.rules["date"]) if claim.when else None


def where(claim):
    return claim.place.name if claim.place else None


def test_a_lead_takes_the_day_of_last_week_that_is_told_next():
    lead, told = claims(
        "Gunmen killed nine farmers in Zambia, officials said.",
        "The gunmen shot at the farmers near Kabwe on May 8, a teacher said.",
    )

    assert (when(lead), told.rules["date"]) == (
        (date(2023, 5, 8), date(2023, 5, 8), "told next"),
        "in the sentence",
    )


def test_a_lead_takes_no_day_from_another_place():
    lead, _ = claims(
        "Gunmen killed nine farmers in Zambia, officials said.",
        "In Peru, a bomb killed two shoppers on Monday.",
    )

    assert when(lead) is None


def test_a_month_becomes_the_only_day_of_it_that_is_told():
    vague, _ = claims(
        "Six teachers who were kidnapped in Kabwe last month are still missing.",
        "Gunmen kidnapped the teachers in Kabwe on April 20.",
    )

    assert when(vague) == (date(2023, 4, 20), date(2023, 4, 20), "told elsewhere")


def test_what_is_counted_so_far_takes_no_day():
    _, total = claims(
        "Gunmen killed two farmers in Kabwe on Monday.", "At least 217 people have been killed."
    )

    assert total.rules["date"] in ("none: so far", "carried")


def test_an_attack_in_a_country_takes_the_only_town_told_that_day():
    lead, _ = claims(
        "Gunmen killed nine farmers in Zambia on Monday.",
        "On Monday, gunmen shot the nine farmers in Kabwe.",
    )

    assert (where(lead), lead.rules["place"]) == ("Kabwe", "town told elsewhere")


def test_two_towns_lend_nothing():
    lead, *_ = claims(
        "Gunmen killed nine farmers in Zambia on Monday.",
        "On Monday, gunmen shot four farmers in Kabwe.",
        "On Monday, gunmen shot five farmers in Ndola.",
    )

    assert where(lead) == "Zambia"


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("They had been singing on May 7 when guards shot nine prisoners.", (5, 7), (5, 7)),
        ("Troops shot two men in Kabwe, on Monday, a nurse told a paper.", (5, 15), (5, 15)),
        ("Rebels have shelled three towns since talks ended on April 3.", (4, 3), (5, 17)),
        ("A nurse has been detained without charge since May 3.", (5, 3), (5, 3)),
    ],
)
def test_the_day_is_found_wherever_the_sentence_puts_it(sentence, start, end):
    (claim,) = claims(sentence)

    assert claim.when is not None
    assert (claim.when.start, claim.when.end) == (date(2023, *start), date(2023, *end))


@pytest.mark.parametrize(
    "sentence",
    [
        "By Monday, nine farmers had been killed.",
        "As of Monday, nine farmers had been killed.",
        "Two hostages were released on Monday.",
    ],
)
def test_a_day_up_to_which_one_counts_is_not_the_day_of_the_event(sentence):
    (claim,) = claims(sentence)

    assert claim.when is None


def test_the_sentence_before_sets_the_day():
    _, after = claims(
        "Soldiers shot two men in Kabwe on May 2. On May 9 the mood changed. "
        "Soldiers shot six women in the market."
    )

    assert when(after) == (date(2023, 5, 9), date(2023, 5, 9), "told just before")
