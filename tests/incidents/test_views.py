"""Pages on which claims are judged: what they keep and refuse."""

import pytest
from django.urls import reverse

from incidents.actions import review
from incidents.enums import Status, Verdict
from incidents.models import IncidentClaim
from tests.factories import (
    make_claim,
    make_document,
    make_incident,
    make_link,
    make_speaker,
)

HTMX = {"HTTP_HX_REQUEST": "true"}
SECOND = "In the evening rebels burned the clinic."
TYPED = "Two survivors <say> so"


def address(name, *args):
    return reverse(f"incidents:{name}", args=args)


def verdict(link, **fields):
    return {"verdict": "accepted", "version": link.version} | fields


@pytest.fixture
def following(link):
    return make_link(make_claim())


def test_verdict_leads_to_the_next_claim(reviewer, link, following):
    response = reviewer.post(address("decide", link.pk), verdict(link))

    assert (response.status_code, response.url) == (302, address("judge", following.pk))
    link.refresh_from_db()
    assert link.verdict == Verdict.ACCEPTED


def test_verdict_by_key_brings_the_next_claim_and_its_address(reviewer, link, following):
    response = reviewer.post(address("decide", link.pk), verdict(link), **HTMX)

    assert response.templates[0].name == "incidents/_judge.html"
    assert response.context["link"] == following
    assert response.headers["HX-Push-Url"] == address("judge", following.pk)
    assert "<html" not in response.content.decode()


def test_filters_stay_on_from_claim_to_claim(reviewer, link, following):
    url = f"{address('decide', link.pk)}?event_type=unlawful_killing&after=9"

    response = reviewer.post(url, verdict(link))

    assert response.url == f"{address('judge', following.pk)}?event_type=unlawful_killing"


def test_last_verdict_leads_to_the_empty_queue(reviewer, link):
    answers = reviewer.post(address("decide", link.pk), verdict(link), **HTMX)

    assert answers.headers["HX-Redirect"] == f"{address('queue')}?sort=reading"
    assert "Nothing to judge" in reviewer.get(address("queue")).content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_stale_verdict_shows_who_was_first_and_keeps_what_was_typed(reviewer, link, ana, headers):
    review.judge(link, Verdict.UNSURE, by=ana, version=0)

    response = reviewer.post(
        address("decide", link.pk), verdict(link, version=0, reason=TYPED), **headers
    )

    page = response.content.decode()
    assert response.status_code == 409
    assert "ana was unsure of the claim" in page
    assert 'value="Two survivors &lt;say&gt; so"' in page
    assert 'name="version" value="1"' in page
    assert ("<html" in page) == (headers == {})


def test_verdict_that_is_none_of_the_three_is_refused(reviewer, link):
    response = reviewer.post(address("decide", link.pk), verdict(link, verdict="replaced"))

    assert response.status_code == 422


def test_queue_opens_the_claim_of_the_filter(reviewer, link):
    wanted = make_link(make_claim(event_type="torture"))
    make_speaker(wanted.claim, "A nurse")

    response = reviewer.get(address("queue"), {"event_type": "torture", "speaker": "nurse"})

    assert response.url == f"{address('judge', wanted.pk)}?event_type=torture&speaker=nurse"


def test_claim_without_an_incident_yet_does_not_break_the_room(reviewer, link):
    make_claim(link.claim.document)

    assert reviewer.get(address("judge", link.pk)).status_code == 200


def test_replaced_claim_is_shown_with_its_sentence_marked_and_cannot_be_judged(reviewer, link):
    IncidentClaim.objects.update(verdict=Verdict.REPLACED)

    page = reviewer.get(address("judge", link.pk)).content.decode()

    assert ("A newer claim has taken the place" in page, "is-active" in page) == (True, True)
    assert address("decide", link.pk) not in page


CORRECTION = {
    "event_type": "torture",
    "stance": "alleged",
    "speakers-TOTAL_FORMS": 2,
    "speakers-INITIAL_FORMS": 0,
    "speakers-0-name": "a teacher",
    "speakers-1-name": "a nurse",
    "version": 0,
    "reason": TYPED,
    "counts-TOTAL_FORMS": 2,
    "counts-INITIAL_FORMS": 1,
    "counts-0-effect": "injured",
    "counts-0-qualifier": "exact",
    "counts-0-lower": 3,
    "counts-0-unit": "persons",
    "counts-1-effect": "killed",
    "counts-1-qualifier": "exact",
    "counts-1-unit": "persons",
}


def correction(link, **fields):
    return CORRECTION | {"start": link.claim.start, "end": link.claim.end} | fields


def test_correction_becomes_the_claim(reviewer, link):
    response = reviewer.post(address("correct", link.pk), correction(link))

    new = IncidentClaim.objects.get(verdict=Verdict.ACCEPTED)
    assert response.url == address("judge", new.pk)
    assert (new.claim.event_type, [s.name for s in new.claim.speakers.all()]) == (
        "torture",
        ["a teacher", "a nurse"],
    )
    assert list(new.claim.counts.values_list("effect", "lower", "upper")) == [("injured", 3, 3)]


def test_stale_correction_keeps_everything_that_was_typed(reviewer, link, ana):
    review.judge(link, Verdict.UNSURE, by=ana, version=0)

    response = reviewer.post(address("correct", link.pk), correction(link))

    page = response.content.decode()
    assert response.status_code == 409
    assert "ana was unsure of the claim" in page
    names = [row["name"].value() for row in response.context["speaker_rows"]]
    assert (names, page.count("Two survivors")) == (["a teacher", "a nurse"], 1)
    assert 'name="version" value="1"' in page


def test_correction_that_makes_no_sense_is_refused_field_by_field(reviewer, link):
    bad = {"date_start": "2021-05-03", "date_end": "2021-05-01", "place_latitude": "9"}

    response = reviewer.post(address("correct", link.pk), correction(link, place_name="Gao", **bad))

    assert response.status_code == 422
    assert sorted(response.context["form"].errors) == ["date_end", "place_longitude"]


def test_claim_is_added_from_a_sentence_of_the_article(reviewer, link):
    document = make_document(f"Nothing happened at noon. {SECOND}")
    page = reviewer.get(address("add_claim", document.pk))
    start, end, sentence, _ = page.context["sentences"][1]

    response = reviewer.post(
        address("add_claim", document.pk), correction(link, start=start, end=end)
    )

    added = IncidentClaim.objects.get(claim__document=document)
    assert response.url == address("judge", added.pk)
    assert (sentence, added.claim.quote) == (SECOND, SECOND)


def test_refused_new_claim_keeps_its_sentence(reviewer, link):
    data = correction(link, event_type="")

    response = reviewer.post(address("add_claim", link.claim.document_id), data)

    assert (response.status_code, response.context["quote"]) == (422, link.claim.quote)


def test_claim_moves_to_the_incident_that_took_in_the_named_one(reviewer, link):
    survivor = make_incident()
    merged = make_incident(status=Status.MERGED, merged_into=survivor)

    reviewer.post(address("move", link.pk), {"to": merged.reference.lower(), "version": 0})

    link.refresh_from_db()
    assert link.incident == survivor
