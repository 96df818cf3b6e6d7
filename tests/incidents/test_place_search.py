"""Places by the beginning of a name, and what words of an article say of a field."""

from datetime import date

import pytest
from django.urls import reverse

from incidents.lookup import Surroundings, find_places, named_place
from tests.factories import make_claim, make_document

JSON = {"HTTP_ACCEPT": "application/json"}
UKRAINE = Surroundings(("UA",), ((49.98, 36.25),))


def names(words, around=None, limit=1):
    found = find_places(words, around or Surroundings(), limit=limit)
    return [(place.name, place.country) for place in found]


@pytest.mark.parametrize(
    "words", ["Izyum", "Izium", "izyu", "Ізюм", "Изюм", "ізю", "IZYUM", "Izyum’"]
)
def test_place_is_found_in_any_spelling_and_alphabet(words):
    assert names(words, UKRAINE) == [("Izyum", "UA")]


def test_name_in_full_comes_before_more_people():
    assert names("Gao", limit=1) == [("Gao", "ML")]


def test_country_of_the_article_comes_before_more_people():
    assert [names("Alexandri"), names("Alexandri", Surroundings(("US",)))] == [
        [("Alexandria", "EG")],
        [("Alexandria", "US")],
    ]


def test_place_near_the_other_places_of_the_article_comes_first():
    springfields = [
        find_places("Springfield", Surroundings(("US",), (point,)), limit=1)[0].admin1
        for point in ((39.8, -89.65), (42.1, -72.6))
    ]

    assert springfields == ["Illinois", "Massachusetts"]


@pytest.mark.parametrize("words", ["", " ", "?", "Qqxzzv", "\x00"])
def test_what_names_no_place_finds_none(words):
    assert find_places(words) == ()


def test_place_is_named_inside_longer_words():
    place = named_place("the old market of Timbuktu")

    assert place
    assert (place.name, place.country) == ("Timbuktu", "ML")


def test_search_answers_with_all_that_a_form_needs(reviewer):
    response = reviewer.get(reverse("incidents:places"), {"q": "Timbukt"}, **JSON)

    assert response.json()["places"][0] == {
        "name": "Timbuktu",
        "admin1": "Tombouctou",
        "country": "ML",
        "country_name": "Mali",
        "latitude": 16.7735,
        "longitude": -3.0074,
        "gazetteer_id": 2449067,
        "precision": "settlement",
        "kind": "settlement",
        "within": "Tombouctou, Mali",
        "population": 84208,
    }


def test_search_as_a_list_offers_to_keep_the_name_as_written(reviewer):
    page = reviewer.get(reverse("incidents:places"), {"q": "Qqxzzv"}).content.decode()

    assert page.count('role="option"') == 1
    assert "keep <strong>Qqxzzv</strong> as written" in page


def test_search_puts_the_countries_of_the_article_first_in_few_queries(
    reviewer, django_assert_num_queries
):
    document = make_document()
    make_claim(document, place_name="Dallas", place_precision="settlement", place_country="US")
    url = reverse("incidents:places")

    for _ in range(2):
        make_claim(document, place_name="Reno", place_precision="settlement", place_country="US")
        with django_assert_num_queries(5):
            response = reviewer.get(url, {"q": "Alexandri", "document": document.pk}, **JSON)

    assert response.json()["places"][0]["country"] == "US"


@pytest.mark.parametrize("document", ["x", "0", "9" * 30, "²", ""])
def test_search_without_a_known_article_still_answers(reviewer, document):
    url = reverse("incidents:places")

    assert reviewer.get(url, {"q": "Gao", "document": document}).status_code == 200


@pytest.fixture
def document(db):
    text = "On Friday gunmen shot at least 12 villagers near Timbuktu, the governor said."
    return make_document(text, published=date(2021, 5, 5))


def read(client, document, field, words):
    start = document.text.index(words)
    data = {"field": field, "start": start, "end": start + len(words)}
    return client.get(reverse("incidents:reading", args=[document.pk]), data).json()


def test_selected_words_say_when_where_and_how_many(reviewer, document):
    answers = [
        read(reviewer, document, "date", "Friday"),
        read(reviewer, document, "count", "at least 12 villagers"),
        read(reviewer, document, "speaker", "the governor"),
    ]

    assert answers == [
        {
            "values": {
                "date_start": "2021-04-30",
                "date_end": "2021-04-30",
                "date_precision": "day",
                "date_as_shown": "on",
                "date_span": "3-9",
            },
            "said": "30 Apr 2021 (day)",
        },
        {
            "values": {"lower": 12, "upper": None, "qualifier": "at_least", "span": "22-43"},
            "said": "“at least 12 villagers”: at least 12",
        },
        {
            "values": {"name": "the governor", "actor": None, "span": "59-71"},
            "said": "“the governor”",
        },
    ]


def test_words_without_a_date_keep_their_place_and_say_so(reviewer, document):
    answer = read(reviewer, document, "date", "gunmen")

    assert answer == {
        "values": {
            "date_start": None,
            "date_end": None,
            "date_precision": None,
            "date_span": "10-16",
        },
        "said": "No day follows from these words. Type the days.",
    }


def test_typed_words_are_read_by_the_rules_of_the_machine(reviewer, document):
    url = reverse("incidents:reading", args=[document.pk])
    answers = [
        reviewer.get(url, {"field": field, "words": words}).json()["values"]
        for field, words in (("count", "dozens"), ("date", "early March 2021"), ("count", "many"))
    ]

    assert answers == [
        {"lower": 24, "upper": 99, "qualifier": "vague"},
        {
            "date_start": "2021-03-01",
            "date_end": "2021-03-31",
            "date_precision": "month",
            "date_as_shown": "on",
        },
        {},
    ]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"field": "place"},
        {"field": "x", "start": 0, "end": 5},
        {"field": "place", "start": 5, "end": 5},
        {"field": "place", "start": 0, "end": 9_999},
        {"field": "place", "start": "²", "end": "9" * 30},
    ],
)
def test_reading_of_nothing_is_refused(reviewer, document, asked):
    url = reverse("incidents:reading", args=[document.pk])

    assert reviewer.get(url, asked).status_code == 422
