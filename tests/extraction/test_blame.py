"""Who is named for the deed, and who never is."""

from datetime import date

import pytest

from sources.extraction import extract


def claims(text):
    return extract(text, published=date(2024, 5, 15)).claims


def perpetrators(text):
    return [claim.perpetrator.text if claim.perpetrator else None for claim in claims(text)]


@pytest.mark.parametrize(
    ("sentence", "perpetrator"),
    [
        ("KARODA, Mali, May 2 (Wire) - Soldiers killed six farmers.", "Soldiers"),
        ("Karoda (Wire) — Soldiers killed six farmers.", "Soldiers"),
        ("KARODA — Soldiers killed six farmers.", "Soldiers"),
        ("The envoy blamed militiamen for the Karoda massacre.", "militiamen"),
        ("Gunmen in trucks stormed a school in Goma.", "Gunmen"),
        ("The Liberation Front shot six farmers.", "The Liberation Front"),
        ("Police in Lagos shot two students.", "Police"),
    ],
)
def test_no_dateline_and_no_town_is_a_perpetrator(sentence, perpetrator):
    assert perpetrators(sentence) == [perpetrator]


@pytest.mark.parametrize(
    "sentence",
    [
        "The Armenian genocide in Anatolia was condemned by the envoy.",
        "Officials found 30 bodies in a well in Goma.",
        "Experts carried out exhumations in Goma.",
        "Families buried 30 bodies in Goma.",
        "In the attack in Goma, Ana Lopez suffered burns.",
        "The two women, who were drugged and raped, fled to Goma.",
    ],
)
def test_victims_finders_and_those_who_mourn_are_no_perpetrators(sentence):
    assert set(perpetrators(sentence)) == {None}


def test_to_whom_violence_was_done_does_not_do_the_next_deed_of_the_clause():
    text = "They saw the nurses, who were beaten by guards, and shot the patients in Goma."

    assert "the nurses" not in perpetrators(text)


def test_who_repels_an_attack_did_not_make_it():
    assert perpetrators("The soldiers repelled an attack by rebels in Goma.") == ["rebels"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen raided Jos. They killed six nurses.", ["Gunmen", "Gunmen"]),
        ("Four gunmen came to Jos. They killed six nurses.", ["Four gunmen"]),
        ("They killed six nurses in Jos.", [None]),
        ("A witness said he shot the girl.", [None]),
        ("The lieutenant admitted that he shot the girl.", ["The lieutenant"]),
        ("The army said they killed ten rebels.", ["The army"]),
        ("The army denied that it killed ten farmers.", ["The army"]),
    ],
)
def test_a_pronoun_is_resolved_where_the_text_is_sure_and_else_names_nobody(text, expected):
    assert perpetrators(text) == expected


def test_a_war_that_takes_lives_says_nothing():
    (claim,) = claims("The campaign claimed the lives of farmers who were shot by police in Jos.")

    assert (claim.perpetrator.text, claim.speakers) == ("police", ())


def test_an_owner_is_named_without_its_apostrophe():
    assert perpetrators("Syria's attack on Idlib killed four people.") == ["Syria"]


def test_a_relative_clause_about_a_party_is_no_answer_of_it():
    text = "Jets bombed Idlib. The general, whose men denied the reports, was away."

    assert [claim.stance for claim in claims(text)] == ["asserted"]


def test_troops_have_the_actor_of_the_state_they_belong_to():
    (claim,) = claims("Russia's envoy denied that its troops killed six men.")

    assert (claim.perpetrator.text, claim.perpetrator.actor) == ("its troops", "Russian forces")


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Troops killed 40 men, women and children.", [(40, "40 men, women and children", None)]),
        ("Troops killed 12 men and 4 women.", [(12, "12 men", "men"), (4, "4 women", "women")]),
    ],
)
def test_one_number_for_several_kinds_of_people_is_of_no_one_kind(text, counted):
    (claim,) = claims(text)

    assert [(c.lower, c.victims, c.victim_class) for c in claim.counts] == counted


def test_some_of_the_dead_are_a_part_of_the_toll():
    (claim,) = claims("Twelve of the dead were killed in hospital.")

    assert [(c.lower, c.part) for c in claim.counts] == [(12, True)]


@pytest.mark.parametrize(
    ("sentence", "perpetrator"),
    [
        ("Police arrested three men over the killing of a nurse in Goma.", "three men"),
        ("Two soldiers were arrested for raping a girl in Goma.", "Two soldiers"),
        ("The killing by police of a young boy shocked Goma.", "police"),
        ("The boys were seized, beaten and shot by rebels.", "rebels"),
        ("Two farmers were killed by rebels, and six nurses were shot dead in Goma.", "rebels"),
        ("The raid in Goma left dozens of soldiers dead.", None),
        ("The 40 soldier deaths in Goma were reported.", None),
        ("A nurse was killed in the fifth major attack this month.", None),
        ("The army found a mass grave of militia victims in Goma.", "militia"),
    ],
)
def test_who_is_held_for_a_deed_did_it_and_who_holds_them_did_not(sentence, perpetrator):
    assert perpetrators(sentence)[0] == perpetrator


def test_a_party_does_not_act_in_the_next_clause_that_has_its_own_victims():
    text = "Two farmers were killed by rebels, and six nurses were shot dead in Goma."

    assert perpetrators(text)[1:] in ([], [None])


def test_it_is_the_armed_party_that_the_sentence_is_about():
    text = "The group dumped the bodies of people it had abducted near Goma."

    assert perpetrators(text) == ["The group", "The group"]


def test_they_are_the_only_party_of_the_article_and_else_nobody():
    one = "Gunmen raided Jos. The mayor spoke on radio. “They killed six nurses,” he said."
    two = "Gunmen raided Jos. Police shot ten men. The mayor spoke. “They killed six,” he said."

    assert (perpetrators(one)[-1], perpetrators(two)[-1]) == ("Gunmen", None)


def test_a_deed_somebody_is_only_arrested_for_is_alleged():
    (claim,) = claims("Two soldiers were arrested for raping a girl in Goma.")

    assert claim.stance == "alleged"


@pytest.mark.parametrize(
    ("sentence", "party", "rule"),
    [
        ("The army said it had shot two farmers in Gao.", "The army", "verb shot"),
        ("The government denies the use of chemical weapons in Gao.", "The government", "denial"),
        (
            "Corpses were found in the street after the rebels left the town.",
            "the rebels",
            "party that left",
        ),
        ("A school in Gao was destroyed by bombs from army jets.", "army jets", "noun bombs"),
    ],
)
def test_a_party_is_blamed_by_its_own_words_its_retreat_or_its_planes(sentence, party, rule):
    (claim,) = extract(sentence).claims

    assert claim.perpetrator is not None
    assert (claim.perpetrator.text, claim.rules["perpetrator"]) == (party, rule)
