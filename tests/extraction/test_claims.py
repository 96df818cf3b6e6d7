from datetime import date

import pytest

from sources.extraction import extract

PUBLISHED = date(2024, 5, 15)


def claims(text):
    return list(extract(text, published=PUBLISHED).claims)


def only(text):
    (claim,) = claims(text)
    return claim


def numbers(claim):
    return [(c.effect, c.lower, c.upper, c.qualifier) for c in claim.counts]


@pytest.mark.parametrize(
    ("sentence", "event_type"),
    [
        ("Militiamen executed nine fishermen on the beach.", "unlawful_killing"),
        ("Nine fishermen were executed by militiamen on the beach.", "unlawful_killing"),
        (
            "The massacre of nine fishermen by militiamen was reported by the mayor.",
            "unlawful_killing",
        ),
        ("Soldiers raped two women in the village.", "sexual_violence"),
        ("Police found 30 bodies in a well.", "mass_grave"),
        ("Corpses were found in the street.", "mass_grave"),
        ("Fighter jets bombed the town of Idlib.", "air_strike"),
        ("An airstrike destroyed a clinic in Idlib.", "air_strike"),
        ("A car bomb exploded outside a mosque in Kabul.", "explosion"),
        ("Gunmen stormed a village in Borno.", "armed_attack"),
        ("Rebels clashed with the army near Goma.", "armed_clash"),
        ("Soldiers burned down 40 homes in the village.", "infrastructure_attack"),
        ("Militants kidnapped six teachers in Borno.", "abduction"),
        ("Troops looted shops in the town.", "pillage"),
        ("The rebels used children as human shields in the town.", "human_shields"),
        ("Hundreds of families fled their villages.", "forced_displacement"),
    ],
)
def test_an_event_is_read_in_every_form_that_news_gives_it(sentence, event_type):
    assert [claim.event_type for claim in claims(sentence)] == [event_type]


@pytest.mark.parametrize(
    "sentence",
    [
        "The army threatened to bomb the town of Idlib.",
        "Rebels could attack the village next week.",
        "If soldiers attack the village, people will flee.",
        "The commander vowed to kill the governor.",
        "Officials investigate possible war crimes.",
        "About 200 police officers were working at the scene.",
        "Prosecutors opened 350 criminal cases.",
        "The striker killed off the game with a late goal.",
        "Nurses continued their strike over wages.",
        "The book attacked superstition.",
        "No one was killed in the village.",
        "Thousands of soldiers fled the town.",
        "Any person who kills another is punished by law.",
    ],
)
def test_what_did_not_happen_or_is_no_violence_is_no_claim(sentence):
    assert claims(sentence) == []


def test_an_attack_and_its_dead_are_one_claim():
    claim = only("An airstrike on a market in Idlib killed at least 12 people and wounded dozens.")

    assert (claim.event_type, numbers(claim)) == (
        "air_strike",
        [("killed", 12, None, "at_least"), ("injured", 24, 99, "vague")],
    )


def test_several_crimes_in_a_sentence_are_several_claims():
    found = claims("Gunmen attacked a mine and kidnapped five workers.")

    assert [(c.event_type, numbers(c)) for c in found] == [
        ("armed_attack", []),
        ("abduction", [("abducted", 5, 5, "exact")]),
    ]


def test_exhumed_bodies_are_never_counted_as_killed():
    claim = only("At least 310 bodies were found in the forest, according to the health ministry.")

    assert numbers(claim) == [("bodies_found", 310, None, "at_least")]


def test_a_part_is_marked_and_not_added_to_the_whole():
    claim = only("Soldiers killed 40 villagers, including 11 children, in the town.")

    assert [(c.lower, c.victim_class, c.part) for c in claim.counts] == [
        (40, "civilians", False),
        (11, "children", True),
    ]


def test_places_are_counted_as_sites_and_not_as_people():
    claim = only("Two torture centers were found in Raqqa.")

    assert [(c.effect, c.unit, c.lower) for c in claim.counts] == [("sites", "sites", 2)]


@pytest.mark.parametrize(
    ("sentence", "perpetrator"),
    [
        ("Rebel fighters shot dead two farmers.", "Rebel fighters"),
        ("Two farmers were shot dead by rebel fighters.", "rebel fighters"),
        ("The governor accused the army of burning homes.", "the army"),
        ("The army was accused of burning homes in the village.", "The army"),
        ("Syrian airstrikes killed four people in Idlib.", "Syrian"),
        ("Police found 30 bodies in a well.", None),
        ("An earthquake destroyed homes; gunmen later killed two men.", "gunmen"),
    ],
)
def test_the_perpetrator_is_who_is_said_to_have_done_it(sentence, perpetrator):
    found = claims(sentence)[-1].perpetrator

    assert (found.text if found else None) == perpetrator


