"""Whom a release names: the rules as one table, on sentences about people who never were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.releases.privacy.coarse import Coarsening
from incidents.releases.privacy.people import Masker, People
from incidents.releases.privacy.places import known_places
from incidents.releases.privacy.profiles import profiles
from incidents.releases.privacy.rules import sensitive_rules
from incidents.releases.privacy.sensitive import Harm, Telling, sensitive_rule

PRIVATE = {
    "Anna Vesnik, 34, a teacher, fled to the school.": ["Anna Vesnik"],
    "Soldiers shot her husband Petro in the yard.": ["Petro"],
    "the governor’s wife, Olena Ostrik, was taken": ["Olena Ostrik"],
    "Anna Ostrik, wife of the mayor, was taken": ["Anna Ostrik"],
    "On Monday Mr. Danilko was beaten.": ["Danilko"],
    "A girl named Solveigh saw it.": ["Solveigh"],
    "Dorvan, 19, was the last to leave.": ["Dorvan"],
    "Witness: Ahmed al-Tabrin": ["Ahmed al-Tabrin"],
    "Sgt. Paul Reyton died on the road.": ["Paul Reyton"],
    "Dr Lena Marrow treated them.": ["Lena Marrow"],
    "Village elder Ali Hassan Dabor, 60, survived.": ["Ali Hassan Dabor"],
    "It was Kwame Osu-Bediako and Maria who buried him.": ["Kwame Osu-Bediako", "Maria"],
    "Unknown Xylander Qorvath saw the lorries.": ["Unknown Xylander Qorvath"],
    "Anna DORVIK said so.": ["Anna DORVIK"],
}
PUBLIC = [
    "Verrin governor Mykyta Ostrik said so.",
    "President Ada Vell visited the town.",
    "the mayor, Ivan Dubrik, said",
    "Oleh Dubrik, the head of the regional administration, said",
    "Maria Teller, a spokeswoman for the army, denied it.",
    "Lt. Gen. Omar Batuk ordered it.",
    "Deputy Prime Minister Iryna Horak",
    "Ukrainian Defence Minister Iryna Horak",
    "UN human rights chief Michaela Bachand",
]
NOBODY = [
    "Human Rights Watch said so.",
    "The Red Column and the 3rd Border Regiment clashed.",
    "Upper Lasa Province",
    "They fled to San Francisco and New Delhi.",
    "near Staryi Vodnik",
    "in Nuevo Tarrin county",
    "Mother Teresa Hospital",
    "FIVE KILLED IN ATTACK",
    "Border Forces Kill Five In Morning Attack",
    "However, Ukrainian soldiers and Sudanese refugees left on Monday.",
    "St. Mary Church",
    "Unlawful killing in Qorvath, 14 March 2031",
    "Shelling in Qorvath, 14 to 20 January 2031",
]


def masker(naming="withheld", *, learn=(), **more):
    people = People(known_places(), **more)
    people.learn(learn)
    return Masker(people, naming, b"salt")


@pytest.mark.parametrize(("text", "names"), PRIVATE.items())
def test_private_person_is_found(text, names):
    found = masker(learn=[text]).people.private_names(text)

    assert [name.text for name in found] == names


@pytest.mark.parametrize("text", [*PUBLIC, *NOBODY])
def test_public_person_and_what_is_nobody_stay(text):
    assert masker(learn=[text]).mask(text) == (text, 0)


def test_a_post_given_in_one_text_makes_its_holder_public_in_all():
    said = ["Verrin governor Mykyta Ostrik said so.", "Mykyta Ostrik left.", "Ostrik denied it."]

    assert [masker(learn=said).mask(text)[1] for text in said] == [0, 0, 0]


def test_a_surname_alone_is_private_once_a_private_person_bears_it():
    said = ["Anna Vesnik, 34, fled.", "Vesnik wept."]

    assert masker(learn=said).mask("Vesnik wept.") == ("[name withheld] wept.", 1)


def test_a_surname_that_a_public_and_a_private_person_share_is_private_when_introduced():
    said = ["Mayor Boris Vesnik spoke.", "His neighbour Anna Vesnik fled.", "Mr Vesnik left."]

    assert [masker(learn=said).mask(text)[1] for text in said] == [0, 1, 1]


def test_a_party_to_a_conflict_is_public():
    found = masker(is_actor=lambda name: name == "vorn").mask("Ada Vorn and Ben Orto met.")

    assert found == ("Ada Vorn and [name withheld] met.", 1)


def test_one_person_has_one_pseudonym_with_one_salt_only():
    said = ["Anna Vesnik, 34, fled.", "Vesnik wept."]
    ours = masker("pseudonym", learn=said)
    theirs = Masker(ours.people, "pseudonym", b"other")

    markers = {ours.marker("Anna Vesnik"), ours.marker("Vesnik"), ours.marker("ANNA  VESNIK")}

    assert len(markers) == 1
    assert markers != {theirs.marker("Anna Vesnik")}


def test_place_of_the_release_is_nobody_whatever_follows():
    people = People(frozenset({"qorvath"}))

    assert people.private_names("Qorvath, 14, and other towns were shelled.") == []


def test_a_name_that_a_lead_allowed_stays():
    assert masker().mask("Ben Orto fled.", {"ben orto"}) == ("Ben Orto fled.", 0)


def test_closed_profile_keeps_every_name():
    assert masker("kept").mask("Ben Orto fled.") == ("Ben Orto fled.", 0)


@given(st.sampled_from(sorted(PRIVATE)), st.sampled_from(sorted(PRIVATE)))
def test_nothing_private_is_left_and_masking_again_changes_nothing(one, other):
    text = f"{one} – {other}"
    found = masker("pseudonym", learn=[one, other])

    masked, _ = found.mask(text)

    assert [name for name in (*PRIVATE[one], *PRIVATE[other]) if name in masked] == []
    assert found.mask(masked) == (masked, 0)


PLACE = {
    "place_name": "Verrin",
    "place_precision": "settlement",
    "admin1": "Upper Lasa",
    "country": "ML",
    "latitude": 16.271,
    "longitude": -0.044,
    "gazetteer_id": 7,
}
COARSE = {
    "exact": {},
    "tenth": {"place_name": None, "place_precision": "district", "latitude": 16.3},
    "region": {"place_name": "Upper Lasa", "place_precision": "region", "latitude": 15.0},
    "none": {"place_name": "Upper Lasa", "place_precision": "region", "latitude": None},
}


@pytest.mark.parametrize(("places", "cells"), COARSE.items())
def test_place_is_told_no_closer_than_the_profile_says(places, cells):
    coarsening = Coarsening(places, middle_of=lambda country, region: (15.0, -1.0))

    told = PLACE | coarsening.place(PLACE)

    assert {name: told[name] for name in cells} == cells


def test_region_that_no_gazetteer_knows_has_no_coordinates():
    told = Coarsening("region").place(PLACE | {"admin1": None})

    assert {name: told[name] for name in ("place_precision", "latitude", "longitude")} == {
        "place_precision": "country",
        "latitude": None,
        "longitude": None,
    }


def test_names_of_close_places_are_marked_in_words_and_inside_longer_names():
    words = Coarsening("region", names={"verrin", "old verrin"}).words

    assert words("Old Verrin Mayor and Verrin's market") == (
        "[place withheld] Mayor and [place withheld]'s market"
    )


def told(event_type, harms=(), *, names=False, victims=False):
    return Telling([event_type], harms, names_people=names, names_victims=victims)


SENSITIVE = [
    (told("sexual_violence", names=True), "sexual_violence"),
    (told("sexual_violence", [Harm("sexually_abused", None, 2)]), "sexual_violence"),
    (told("sexual_violence", [Harm("sexually_abused", None, 40)]), None),
    (told("sexual_violence"), None),
    (told("shelling", [Harm("sexually_abused", None, 40)], names=True), "sexual_violence"),
    (told("torture", names=True), "torture"),
    (told("torture"), None),
    (told("shelling", [Harm("killed", "children", 5)], victims=True), "children"),
    (told("shelling", [Harm("killed", "children", 5)], names=True), None),
    (told("shelling", names=True, victims=True), None),
]


@pytest.mark.parametrize(("telling", "rule"), SENSITIVE)
def test_incident_is_sensitive_by_its_kind_and_by_who_can_be_told(telling, rule):
    found = sensitive_rule(telling)

    assert (found.rule if found else None) == rule


def test_every_rule_asks_for_codes_that_exist():
    from sources import taxonomy  # noqa: PLC0415 -- used here only

    rules = sensitive_rules()
    assert {code for rule in rules for code in rule.event_types} <= taxonomy.event_types().keys()
    assert {code for rule in rules for code in rule.effects} <= taxonomy.codes("effects").keys()


def test_only_a_profile_that_withholds_is_publishable():
    assert {
        code: one.publishable and one.naming != "kept" and not one.sensitive
        for code, one in profiles().items()
    } == {code: one.publishable for code, one in profiles().items()}
