from datetime import date

import pytest
from django.urls import reverse

from sources.enums import RunStatus
from sources.models import Document
from tests.factories import (
    make_claim,
    make_count,
    make_document,
    make_incident,
    make_link,
    make_run,
    make_source,
    make_speaker,
    make_user,
)

HTMX = {"HX-Request": "true"}


def _url(document, name="document"):
    return reverse(f"sources:{name}", args=[document.pk])


def _page(client, document, **query):
    return client.get(_url(document), query).content.decode()


def test_addresses_are_the_agreed_ones(db):
    document = make_document()

    found = [
        _url(document, name)
        for name in ["document", "status", "describe", "retry", "original", "text"]
    ]

    root = f"/documents/{document.pk}/"
    assert found == [
        root,
        f"{root}status/",
        f"{root}describe/",
        f"{root}retry/",
        f"{root}original/",
        f"{root}text/",
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_queries_for_any_number_of_claims(
    reviewer, django_assert_num_queries, rows
):
    document = make_document(source=make_source())
    run = make_run(document)
    for _ in range(rows):
        claim = make_claim(document, run=run)
        make_count(claim)
        make_speaker(claim)
        make_link(claim)

    # session, user, permissions, document, claims, counts, speakers, runs, edits, sources;
    # of the active claim: its run and its incident; the articles with text in common
    with django_assert_num_queries(13):
        response = reviewer.get(_url(document))

    assert len(response.context["claims"]) == rows


def test_first_claim_is_active_until_another_is_chosen(viewer):
    document = make_document("Ten died in Rome. Two were hurt.")
    run = make_run(document)
    first = make_claim(document, quote="Ten died in Rome.", run=run)
    second = make_claim(document, quote="Two were hurt.", run=run)

    chosen = [
        viewer.get(_url(document), {"claim": wanted}).context["active"]
        for wanted in ["", second.pk, "nonsense", "9" * 40, "\0"]
    ]

    assert chosen == [first, second, first, first, first]


def test_replaced_claim_is_not_shown(viewer):
    document = make_document("Ten died in Rome.")
    run = make_run(document)
    kept = make_claim(document, run=run)
    make_link(make_claim(document, run=run), verdict="replaced")

    assert viewer.get(_url(document)).context["claims"] == [kept]


def test_claim_card_leads_to_incident_and_to_judgement(viewer, reviewer):
    document = make_document()
    incident = make_incident()
    link = make_link(make_claim(document), incident, verdict="accepted")
    to_incident = f'href="/incidents/{incident.reference}/"'
    to_judge = f'href="/queue/{link.pk}/"'

    pages = [_page(client, document) for client in (viewer, reviewer)]

    assert [page.count(to_incident) for page in pages] == [1, 1]
    assert [page.count(to_judge) for page in pages] == [0, 1]
    assert [page.count("chip-accepted") for page in pages] == [2, 2]


def test_missing_date_is_said_with_a_way_to_set_it(viewer, contributor):
    undated = make_document(published=None)
    sentence = "Relative dates stay unresolved because this article has no published date."
    dated = make_document(published=date(2022, 9, 17))

    pages = [_page(contributor, undated), _page(viewer, undated), _page(contributor, dated)]

    assert [page.count(sentence) for page in pages] == [1, 1, 0]
    assert [page.count('<a href="#describe">Set it.</a>') for page in pages] == [1, 0, 0]


def test_unresolved_date_shows_the_words_of_the_article(viewer):
    document = make_document("Ten died on Thursday.")
    make_claim(document, date_span=(12, 20))

    page = _page(viewer, document)

    assert page.count('href="#at-12" data-shows>“Thursday”</a>') == 1


@pytest.mark.parametrize(
    ("language", "sentences"), [("en", 0), ("pl", 1), ("und", 1), ("", 1), ("tlh", 1)]
)
def test_language_that_is_not_read_is_said(viewer, language, sentences):
    page = _page(viewer, make_document(language=language))

    assert page.count("Claims are read from English only") == sentences


def test_nothing_an_article_says_can_become_markup(viewer):
    script = "<script>alert(1)</script>"
    document = make_document(
        f"Ten died. {script}",
        title=script,
        filename=script,
        warnings=[script],
        source=make_source(script),
        url="javascript:alert(1)",
        encoding=script,
    )
    claim = make_claim(document, place_name=script, place_precision="site", perpetrator=script)
    make_speaker(claim, script)
    make_run(document, status=RunStatus.FAILED, error=script, reason=script)

    page = _page(viewer, document)

    assert page.count("<script>alert") == 0
    assert page.count('href="javascript:') == 0


def test_unfinished_run_is_polled_and_a_finished_one_is_not(viewer):
    document = make_document()
    run = make_run(document, status=RunStatus.QUEUED)
    poll = f'hx-get="{_url(document, "status")}" hx-trigger="every 2s"'
    polled = []

    for status in [RunStatus.QUEUED, RunStatus.RUNNING, RunStatus.DONE]:
        run.status, run.pipeline, run.model = status, "test 1", "none"
        run.save()
        polled.append(viewer.get(_url(document, "status")).content.decode().count(poll))

    assert polled == [1, 1, 0]


def test_finished_reading_brings_its_claims_to_the_open_page(viewer):
    document = make_document()
    make_claim(document)

    answer = viewer.get(_url(document, "status"), {"on_page": ""}).content.decode()

    load = f'hx-get="{_url(document)}" hx-trigger="load" hx-select="#reading"'
    assert (answer.count(load), answer.count("1 claim")) == (1, 1)


def test_failed_reading_says_why_and_offers_a_retry(viewer, contributor):
    document = make_document()
    make_run(document, status=RunStatus.FAILED, error="It took too long.")

    answers = [
        client.get(_url(document, "status")).content.decode() for client in (viewer, contributor)
    ]

    assert [answer.count("It took too long.") for answer in answers] == [1, 1]
    assert [answer.count("Retry</button>") for answer in answers] == [0, 1]


def test_retry_queues_one_reading_however_often_it_is_pressed(contributor):
    document = make_document()
    make_run(document, status=RunStatus.FAILED, error="It took too long.")

    first = contributor.post(_url(document, "retry"))
    second = contributor.post(_url(document, "retry"), headers=HTMX)

    assert (first.status_code, first.url) == (302, _url(document))
    assert second.templates[0].name == "sources/_status.html"
    assert list(document.runs.order_by("pk").values_list("status", flat=True)) == [
        "failed",
        "queued",
    ]


def _described(**changes):
    return {
        "title": "A title",
        "source": "Herald",
        "published": "2022-09-17",
        "url": "https://example.org/",
        "language": "en",
    } | changes


def test_description_is_saved_and_a_new_date_has_it_read_again(contributor):
    document = make_document(published=None)

    response = contributor.post(_url(document, "describe"), _described())

    document = Document.objects.get()
    assert (response.status_code, response.url) == (302, _url(document))
    assert (document.title, str(document.source)) == ("A title", "Herald")
    assert (document.published, document.url) == (date(2022, 9, 17), "https://example.org/")
    assert [run.reason for run in document.runs.all()] == ["published date set to 2022-09-17"]


def test_invalid_description_is_shown_again_with_what_was_typed(contributor):
    document = make_document(title="Before")

    page = contributor.post(_url(document, "describe"), _described(title="", url="x y"))
    fragment = contributor.post(
        _url(document, "describe"), _described(published="9999-12-31"), headers=HTMX
    )

    assert (page.status_code, fragment.status_code) == (422, 422)
    assert [page.templates[0].name, fragment.templates[0].name] == [
        "sources/document.html",
        "sources/_describe.html",
    ]
    assert list(page.context["form"].errors) == ["title", "url"]
    assert page.context["form"]["url"].value() == "x y"
    assert fragment.context["form"].errors["published"] == ["This day is still to come."]
    assert Document.objects.get().title == "Before"


def test_language_that_was_detected_but_is_unknown_here_can_be_kept(contributor):
    document = make_document(language="tlh")

    contributor.post(_url(document, "describe"), _described(language="tlh"))

    assert Document.objects.get().title == "A title"


def test_htmx_goes_to_the_document_after_saving(contributor):
    document = make_document()

    response = contributor.post(_url(document, "describe"), _described(), headers=HTMX)

    assert response.headers["HX-Redirect"] == _url(document)


@pytest.mark.parametrize(
    ("filename", "disposition"),
    [
        ("article.html", 'attachment; filename="article.html"'),
        ('say "hi".html', r'attachment; filename="say \"hi\".html"'),
        ("../../etc/passwd", 'attachment; filename="_.._etc_passwd"'),
        ("a\r\nSet-Cookie: b=c", 'attachment; filename="aSet-Cookie_ b=c"'),
        ("a\u202etxt.exe", 'attachment; filename="atxt.exe"'),
        ("стаття.txt", "attachment; filename*=utf-8''%D1%81%D1%82%D0%B0%D1%82%D1%82%D1%8F.txt"),
        ("...", 'attachment; filename="article"'),
    ],
)
def test_original_is_saved_and_never_opened(viewer, filename, disposition):
    content = b"<script>alert(1)</script>\xff\x00"
    document = make_document(content=content, filename=filename, media_type="text/html")

    response = viewer.get(_url(document, "original"))

    assert response.content == content
    assert response.headers["Content-Disposition"] == disposition
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_text_is_what_every_offset_points_into(viewer):
    document = make_document("Zehn Tote in Łódź. 😀\n", filename="a.html")

    response = viewer.get(_url(document, "text"))

    assert response.content.decode() == document.text
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="a.html.txt"'


def test_history_says_who_asked_for_each_reading_and_why(viewer):
    document = make_document()
    asker = make_user("contributor", username="olena")
    make_run(document, reason="published date set to 2022-09-17", asked_by=asker)

    page = " ".join(_page(viewer, document).split())

    assert page.count("<p>Published date set to 2022-09-17, by olena.</p>") == 1
