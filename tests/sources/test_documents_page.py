from datetime import date

import pytest
from django.urls import reverse

from sources.enums import RunStatus
from tests.factories import make_claim, make_document, make_link, make_run, make_source

URL = "/documents/"


def _titles(client, **filters):
    return [row.title for row in client.get(URL, filters).context["page"].rows]


def test_address_is_the_agreed_one():
    assert reverse("sources:documents") == URL


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries_for_any_number_of_rows(
    viewer, django_assert_num_queries, rows
):
    for _ in range(rows):
        make_link(make_claim(make_document(source=make_source())))

    with django_assert_num_queries(5):  # session, user, permissions, sources, rows
        response = viewer.get(URL)

    assert len(response.context["page"].rows) == rows


def test_newest_upload_comes_first(viewer):
    for title in ["first", "second"]:
        make_document(title=title)

    assert _titles(viewer) == ["second", "first"]


def test_words_are_searched_in_title_and_text(viewer):
    make_document("Shelling killed ten.", title="Market")
    make_document("Nothing happened.", title="Shelling of a market")
    make_document("Nothing happened.", title="Weather")

    assert _titles(viewer, words="market shelling") == ["Shelling of a market", "Market"]
    assert _titles(viewer, words='"killed ten" -weather') == ["Market"]


def test_filters_narrow_the_list(viewer):
    herald = make_source("Herald", kind="ngo")
    make_document(title="match", source=herald, published=date(2022, 9, 17), language="uk")
    make_document(title="other", source=make_source("Wire"), published=date(2022, 9, 18))
    make_document(title="bare", language="")

    found = {
        name: _titles(viewer, **{name: value})
        for name, value in {
            "source": herald.pk,
            "kind": "ngo",
            "language": "uk",
            "published_to": "2022-09-17",
        }.items()
    }

    assert list(found.values()) == [["match"]] * 4
    assert _titles(viewer, published_from="2022-09-18") == ["other"]


def test_status_is_that_of_the_newest_run(viewer):
    failed_first = make_document(title="failed, then read")
    make_run(failed_first, status=RunStatus.FAILED, error="Too long.")
    make_run(failed_first)
    make_run(make_document(title="failed"), status=RunStatus.FAILED, error="Too long.")
    read_first = make_document(title="read, now queued")
    make_run(read_first)
    make_run(read_first, status=RunStatus.QUEUED)

    found = {status: _titles(viewer, status=status) for status in RunStatus.values}

    assert found == {
        "queued": ["read, now queued"],
        "running": [],
        "done": ["failed, then read"],
        "failed": ["failed"],
    }


def test_active_filter_is_a_chip_that_drops_it(viewer):
    make_document()

    response = viewer.get(URL, {"words": "gao", "language": "en", "after": "9"})

    assert [(chip.label, chip.url) for chip in response.context["chips"]] == [
        ("Words in title or text: gao", "?language=en"),
        ("Language: English", "?words=gao"),
    ]


@pytest.mark.parametrize(
    "query",
    [
        {"words": "\0"},
        {"words": "' | & !():*"},
        {"words": "a" * 5000},
        {"source": "x"},
        {"source": "9" * 30},
        {"published_from": "0000-00-00"},
        {"published_to": "9999-99-99"},
        {"status": "nonsense"},
        {"language": b"\xed\xa0\x80"},
        {"after": "9" * 18},
        {"before": "0"},
        {"before": "-5", "after": "<script>"},
    ],
)
def test_no_filter_can_break_the_page(viewer, query):
    make_document()

    assert viewer.get(URL, query).status_code == 200


def test_empty_list_says_what_to_do(viewer, contributor):
    pages = [client.get(URL).content.decode() for client in (viewer, contributor)]

    assert ["Upload articles</a>" in page for page in pages] == [False, True]
