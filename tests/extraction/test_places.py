from itertools import pairwise

import pytest
from spacy.tokens import Doc

from sources.extraction.gazetteer import Gazetteer, load
from sources.extraction.model import load_model
from sources.extraction.places import find_places
from sources.extraction.types import Place


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load()


def parse(text: str) -> Doc:
    return load_model()(text)


def located(
    text: str, gazetteer: Gazetteer, focus_country: str | None = None
) -> list[tuple[str, str | None, str]]:
    """Return what each place was called, where it is and how exact that is."""
    return [
        (text[place.span.start : place.span.end], place.country, place.precision)
        for place in find_places(parse(text), gazetteer, focus_country=focus_country)
    ]


def only(text: str, gazetteer: Gazetteer) -> Place:
    (place,) = find_places(parse(text), gazetteer)
    return place


def test_a_place_is_returned_with_all_the_gazetteer_knows(gazetteer: Gazetteer) -> None:
    place = only("Three people were killed in the city of Srebrenica.", gazetteer)

    assert (place.name, place.country, place.precision, place.span.start) == (
        "Srebrenica",
        "BA",
        "settlement",
        40,
    )
    assert (place.latitude, place.longitude) == (
        pytest.approx(44.1, abs=0.1),
        pytest.approx(19.3, abs=0.1),
    )
    assert gazetteer.entry(place.gazetteer_id or 0) is not None


@pytest.mark.parametrize("written", ["Avdiivka", "Avdeevka", "Avdiyivka"])
def test_the_name_is_that_of_the_gazetteer_however_it_is_spelled(
    written: str, gazetteer: Gazetteer
) -> None:
    text = f"Shells fell in the town of {written}, Ukraine."

    place, _ = find_places(parse(text), gazetteer)

    assert (place.name, place.country) == ("Avdiyivka", "UA")


def test_the_words_beside_a_name_say_whether_region_or_town_is_meant(
    gazetteer: Gazetteer,
) -> None:
    text = "Police in the Poltava region searched the city of Poltava in Ukraine."

    assert located(text, gazetteer) == [
        ("Poltava", "UA", "region"),
        ("Poltava", "UA", "settlement"),
        ("Ukraine", "UA", "country"),
    ]


def test_regions_named_together_share_their_word(gazetteer: Gazetteer) -> None:
    text = "Fighting spread to the Vinnytsia and Zhytomyr regions of Ukraine."

    assert located(text, gazetteer)[:2] == [
        ("Vinnytsia", "UA", "region"),
        ("Zhytomyr", "UA", "region"),
    ]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("A bomb exploded in Tripoli, Lebanon.", "LB"),
        ("A bomb exploded in Tripoli, Libya.", "LY"),
        ("A bomb exploded in Tripoli. Lebanese police closed the road to Beirut.", "LB"),
    ],
)
def test_what_else_the_text_names_decides_between_namesakes(
    text: str, country: str, gazetteer: Gazetteer
) -> None:
    assert located(text, gazetteer)[0][1] == country


def test_the_focus_country_decides_where_the_text_does_not(gazetteer: Gazetteer) -> None:
    text = "A bomb exploded in Tripoli on Monday."

    assert located(text, gazetteer, focus_country="LB") == [("Tripoli", "LB", "settlement")]


def test_a_name_means_the_same_place_throughout(gazetteer: Gazetteer) -> None:
    text = "Gunmen entered Tripoli, Lebanon. Hours later they left. Tripoli was quiet."

    assert [c for w, c, _ in located(text, gazetteer) if w == "Tripoli"] == ["LB", "LB"]


def test_a_place_no_gazetteer_has_keeps_its_name_and_takes_its_region(
    gazetteer: Gazetteer,
) -> None:
    text = "Nine men were shot in the village of Zelenybir, in the Poltava region of Ukraine."

    village, region, *_ = find_places(parse(text), gazetteer)

    assert (village.name, village.gazetteer_id, village.precision) == (
        "Zelenybir",
        None,
        "settlement",
    )
    assert (village.admin1, village.country, village.latitude, village.longitude) == (
        region.admin1,
        "UA",
        region.latitude,
        region.longitude,
    )


@pytest.mark.parametrize(
    "text",
    [
        "Tehran denied that its soldiers had fired.",
        "The minister accused Sudan of the attack.",
        "Sudanese soldiers opened fire in March.",
        "Paris Holloway and Jordan Kessler met on Monday.",
        "Hamas said nothing.",
    ],
)
def test_parties_peoples_persons_and_months_are_no_places(text: str, gazetteer: Gazetteer) -> None:
    assert located(text, gazetteer) == []


