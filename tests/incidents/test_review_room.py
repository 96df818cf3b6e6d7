"""The queue as a reviewer uses it: filters, orders, skipping, coming back, taking back."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from incidents.actions import notes, review
from incidents.actions import queue as leases
from incidents.enums import Verdict
from incidents.models import IncidentClaim, Skip
from sources.actions.documents import describe_document
from tests.factories import (
    make_claim,
    make_count,
    make_document,
    make_incident,
    make_link,
    make_run,
    make_source,
    make_speaker,
)

HTMX = {"HTTP_HX_REQUEST": "true"}
QUEUE = "/queue/"


def judging(link, query=""):
    return reverse("incidents:judge", args=[link.pk]) + (f"?{query}" if query else "")


def me(client):
    return User.objects.get(pk=client.session["_auth_user_id"])


def skip(client, link, query=""):
    return client.post(reverse("incidents:skip", args=[link.pk]) + query)


def accept(client, link, **headers):
    data = {"verdict": "accepted", "version": link.version}
    return client.post(reverse("incidents:decide", args=[link.pk]), data, **headers)


@pytest.fixture
def three(db):
    return [make_link() for _ in range(3)]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"sort": "newest"}, 2),
        ({"sort": "surest"}, 1),
        ({"sort": "doubtful"}, 2),
        ({"sort": "date"}, 1),
        ({"confidence": "0.9"}, 1),
        ({"confidence_to": "0.5"}, 2),
        ({"since": "2021-01-01"}, 2),
        ({"until": "2020-12-31"}, 1),
        ({"place": "gAo"}, 1),
        ({"words": "rebels"}, 2),
        ({"sort": "reading"}, 0),
    ],
)
def test_filters_and_order_choose_the_claim(reviewer, query, wanted):
    place: dict[str, Any] = {"place_name": "Gao", "place_precision": "settlement"}
    days: Iterator[dict[str, Any]] = (
        {"date_start": day, "date_end": day, "date_precision": "day"}
        for day in (date(2020, 5, 1), date(2022, 5, 1))
    )
    old, new = days
    links = [
        make_link(make_claim(confidence=0.8)),
        make_link(make_claim(confidence=0.95, **place, **old)),
        make_link(make_claim(make_document("Ten rebels died."), confidence=0.3, **new)),
    ]

    response = reviewer.get(QUEUE, query)

    assert response.url.split("?")[0] == judging(links[wanted])


def test_source_of_the_queue_is_the_one_that_the_document_has_now(reviewer, three, ana):
    herald, document = make_source("Herald"), three[1].claim.document
    describe_document(
        document, by=ana, title="An article", source=herald, published=None, url="", language="en"
    )

    response = reviewer.get(QUEUE, {"source": herald.pk})

    assert response.url.split("?")[0] == judging(three[1])


def test_claims_of_one_article_can_be_judged_apart(reviewer, three):
    response = reviewer.get(QUEUE, {"document": three[2].claim.document_id})

    assert response.url.split("?")[0] == judging(three[2])


def test_queue_of_unsure_claims_shows_those_of_everybody_and_mine_alone(reviewer, three, ana):
    review.judge(three[1], Verdict.UNSURE, by=ana, version=0)
    review.judge(three[2], Verdict.UNSURE, by=me(reviewer), version=0)

    answers = [
        reviewer.get(QUEUE, query).url.split("?")[0]
        for query in ({"state": "unsure"}, {"mine": "unsure"})
    ]

    assert answers == [judging(three[1]), judging(three[2])]


def test_note_that_names_me_puts_its_claims_into_my_queue(reviewer, three, ana):
    notes.annotate(three[0].incident, by=ana, text="Ask @reviewer2 about this")
    notes.annotate(three[1].incident, by=ana, text="@reviewer, was this not in May?")

    assert reviewer.get(QUEUE, {"mine": "mentioned"}).url.split("?")[0] == judging(three[1])


def test_resolved_note_asks_nobody(reviewer, three, ana):
    note = notes.annotate(three[1].incident, by=ana, text="@reviewer?")
    notes.resolve(note, by=ana)

    assert reviewer.get(QUEUE, {"mine": "mentioned"}).status_code == 200


def test_skipped_claim_comes_back_after_the_others(reviewer, three):
    assert reviewer.get(QUEUE).url == judging(three[0])

    seen = [skip(reviewer, three[0]).url, accept(reviewer, three[1]).url]
    seen.append(accept(reviewer, three[2]).url)

    assert seen == [judging(three[1]), judging(three[2]), judging(three[0])]
    assert "You put this claim off earlier" in reviewer.get(seen[-1]).content.decode()


def test_skipped_claims_take_turns(reviewer, three):
    for link in three:
        skip(reviewer, link)

    seen = [skip(reviewer, link).url for link in three]

    assert seen == [judging(three[1]), judging(three[2]), judging(three[0])]


def test_skipped_claim_is_free_for_somebody_else(reviewer, three, ana):
    reviewer.get(QUEUE)
    skip(reviewer, three[0])

    assert leases.take_next(IncidentClaim.objects.all(), by=ana) == three[0]


def test_skips_of_judged_claims_are_forgotten(reviewer, three, ana):
    skip(reviewer, three[0])
    review.judge(three[0], Verdict.ACCEPTED, by=ana, version=0)

    skip(reviewer, three[1])

    assert list(Skip.objects.values_list("link", flat=True)) == [three[1].pk]


def test_queue_opens_again_where_the_reviewer_stopped_with_the_same_filters(reviewer, three):
    make_link(make_claim(event_type="torture"))
    last = make_link(make_claim(event_type="torture"))
    reviewer.get(judging(last, "event_type=torture"))
    reviewer.logout()
    reviewer.force_login(User.objects.get(username="reviewer"))

    response = reviewer.get(QUEUE, follow=True)

    assert response.redirect_chain[-1][0] == judging(last, "event_type=torture")


def test_place_behind_a_judged_claim_is_remembered(reviewer, three, ana):
    reviewer.get(judging(three[1]))
    review.judge(three[1], Verdict.ACCEPTED, by=ana, version=0)

    assert reviewer.get(QUEUE).url == judging(three[2])


def test_whole_queue_is_one_address_away_from_the_remembered_filters(reviewer, three):
    reviewer.get(judging(three[2], "sort=newest"))

    response = reviewer.get(QUEUE, {"sort": "reading"})

    assert response.url == judging(three[0])


def test_claim_says_who_holds_it_and_for_how_long(reviewer, three, ana):
    leases.take(three[0], by=ana)

    page = reviewer.get(judging(three[0]))

    assert "ana has it until" in page.content.decode()
    assert 500 < page.context["seconds_left"] <= 600


def test_number_of_claims_left_follows_the_filters(reviewer, three):
    make_link(make_claim(event_type="torture"))

    numbers = [
        reviewer.get(judging(three[0], query)).context["left"].value
        for query in ("", "event_type=torture", "event_type=pillage")
    ]

    assert numbers == [4, 1, 0]


def test_conflict_shows_the_newer_state_beside_what_was_chosen(reviewer, three, ana):
    review.judge(three[0], Verdict.REJECTED, by=ana, version=0, reason="A drill")

    response = reviewer.post(
        reverse("incidents:decide", args=[three[0].pk]),
        {"verdict": "accepted", "version": 0, "reason": "Two saw it"},
        **HTMX,
    )

    page = response.content.decode()
    assert response.status_code == 409
    assert "Rejected, by ana" in page
    assert "“A drill”" in page
    assert "Accepted: “Two saw it”" in page


def test_key_for_another_event_type_opens_the_correction_with_it(reviewer, three):
    url = reverse("incidents:correct", args=[three[0].pk])

    forms = [reviewer.get(url, {"type": code}).context["form"] for code in ("torture", "x")]

    assert [form["event_type"].value() for form in forms] == ["torture", "unlawful_killing"]
    three[0].refresh_from_db()
    assert three[0].version == 0


def test_recent_decisions_are_mine_and_not_undone_newest_first(reviewer, three, ana):
    for link in three[:2]:
        accept(reviewer, link)
    review.judge(three[2], Verdict.ACCEPTED, by=ana, version=0)

    page = reviewer.get("/decisions/")
    shown = [done.claim_id for done in page.context["page"].rows]
    reviewer.post(reverse("incidents:undo", args=[page.context["page"].rows[1].pk]))
    after = [done.claim_id for done in reviewer.get("/decisions/").context["page"].rows]

    assert shown == [three[1].claim_id, three[0].claim_id]
    assert after == [three[1].claim_id]


def test_act_of_many_decisions_is_listed_once(reviewer, ana):
    incident = make_incident()
    for _ in range(3):
        make_link(make_claim(), incident)
    review.confirm(incident, by=me(reviewer), version=0, accept_pending=True)

    rows = reviewer.get("/decisions/").context["page"].rows

    assert [(done.action, done.incident_id) for done in rows] == [("confirm", incident.pk)]


def make_rows(number):
    """Make an article with some claims of one incident, one of them held and one judged."""
    document, incident = make_document(source=make_source()), make_incident()
    run, links = make_run(document), []
    for _ in range(number):
        claim = make_claim(document, run=run)
        make_count(claim)
        make_speaker(claim)
        links.append(make_link(claim, incident))
    return links


PAGES = {
    "judge": 17,  # two of them the savepoint that a test adds
    "claims": 7,
    "incidents": 5,
    "decisions": 6,
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_queries_for_any_number_of_rows(
    reviewer, django_assert_num_queries, name, rows
):
    links = make_rows(rows)
    for link in make_rows(rows):
        review.judge(link, Verdict.ACCEPTED, by=me(reviewer), version=0)
    url = reverse(f"incidents:{name}", args=[links[0].pk] if name == "judge" else [])

    with django_assert_num_queries(PAGES[name]):
        response = reviewer.get(url)

    assert response.status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_verdict_costs_the_same_queries_for_any_number_of_claims_in_the_article(
    reviewer, django_assert_max_num_queries, rows
):
    links = make_rows(rows) + make_rows(1)

    with django_assert_max_num_queries(40):
        response = accept(reviewer, links[0], **HTMX)

    assert response.status_code == 200
