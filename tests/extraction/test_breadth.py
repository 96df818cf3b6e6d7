"""The many ways in which reports tell of one kind of event, and their harmless neighbours."""

from datetime import date

import pytest

from sources.extraction.pipeline import extract

PUBLISHED = date(2022, 5, 16)


def types(sentence):
    return sorted({claim.event_type for claim in extract(sentence, published=PUBLISHED).claims})


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("unlawful_killing", "Two nuns were found with their throats cut."),
        ("mass_grave", "Bodies lay in the streets of the town for days."),
        ("mass_grave", "Remains of 36 people unearthed near former base"),
        ("torture", "The two brothers were blindfolded, tied up and beaten."),
        ("torture", "Detainees were subjected to electric shocks and beatings."),
        ("sexual_violence", "Dozens of girls were forced into marriage with fighters."),
        ("arbitrary_detention", "The editor has been held without charge since May."),
        ("arbitrary_detention", "Dissidents languish in jail without trial."),
        ("abduction", "Four aid workers have gone missing in the border region."),
        ("abduction", "Twenty schoolgirls were freed by their captors on Tuesday."),
        ("abduction", "Seven of the kidnapped teachers escaped."),
        ("forced_displacement", "The fighting left 15,000 people homeless."),
        ("forced_displacement", "The herders were chased off their land."),
        ("air_strike", "The town came under air attack on Wednesday."),
        ("explosion", "Insurgents bombed a bridge and a police post."),
        ("armed_attack", "Riot police fired tear gas and rubber bullets at the crowd."),
        ("armed_clash", "Troops exchanged fire with insurgents for hours."),
        ("infrastructure_attack", "The burning of villages by the army continues."),
        ("pillage", "Gunmen made off with 300 cattle."),
        ("starvation", "Aid convoys have been blocked from reaching the region."),
        ("prohibited_weapon", "Samples confirmed the use of sarin."),
        ("child_recruitment", "The group forcibly conscripted 60 minors."),
        ("human_shields", "Fighters used villagers as human shields."),
        ("unspecified_abuse", "The junta has committed 148 crimes against reporters."),
    ],
)
def test_a_sentence_tells_of_its_event_in_whatever_construction(kind, sentence):
    assert kind in types(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "He holds a degree in law and was held in high regard.",
        "The meeting was held in Geneva.",
        "The minister came under attack for his budget.",
        "The rally was dispersed by rain.",
        "The earthquake left 500 people homeless.",
        "Farmers fled the drought.",
        "He disappeared into his office after the speech.",
        "The prisoners were released under an amnesty.",
        "The plane plunged into the sea, killing all 80 aboard.",
        "The party was expelled from the talks.",
        "Prosecutors detained a banker for embezzling funds.",
        "The law forbids the recruitment of children.",
    ],
)
def test_the_same_words_tell_of_nothing_where_nobody_is_harmed(sentence):
    assert types(sentence) == []


def test_each_crime_of_a_list_is_a_claim_of_its_own():
    sentence = (
        "The inquiry heard of arbitrary arrests, torture and extrajudicial killings "
        "committed by the secret police."
    )

    assert types(sentence) == ["arbitrary_detention", "torture", "unlawful_killing"]


def test_the_party_named_at_the_end_of_a_list_answers_for_all_of_it():
    claims = extract(
        "The report documented torture and executions by the rebels.", published=PUBLISHED
    ).claims

    blamed = [claim.perpetrator.text if claim.perpetrator else None for claim in claims]
    assert blamed == ["the rebels", "the rebels"]