def test_every_name_of_a_place_can_be_asked_for(gazetteer: Gazetteer) -> None:
    text = "Tehran denied that its soldiers had fired."

    found = find_places(parse(text), gazetteer, toponyms=True)

    assert [place.name for place in found] == ["Tehran"]


def test_a_text_without_capitals_is_read_too(gazetteer: Gazetteer) -> None:
    text = "police opened fire in lucknow on monday and two people were killed in kanpur district"

    assert ("lucknow", "IN", "settlement") in located(text, gazetteer)


def test_a_sentence_without_capitals_is_read_among_others(gazetteer: Gazetteer) -> None:
    text = (
        "Mayor speaks to Reporters\nthree people were killed in srebrenica in bosnia, police said."
    )

    doc = Doc.from_docs([parse(line) for line in text.splitlines()])
    assert [place.country for place in find_places(doc, gazetteer)] == ["BA", "BA"]


def test_a_quarter_of_which_nothing_is_said_lies_in_the_town_named_last(
    gazetteer: Gazetteer,
) -> None:
    text = (
        "The mayor of Poltava, Ukraine, spoke.\n"
        "Shells hit a school in the Oravellin district on Monday."
    )

    places = [p for p in find_places(parse(text), gazetteer) if p.gazetteer_id is None]

    assert [(p.name, p.country, p.admin1) for p in places] == [
        ("Oravellin", "UA", "Poltava Oblast")
    ]


def test_the_town_is_no_name(gazetteer: Gazetteer) -> None:
    assert located("The town was quiet. The village of the dead lay near.", gazetteer) == []


def test_an_unknown_name_is_a_place_only_where_places_stand(gazetteer: Gazetteer) -> None:
    text = "Gunmen shot a boy, Vorlandis Qemporlis, in Poltava, Ukraine."

    assert [words for words, _, _ in located(text, gazetteer)] == ["Poltava", "Ukraine"]


def test_places_come_in_reading_order_and_never_overlap(gazetteer: Gazetteer) -> None:
    text = (
        "From New Delhi to Old Goa, and from North Kivu to South Kivu in the DR Congo, people fled."
    )

    spans = [place.span for place in find_places(parse(text), gazetteer)]

    assert spans == sorted(spans, key=lambda span: span.start)
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_an_empty_text_has_no_places(gazetteer: Gazetteer) -> None:
    assert find_places(parse(""), gazetteer) == []


@pytest.mark.parametrize(
    ("text", "named", "capital"),
    [
        ("A bomb went off in Chad's capital on Monday.", "Chad's capital", "N'Djamena"),
        ("A bomb went off in the Malian capital on Monday.", "Malian capital", "Bamako"),
        ("A bomb went off in the capital of Niger.", "capital of Niger", "Niamey"),
        ("Officials in Somalia met in the capital.", "the capital", "Mogadishu"),
    ],
)
def test_a_capital_is_found_by_its_country(
    gazetteer: Gazetteer, text: str, named: str, capital: str
) -> None:
    places = find_places(parse(text), gazetteer)

    assert [p.name for p in places if text[p.span.start : p.span.end] == named] == [capital]


@pytest.mark.parametrize(
    "text",
    ["Somalia raised capital gains taxes.", "The capital, Mogadishu, lies in Somalia."],
)
def test_a_capital_that_is_named_or_is_money_is_no_place_of_its_own(
    gazetteer: Gazetteer, text: str
) -> None:
    places = find_places(parse(text), gazetteer)

    assert [text[p.span.start : p.span.end] for p in places if "apital" in text[p.span.start :]][
        :1
    ] in ([], ["Somalia"])


def test_a_direction_before_a_town_is_no_part_of_its_name(gazetteer: Gazetteer) -> None:
    text = "Marchers clashed in a quiet part of north Belfast."

    assert located(text, gazetteer) == [("Belfast", "GB", "settlement")]


def test_an_unknown_district_keeps_its_kind_and_the_country_of_the_text(
    gazetteer: Gazetteer,
) -> None:
    text = "Troops from Lusaka, in Zambia, shelled two villages in Qarvolo District."

    assert ("Qarvolo District", "ZM", "district") in located(text, gazetteer)
