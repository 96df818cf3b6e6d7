"""What did not happen, or was nobody's deed, is no claim."""

from datetime import date

import pytest

from sources.extraction import extract


def types(text):
    return [claim.event_type for claim in extract(text, published=date(2024, 5, 15)).claims]


@pytest.mark.parametrize(
    "sentence",
    [
        "Two men were jailed over a plot to kidnap the governor of Kano.",
        "Police foiled a plot to attack a church in Goma.",
        "The planned attack on the church was foiled.",
        "Security forces defused a bomb in Goma.",
        "They were going to kill us all, said Ana Lopez.",
        "The rebels will find us and kill us.",
        "A court ruled that he be executed.",
        "He was convicted of conspiracy to murder his rival.",
        "A spokesman said it was unlikely to have been an attack.",
        "The movie tells of the massacre of villagers.",
        "It was the deadliest attack in Goma since 2019.",
    ],
)
def test_plots_attempts_sentences_and_films_are_no_events(sentence):
    assert types(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "An earthquake killed 20 people and injured 300 in Goma.",
        "At least 20 people were killed in a bus crash near Goma.",
        "Twelve people died when a boat capsized off Lagos.",
        "The country reported 3,000 cases of cholera and 41 deaths.",
        "A gas explosion killed six people in a restaurant in Goma.",
        "A dog attacked a girl in Goma.",
        "Ana Lopez died on Monday in Boston.",
        "A warehouse caught fire in Goma.",
    ],
)
def test_nature_accidents_and_plain_deaths_are_no_violence(sentence):
    assert types(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Marchers joined demonstrations and strikes in Minsk.",
        "Ana Lopez attacked her rival in the debate.",
        "Hackers launched attacks on the browser.",
        "The press attacked the president.",
        "Police showed reporters tear gas and stun grenades.",
        "The company makes drones and missiles.",
        "We fought for our rights in Goma.",
        "The council, the ruling body, was identified by name.",
        "Police raided the office of a newspaper in Lagos.",
        "Police arrested Jackson after he failed a test.",
    ],
)
def test_walkouts_quarrels_and_police_work_are_no_violence(sentence):
    assert types(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Six people died; a blast had torn through the market in Goma.", ["explosion"]),
        ("Seventy workers were arrested in Yangon.", ["arbitrary_detention"]),
        ("Rebels opened fire on shoppers in Goma.", ["armed_attack"]),
        ("A missile slammed into an apartment block in Dnipro.", ["air_strike"]),
        ("A drone hit an apartment block in Odesa.", ["air_strike"]),
        ("Troops killed 20 rebels in Goma.", ["armed_clash"]),
        ("Rebels attacked hospitals and clinics in Goma.", ["infrastructure_attack"]),
        ("Gunmen took 300 girls from their school in Kano.", ["abduction"]),
        ("The militants enslaved hundreds of women.", ["sexual_violence"]),
        ("Officials reported an exodus of farmers from Goma.", ["forced_displacement"]),
        (
            "The rights violations committed by the army were not just seen by us.",
            ["unspecified_abuse"],
        ),
        ("A bomb exploded in Goma. Six people were killed.", ["explosion", "explosion"]),
    ],
)
def test_what_happened_is_read_for_what_it_was(sentence, expected):
    assert types(sentence) == expected
