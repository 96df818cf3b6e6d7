from datetime import date

import pytest
from django.urls import reverse

from sources.actions.likeness import compare, compare_waiting
from sources.models import DocumentLikeness, Fingerprint, Signature
from sources.tasks import sweep_likeness
from tests.factories import make_claim, make_document, make_source

LEDE = "Gunmen on motorcycles shot dead at least twelve villagers near the river town of Dorvan"
BODY = f"""{LEDE} before dawn, the deputy mayor said.
Survivors told of houses set alight and of families who hid among the reeds until it ended.
A nurse at the district clinic counted thirty wounded, most of them women who fetched water.
The army sent two platoons from the provincial capital and closed the bridge to all but ambulances.
No group has claimed the attack, the third on the valley since the harvest failed."""
OTHER = """Farmers in the south expect the best harvest in a decade after a month of steady rain.
Prices at the market of Tellin fell by a fifth, traders said, and the mill has hired again.
The ministry of agriculture warned that storage is short and that the road must be mended soon."""


def _beside(one, other):
    return reverse("sources:beside", args=[one.pk, other.pk])


def _compared(*texts, **fields):
    documents = [
        make_document(text, title=f"article {n}", **fields) for n, text in enumerate(texts)
    ]
    for document in documents:
        compare(document.pk)
    return documents


@pytest.mark.django_db
def test_copy_under_another_headline_is_linked_both_ways():
    one, copy, _ = _compared(BODY, f"Twelve killed\n{BODY}", OTHER)

    links = DocumentLikeness.objects.order_by("document")

    assert [(link.document, link.other, link.kind) for link in links] == [
        (one, copy, "near_duplicate"),
        (copy, one, "near_duplicate"),
    ]
    assert [link.share == 1.0 for link in links] == [True, False]
    assert [link.words for link in links] == [86, 86]


@pytest.mark.django_db
def test_part_of_a_longer_article_is_an_excerpt_of_it():
    half = "\n".join(BODY.splitlines()[:3])
    _compared(half, f"{BODY}\n{OTHER}")

    kinds = DocumentLikeness.objects.order_by("document").values_list("kind", flat=True)

    assert list(kinds) == ["excerpt", "contains"]


@pytest.mark.django_db
def test_comparing_twice_changes_nothing():
    one, copy = _compared(BODY, f"Twelve killed\n{BODY}")
    before = list(DocumentLikeness.objects.values_list("pk", flat=True))

    compare(one.pk)
    compare(copy.pk)

    assert list(DocumentLikeness.objects.values_list("pk", flat=True)) == before


@pytest.mark.django_db
def test_document_that_is_gone_is_compared_with_nothing():
    assert (compare(2**31 - 1), Signature.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_sweep_compares_what_no_message_has_reached():
    make_document(BODY)
    make_document(BODY + " ")

    sweep_likeness()

    assert (Signature.objects.count(), DocumentLikeness.objects.count()) == (2, 2)
    assert compare_waiting(limit=10) == 0


@pytest.mark.django_db
def test_fingerprint_of_another_version_is_made_anew():
    one, _ = _compared(BODY, OTHER)
    Signature.objects.filter(document=one).update(version=0)
    numbers = set(Fingerprint.objects.filter(document=one).values_list("number", flat=True))

    compared = compare_waiting(limit=10)

    again = set(Fingerprint.objects.filter(document=one).values_list("number", flat=True))
    assert (compared, again) == (1, numbers)


@pytest.mark.django_db
def test_copy_of_an_agency_is_recognised_by_its_source_or_by_its_credit():
    wire, copy = _compared(BODY, f"Twelve killed\n{BODY}")
    link = DocumentLikeness.objects.in_full().get(document=copy)
    unknown = link.agency
    wire.source = make_source("Valley Wire", kind="agency", is_wire=True)
    wire.save(update_fields=["source"])
    flagged = DocumentLikeness.objects.in_full().get(document=copy).agency
    _, credited = _compared(OTHER, f"TELLIN (AFP) - {OTHER}")

    assert (unknown, flagged) == ("", "Valley Wire")
    assert (
        DocumentLikeness.objects.in_full().get(document=credited).agency == "Agence France-Presse"
    )


def test_document_page_names_the_articles_with_text_in_common(viewer):
    one, copy = _compared(BODY, f"Twelve killed\n{BODY}", published=date(2024, 3, 2))

    page = viewer.get(one.get_absolute_url()).content.decode()
    alone = viewer.get(make_document().get_absolute_url()).content.decode()

    assert page.count("86 words") == 1
    assert page.count(f'href="{_beside(one, copy)}"') == 1
    assert alone.count("It has not been compared with the other articles yet.") == 1


def test_list_and_polled_status_mark_what_is_linked(viewer):
    _, copy = _compared(BODY, f"Twelve killed\n{BODY}")

    marks = [
        viewer.get(url).content.decode().count("Text in common with")
        for url in (reverse("sources:documents"), reverse("sources:status", args=[copy.pk]))
    ]

    assert marks == [2, 1]


def test_side_by_side_marks_what_differs_in_words_and_lines(viewer):
    one, copy = _compared(BODY, f"Twelve killed\n{BODY.replace('thirty', 'forty')}")

    page = viewer.get(_beside(one, copy)).content.decode()

    assert page.count("<del>thirty</del>") == 1
    assert page.count("<ins>forty</ins>") == 1
    assert page.count("Only in the right one</span> Twelve killed") == 1
    assert page.count("2 sentences alike</summary>") == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_queries_for_any_number_of_links(
    viewer, django_assert_num_queries, rows
):
    one, *copies = _compared(BODY, *(f"Copy {n}\n{BODY}" for n in range(rows)))

    with django_assert_num_queries(8):
        viewer.get(one.get_absolute_url())
    with django_assert_num_queries(6):
        viewer.get(_beside(one, copies[0]))


def test_sentence_of_a_covered_claim_is_covered_side_by_side(viewer):
    one, copy = _compared(BODY, f"Twelve killed\n{BODY.replace('thirty', 'forty')}")
    make_claim(one, event_type="torture", quote=BODY.splitlines()[2])

    page = viewer.get(_beside(one, copy)).content.decode()

    assert page.count("beside-changed sensitive") == 1
    assert page.count("Text about torture.") == 1


def test_article_beside_itself_or_beside_none_is_not_found(viewer):
    one = make_document()
    wanted = [(one.pk, one.pk), (one.pk, 0), (one.pk, 10**30), (2**63, one.pk)]

    answers = [viewer.get(reverse("sources:beside", args=pair)).status_code for pair in wanted]

    assert answers == [404] * 4
