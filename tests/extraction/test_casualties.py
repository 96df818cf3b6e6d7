"""The dead and the wounded, however a sentence counts them."""

from datetime import date

import pytest

from sources.extraction import extract


def counts(text):
    return [
        (count.effect, count.lower, count.upper, count.part)
        for claim in extract(text, published=date(2024, 5, 15)).claims
        for count in claim.counts
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The blast left six people dead and 12 injured.",
            [("killed", 6, 6, False), ("injured", 12, 12, False)],
        ),
        (
            "The bombings left at least 30 nurses dead and scores injured.",
            [("killed", 30, None, False), ("injured", 40, 99, False)],
        ),
        (
            "The attack left three guards and two farmers dead.",
            [("killed", 3, 3, False), ("killed", 2, 2, False)],
        ),
        ("The blast left 12 dead.", [("killed", 12, 12, False)]),
        ("The attack claimed the lives of 14 people.", [("killed", 14, 14, False)]),
        ("The attack claimed 14 lives.", [("killed", 14, 14, False)]),
        ("The bodies of 12 men were found in a river.", [("bodies_found", 12, 12, False)]),
        ("A woman's body was found in a well.", [("bodies_found", 1, 1, False)]),
        ("The death toll from the blast rose to 45.", [("killed", 45, 45, False)]),
        (
            "The council reported 20 murders in Goma.",
            [("killed", 20, 20, False)],
        ),
        ("The 1980 killings of hundreds of monks shocked Goma.", [("killed", 200, 999, False)]),
        ("The June 24 murder of a nurse shocked Goma.", [("killed", 1, 1, False)]),
        (
            "Rebels kidnapped six boys, along with two nurses.",
            [("abducted", 6, 6, False), ("abducted", 2, 2, False)],
        ),
        ("Nine members of the family were victims of a massacre.", [("killed", 9, 9, False)]),
        ("Two of the 20 hostages were shot dead.", [("killed", 2, 2, False)]),
        ("It is one of 20 mass graves in the region.", [("sites", 20, 20, False)]),
    ],
)
def test_the_number_is_that_of_those_who_suffered(sentence, expected):
    assert counts(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Ten villagers, three of them children, were killed.",
            [("killed", 10, 10, False), ("killed", 3, 3, True)],
        ),
        (
            "Twelve people, including a nurse, were killed in an airstrike.",
            [("killed", 12, 12, False), ("killed", 1, 1, True)],
        ),
        ("The dead included three children.", [("killed", 3, 3, True)]),
        ("Among the wounded were three children.", [("injured", 3, 3, True)]),
    ],
)
def test_who_is_among_the_dead_is_a_part_and_never_added(sentence, expected):
    assert counts(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Rebels shot Ana Lopez, 52, in Goma.", [("killed", 1, 1, False)]),
        ("Rebels killed a 16 - year - old boy in Goma.", [("killed", 1, 1, False)]),
        ("No-one was injured in the raid by rebels.", []),
        ("A man was shot and wounded in Goma.", [("injured", 1, 1, False)]),
        ("Ninety percent of the bodies were found in Goma.", []),
    ],
)
def test_ages_shares_and_the_unhurt_are_never_counted_as_dead(sentence, expected):
    assert counts(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "victims"),
    [
        ("At least 30 people, mostly civilians, were killed in Homs.", "mostly civilians"),
        ("At least 30 people, all of them children, were killed in Homs.", "children"),
        ("At least 30 people were killed in Homs.", "people"),
    ],
)
def test_the_class_of_the_dead_is_told_in_an_aside(sentence, victims):
    (claim,) = extract(sentence).claims

    assert [count.victim_class for count in claim.counts] == [victims]


@pytest.mark.parametrize(
    ("sentence", "total"),
    [
        ("At least 436 people have been killed since January.", True),
        ("In the past year, 500 farmers were killed in Darfur.", True),
        ("The war has killed more than 100,000 people.", True),
        ("The three-year-old conflict has claimed 900 lives.", True),
        ("A total of 1,300 people have been killed so far this year.", True),
        ("Rebels killed 12 people in Darfur on Monday.", False),
        ("At least 30 people were killed in the town this week.", False),
    ],
)
def test_what_many_events_did_is_a_total_and_no_single_incident(sentence, total):
    claims = extract(sentence, published=date(2024, 5, 15)).claims

    assert [claim.aggregate for claim in claims] == [total]