@pytest.mark.parametrize(
    ("text", "speakers", "stance"),
    [
        ("Soldiers killed nine men.", [], "asserted"),
        ("Soldiers reportedly killed nine men.", [], "alleged"),
        ("The mayor said soldiers killed nine men.", ["The mayor"], "alleged"),
        ("Soldiers killed nine men, according to the mayor.", ["the mayor"], "alleged"),
        ("“Soldiers killed nine men,” Ana Lopez said.", ["Ana Lopez"], "alleged"),
        (
            "Ana Lopez spoke on Radio Sur. She said soldiers killed nine men.",
            ["Ana Lopez"],
            "alleged",
        ),
        (
            "The United Nations confirmed that soldiers killed nine men.",
            ["The United Nations"],
            "confirmed",
        ),
        ("The army denied killing civilians.", ["The army"], "denied"),
    ],
)
def test_the_speaker_and_the_stance_are_those_of_the_text(text, speakers, stance):
    claim = only(text)

    assert ([s.text for s in claim.speakers], claim.stance) == (speakers, stance)


def test_a_denial_of_the_report_before_is_a_claim_of_its_own():
    told, denied = claims(
        "Jets bombed the town of Idlib, doctors said. The army denied the reports."
    )

    assert (denied.event_type, denied.stance, denied.perpetrator.text) == (
        told.event_type,
        "denied",
        "The army",
    )


def test_place_and_date_carry_over_to_the_sentences_that_follow():
    first, second = claims(
        "Gunmen attacked a church in Maiduguri on Sunday. They killed at least ten worshippers."
    )

    assert (second.place.name, second.when.start) == (first.place.name, date(2024, 5, 12))


def test_the_date_of_a_report_is_not_the_date_of_the_event():
    claim = only("The mayor said on Monday that soldiers had killed nine men.")

    assert claim.when is None


def test_every_field_has_a_span_that_holds_its_words():
    text = "Witnesses said rebel fighters killed nine farmers in Goma."
    claim = only(text)

    fields = [claim.perpetrator, claim.victims, *claim.speakers]
    assert [text[f.span.start : f.span.end] for f in fields] == [f.text for f in fields]


def test_every_filled_field_has_a_rule_and_a_score():
    claim = only("Witnesses said rebel fighters killed nine farmers in Goma on Sunday.")

    assert sorted(claim.scores) == [
        "counts", "date", "event_type", "perpetrator", "place", "speakers", "stance",
    ]  # fmt: skip
    assert all(0 <= score <= 1 for score in claim.scores.values())


def test_an_article_in_another_language_has_its_language_and_no_claims():
    text = (
        "Les soldats ont tué neuf hommes dans le village, a déclaré le maire hier soir à la radio."
    )
    extraction = extract(text, published=PUBLISHED)

    assert (extraction.language, extraction.claims) == ("fr", ())


def test_an_empty_article_says_nothing():
    assert extract("").claims == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Teachers began a nationwide strike in Lagos.",
        "Prisoners in Cairo are on hunger strike.",
        "Police arrested two men over the theft of a car.",
        "The minister suffered a heart attack in Lagos.",
    ],
)
def test_words_of_violence_that_mean_none_are_no_claim(sentence):
    assert claims(sentence) == []


def test_a_nationwide_attack_is_still_an_attack():
    claim = only("Militants launched nationwide attacks on churches in Nigeria.")

    assert (claim.event_type, claim.perpetrator.text) == ("armed_attack", "Militants")


def test_news_tells_the_day_late_and_the_headline_takes_it():
    headline, told = claims("Gunmen kill nine farmers\n\nGunmen killed nine farmers on Sunday.")

    assert headline.when == told.when


def test_the_weapon_is_named_in_the_words_of_the_text():
    claim = only("A roadside bomb killed four people in Mogadishu.")

    assert (claim.event_type, claim.weapon.text) == ("explosion", "roadside bomb")


def test_graves_are_counted_as_graves_and_not_as_bodies():
    claim = only("Police found 10 graves near Idlib.")

    assert [(count.lower, count.unit) for count in claim.counts] == [(10, "graves")]
