"""The pages that correct and add claims: races, first states, and what they cost."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import NumericRange
from django.urls import reverse

from incidents.actions import review
from incidents.enums import Verdict
from incidents.models import IncidentClaim
from tests.factories import make_claim, make_count, make_document, make_link, make_speaker
from tests.incidents.states import draft_of


def address(name, *args):
    return reverse(f"incidents:{name}", args=args)


def posted(response, **typed):
    """Return what a browser sends of a page: all that its forms show, and what was typed."""
    data = {"version": response.context["link"].version}
    forms = [response.context["form"]]
    for rows in (response.context["count_rows"], response.context["speaker_rows"]):
        forms += [rows.management_form, *rows]
    for form in forms:
        for field in form:
            if field.value() is not None and field.value() is not False:
                data.setdefault(field.html_name, field.value())
    return data | typed


@pytest.fixture
def placed(db):
    claim = make_claim(
        place_name="Gao", place_precision="settlement", place_country="ML", place_admin1="Gao"
    )
    make_count(claim)
    make_speaker(claim)
    return make_link(claim)


def test_loser_of_a_race_saves_what_was_typed_in_one_more_step(reviewer, placed, ana):
    page = reviewer.get(address("correct", placed.pk))
    data = posted(page, weapon="a rifle", victims="two teachers")
    first = review.correct(
        placed, draft_of(placed.claim, place_name="Kidal", weapon="a gun"), by=ana, version=0
    )

    refused = reviewer.post(address("correct", placed.pk), data)
    saved = reviewer.post(refused.context["action"], posted(refused))

    assert (refused.status_code, refused.context["newer"]) == (409, first)
    assert "Kidal" in refused.content.decode()
    newest = IncidentClaim.objects.get(verdict=Verdict.ACCEPTED)
    assert saved.url == address("judge", newest.pk)
    claim = newest.claim
    assert claim.supersedes_id == first.claim_id
    assert (claim.weapon, claim.victims, claim.place_name, claim.place_country) == (
        "a rifle",
        "two teachers",
        "Gao",
        "ML",
    )
    assert [count.lower for count in claim.counts.all()] == [12]
    assert [speaker.name for speaker in claim.speakers.all()] == ["a teacher"]


def test_correction_of_a_replaced_claim_leads_to_the_claim_that_stands(reviewer, placed, ana):
    first = review.correct(placed, draft_of(placed.claim, weapon="a gun"), by=ana, version=0)

    response = reviewer.get(address("correct", placed.pk))

    assert response.url.rstrip("?") == address("correct", first.pk)


@pytest.fixture
def document(db):
    text = "On Friday gunmen shot at least 12 villagers near Timbuktu, the governor said."
    return make_document(text, published=date(2021, 5, 5))


@pytest.mark.parametrize(
    ("field", "words", "name", "value"),
    [
        ("place", "Timbuktu", "place_country", "ML"),
        ("date", "Friday", "date_start", date(2021, 4, 30)),
        ("perpetrator", "gunmen", "perpetrator_span", "10-16"),
        ("victims", "villagers", "victims", "villagers"),
    ],
)
def test_words_selected_on_another_page_fill_the_form(
    reviewer, document, field, words, name, value
):
    link = make_link(make_claim(document))
    start = document.text.index(words)

    page = reviewer.get(
        address("correct", link.pk), {"field": field, "start": start, "end": start + len(words)}
    )

    shown = page.context["form"][name].value()
    form = page.context["form"]
    assert (form.fields[name].prepare_value(shown) if "span" in name else shown) == value


def test_selected_number_and_speaker_get_rows_of_their_own(reviewer, document):
    claim = make_claim(document)
    make_count(claim, lower=3)
    link = make_link(claim)

    pages = [
        reviewer.get(address("correct", link.pk), {"field": field, "start": start, "end": end})
        for field, start, end in (("count", 22, 33), ("speaker", 59, 71))
    ]

    assert [row["lower"].value() for row in pages[0].context["count_rows"]][:2] == [3, 12]
    assert pages[1].context["speaker_rows"][0]["name"].value() == "the governor"


def test_new_claim_from_selected_words_rests_on_them(reviewer, document):
    page = reviewer.get(address("add_claim", document.pk), {"start": 3, "end": 42})

    assert page.context["quote"] == "Friday gunmen shot at least 12 villager"


def test_known_parties_are_offered_this_article_first(reviewer, document):
    elsewhere = make_claim()
    make_speaker(elsewhere, "a nurse")
    claim = make_claim(document, perpetrator="the gunmen", perpetrator_span=NumericRange(10, 16))
    make_speaker(claim, "the governor")

    hints = reviewer.get(address("correct", make_link(claim).pk)).context["hints"]

    assert hints["speakers"] == ["the governor", "a nurse"]
    assert hints["parties"][0] == "the gunmen"
    assert hints["parties"].count("Russian forces") == 1


def test_form_costs_as_many_queries_for_one_claim_as_for_many(
    reviewer, document, django_assert_num_queries
):
    link = make_link(make_claim(document))
    url = address("correct", link.pk)
    reviewer.get(url)

    for _ in range(2):
        with django_assert_num_queries(11):
            reviewer.get(url)
        for _ in range(2):
            more = make_claim(document, perpetrator="gunmen")
            make_count(more)
            make_speaker(more, "the governor")
            make_link(more)
