from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.matching import Document, cluster, group
from tests.matching.examples import DAY, KORVA, LESNE, UKRAINE, killed, make_claim


def keys(groups: list) -> list[list[object]]:
    return [[claim.key for claim in claims] for claims in groups]


def test_claims_on_one_event_form_one_candidate_in_reading_order():
    first = make_claim("Soldiers shot six men in Korva.", place=KORVA, day=DAY)
    second = make_claim(
        "The attack lasted an hour.", event_type="armed_attack", place=KORVA, day=DAY
    )
    third = make_claim("Six men were killed.", place=KORVA, day=DAY, counts=(killed(6, 6),))

    assert keys(group([third, first, second])) == [[first.key, second.key, third.key]]


def test_two_towns_are_two_candidates():
    here = make_claim("Six men were shot in Korva.", place=KORVA, day=DAY)
    there = make_claim("Two men were shot in Lesne.", place=LESNE, day=DAY)

    assert keys(group([here, there])) == [[here.key], [there.key]]


def test_two_massacres_in_one_town_are_two_candidates():
    first = make_claim(
        "In March 40 people were killed in Korva.", place=KORVA, day=date(2022, 3, 3)
    )
    second = make_claim("On Sunday 12 died in Korva.", place=KORVA, day=date(2022, 9, 4))

    assert keys(group([first, second])) == [[first.key], [second.key]]


def test_a_sentence_that_brings_in_another_case_starts_a_candidate():
    first = make_claim("A man was tortured in Korva.", event_type="torture", place=UKRAINE)
    second = make_claim(
        "In another case a teacher was tortured.", event_type="torture", place=UKRAINE
    )

    assert keys(group([first, second])) == [[first.key], [second.key]]


def test_a_sentence_without_a_place_goes_on_about_the_event_before_it():
    first = make_claim("Six men were shot in Korva on Saturday.", place=KORVA, day=DAY)
    second = make_claim("One of them was a priest.", counts=(killed(1, 1, part=True),))

    assert keys(group([first, second])) == [[first.key, second.key]]


def test_no_claims_make_no_candidates():
    assert group([]) == []


def test_two_articles_on_one_event_share_an_incident_and_another_town_does_not():
    def claims(document: str) -> tuple:
        strike = make_claim(
            "A missile hit the market.",
            document=document,
            event_type="air_strike",
            place=KORVA,
            day=DAY,
            counts=(killed(44, 44),),
        )
        other = make_claim(
            "Shells fell on Lesne.", document=document, event_type="shelling", place=LESNE
        )
        return strike, other

    first, second = claims("first"), claims("second")
    incidents = cluster([Document("first", first), Document("second", second)])

    assert incidents[first[0].key] == incidents[second[0].key]
    assert incidents[first[0].key] != incidents[first[1].key]


shuffled = st.permutations(
    [
        make_claim("In Korva six were shot.", place=KORVA, day=DAY),
        make_claim("Elsewhere shells fell on Lesne.", event_type="shelling", place=LESNE),
        make_claim("Moscow denied it.", event_type="unspecified_abuse", stance="denied"),
        make_claim("The dead were buried.", place=KORVA, counts=(killed(6, None, "at_least"),)),
        make_claim("Shops were looted.", event_type="pillage", place=KORVA),
    ]
)


@settings(deadline=None, max_examples=30)
@given(shuffled)
def test_every_claim_is_in_one_candidate_whatever_the_order(claims):
    groups = group(claims)

    assert sorted(claim.start for found in groups for claim in found) == sorted(
        claim.start for claim in claims
    )
    assert keys(groups) == keys(group(sorted(claims, key=lambda claim: claim.start)))


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=6))
def test_every_claim_of_every_document_gets_an_incident(names):
    documents = [
        Document(f"{name}{i}", (replace(make_claim(place=KORVA, day=DAY), document=f"{name}{i}"),))
        for i, name in enumerate(names)
    ]

    incidents = cluster(documents)

    assert set(incidents) == {d.claims[0].key for d in documents}
    assert len(set(incidents.values())) == 1
