from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import NumericRange
from django.urls import reverse

from sources.templatetags.why import Passage, fields_of
from tests.factories import (
    make_claim,
    make_count,
    make_document,
    make_link,
    make_run,
    make_speaker,
    make_user,
)

TEXT = "The village of Gao burnt on Monday.\nSoldiers shot at least 12 people, a teacher said."
QUOTE = "Soldiers shot at least 12 people, a teacher said."


def _span(words: str) -> NumericRange:
    start = TEXT.index(words)
    return NumericRange(start, start + len(words))


def _claim(**fields):
    document = make_document(TEXT)
    claim = make_claim(
        document,
        run=make_run(document),
        quote=QUOTE,
        event_type_span=_span("shot"),
        place_name="Gao",
        place_precision="settlement",
        place_span=_span("Gao"),
        perpetrator="Soldiers",
        perpetrator_span=_span("Soldiers"),
        stance_span=_span("said"),
        scores={"event_type": 0.85, "place": 0.65, "speakers": 0.9},
        rules={
            "event_type": "verb: shot",
            "support": "verb",
            "place": "carried",
            "date": "none",
            "perpetrator": "verb shot",
            "speakers": "verb",
            "stance": "verb",
        },
        **fields,
    )
    make_count(claim, span=_span("at least 12 people"))
    make_speaker(claim, span=_span("a teacher"))
    return claim


def _page(client, claim):
    return client.get(reverse("sources:why", args=[claim.pk]))


def test_each_field_tells_its_value_its_rule_and_its_score(db):
    told = {field.name: (field.value, field.why, field.score) for field in fields_of(_claim())}

    assert told == {
        "What": (
            "Unlawful killing",
            "The verb “shot” names such an event. A verb tells the event outright.",
            0.85,
        ),
        "Who says so": (
            "a teacher",
            "The subject of the verb of saying that the statement hangs from.",
            0.9,
        ),
        "How it is said": (
            "Alleged",
            "Somebody in the article says so, not the article itself.",
            None,
        ),
        "Where": (
            "Gao",
            "The sentence names no place: the one of the event told before still holds.",
            0.65,
        ),
        "How many": (
            "at least 12 killed",
            "The words make the number the least that it can be.",
            None,
        ),
        "By whom": (
            "Soldiers",
            "The grammar makes this party the one that acts in “shot”.",
            None,
        ),
    }


def test_words_stand_in_the_claims_sentence_or_in_the_line_they_come_from(db):
    passages = {field.name: field.passages for field in fields_of(_claim())}

    assert passages["What"] == (
        Passage("Soldiers ", "shot", " at least 12 people, a teacher said.", elsewhere=False),
    )
    assert passages["Where"] == (
        Passage("The village of ", "Gao", " burnt on Monday.", elsewhere=True),
    )


def test_words_that_stay_unresolved_are_shown_as_such(db):
    claim = _claim(date_span=_span("Monday"))

    (when,) = [field for field in fields_of(claim) if field.name == "When"]

    assert (when.value, [passage.words for passage in when.passages]) == ("", ["Monday"])


def test_rule_that_left_a_field_empty_on_purpose_is_told(db):
    claim = make_claim(rules={"place": "none: a general denial"})

    (where,) = [field for field in fields_of(claim) if field.name == "Where"]

    assert (where.value, where.why) == ("", "A denial of everything belongs to no place.")


def test_long_lines_are_cut_between_words(db):
    text = f"{'word ' * 40}Gao{' word' * 40}\nTen died."
    document = make_document(text)
    at = text.index("Gao")
    claim = make_claim(
        document,
        run=make_run(document),
        quote="Ten died.",
        place_name="Gao",
        place_precision="settlement",
        place_span=NumericRange(at, at + 3),
    )

    (passage,) = next(field for field in fields_of(claim) if field.name == "Where").passages

    assert passage == Passage(f"… {'word ' * 17}", "Gao", f"{' word' * 17} …", elsewhere=True)


def test_page_marks_the_words_and_names_the_reading(viewer):
    claim = _claim(date_start=date(2024, 5, 1), date_end=date(2024, 5, 1), date_precision="day")

    page = _page(viewer, claim).content.decode()

    assert '<mark class="ev ev-place">Gao</mark> burnt on Monday.' in page
    assert "Read by test 1 with none" in page


def test_claim_of_a_person_has_no_rules_to_show(viewer):
    first = _claim()
    person = make_user("reviewer", username="amina")
    corrected = make_claim(first.document, made_by=person, supersedes=first)

    page = _page(viewer, corrected).content.decode()

    assert "Stated by amina" in page
    assert f'href="{reverse("sources:why", args=[first.pk])}"' in page
    assert "<table" not in page


def test_article_is_escaped(viewer):
    document = make_document("<script>ten</script> died.")
    claim = make_claim(document, run=make_run(document), event_type_span=NumericRange(8, 11))

    assert "<script>ten" not in _page(viewer, claim).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_queries_for_any_number_of_counts(
    reviewer, django_assert_num_queries, rows
):
    claim = _claim()
    make_link(claim)
    for _ in range(rows - 1):
        make_count(claim)
        make_speaker(claim)

    # session, user, two of permissions, claim, counts, speakers
    with django_assert_num_queries(6):
        assert _page(reviewer, claim).status_code == 200


def test_claim_that_is_not_there_is_not_found(viewer):
    assert viewer.get(reverse("sources:why", args=[10**9])).status_code == 404


def test_document_page_and_review_card_lead_to_the_reasons(reviewer):
    claim = _claim()
    link = make_link(claim)
    address = f'<a href="{reverse("sources:why", args=[claim.pk])}">Why?</a>'

    pages = [
        reviewer.get(claim.document.get_absolute_url()).content.decode(),
        reviewer.get(reverse("incidents:judge", args=[link.pk])).content.decode(),
    ]

    assert [page.count(address) for page in pages] == [1, 1]
