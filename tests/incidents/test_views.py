"""Pages of review as a browser sees them: what they keep, refuse and cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.actions import review
from incidents.enums import Answer, Status, Verdict
from incidents.models import Incident, IncidentClaim, Suggestion
from tests.factories import (
    make_claim,
    make_count,
    make_document,
    make_incident,
    make_link,
    make_release,
    make_source,
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

    assert answers.headers["HX-Redirect"] == address("queue")
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
    "speakers": "a teacher\na nurse",
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
    assert (response.context["form"]["speakers"].value(), page.count("Two survivors")) == (
        "a teacher\na nurse",
        1,
    )
    assert 'name="version" value="1"' in page


def test_correction_that_makes_no_sense_is_refused_field_by_field(reviewer, link):
    bad = {"date_start": "2021-05-03", "date_end": "2021-05-01", "place_latitude": "9"}

    response = reviewer.post(address("correct", link.pk), correction(link, place_name="Gao", **bad))

    assert response.status_code == 422
    assert sorted(response.context["form"].errors) == ["date_end", "place_longitude"]


def test_claim_is_added_from_a_sentence_of_the_article(reviewer, link):
    document = make_document(f"Nothing happened at noon. {SECOND}")
    page = reviewer.get(address("add_claim", document.pk))
    start, end, sentence = page.context["sentences"][1]

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


def test_merged_reference_leads_to_the_survivor_for_ever(viewer):
    last = make_incident()
    middle = make_incident(status=Status.MERGED, merged_into=last)
    first = make_incident(status=Status.MERGED, merged_into=middle)

    response = viewer.get(first.get_absolute_url(), follow=True)

    assert [url for url, _ in response.redirect_chain] == [
        middle.get_absolute_url(),
        last.get_absolute_url(),
    ]


@pytest.mark.parametrize("action", ["confirm", "reject"])
def test_stale_decision_on_an_incident_keeps_the_reason(reviewer, link, ana, action):
    review.judge(link, Verdict.ACCEPTED, by=ana, version=0)

    response = reviewer.post(
        address(action, link.incident.reference), {"version": 0, "reason": TYPED}
    )

    page = response.content.decode()
    assert (response.status_code, "ana accepted the claim" in page) == (409, True)
    assert "Two survivors &lt;say&gt; so</textarea>" in page


def test_incident_is_confirmed_from_its_page(reviewer, link):
    data = {"version": 0, "accept_pending": "on", "reason": ""}

    response = reviewer.post(address("confirm", link.incident.reference), data, follow=True)

    assert response.context["incident"].status == Status.CONFIRMED


def test_fact_is_set_by_hand_and_stale_input_kept(reviewer, link):
    url = address("override", link.incident.reference, "place")
    data = {"version": 0, "place_name": "Gao", "place_country": "ML", "reason": TYPED}
    reviewer.post(url, data)

    again = reviewer.post(url, data | {"place_name": "Bamako"})

    assert Incident.objects.get(pk=link.incident_id).place_name == "Gao"
    assert again.status_code == 409
    assert 'value="Bamako"' in again.content.decode()


def test_unknown_fact_is_not_found(reviewer, link):
    assert reviewer.post(address("override", link.incident.reference, "pk")).status_code == 404


def test_undo_returns_to_the_page_that_offered_it(reviewer, link, ana):
    decision = review.judge(link, Verdict.ACCEPTED, by=ana, version=0)
    url = address("undo", decision.pk)

    response = reviewer.post(url, {"next": link.incident.get_absolute_url()})
    elsewhere = reviewer.post(url, {"next": "//example.org/"})

    assert response.url == link.incident.get_absolute_url()
    assert elsewhere.url == address("judge", link.pk)


@pytest.fixture
def pair(link):
    other = make_link(make_claim(), make_incident(title="Another"))
    return link.incident, other.incident


def test_merge_by_form_and_stale_choice_kept(reviewer, pair, ana):
    url = address("merge", *(one.reference for one in pair))
    review.override(pair[0], "title", ["Gao"], by=ana, version=0, reason="Known")
    data = {"survivor_version": 0, "other_version": 0, "title": "other", "reason": TYPED}

    stale = reviewer.post(url, data)
    merged = reviewer.post(url, data | {"survivor_version": 1})

    page = stale.content.decode()
    assert (stale.status_code, "ana set a fact by hand" in page) == (409, True)
    assert ('value="other" checked' in page, "Two survivors" in page) == (True, True)
    assert merged.url == pair[0].get_absolute_url()


def test_only_a_lead_merges_two_confirmed_incidents(reviewer, lead, pair, ana):
    for one in pair:
        review.confirm(one, by=ana, version=0, accept_pending=True)
    url = address("merge", *(one.reference for one in pair))
    data = {"survivor_version": 1, "other_version": 1}

    assert (reviewer.post(url, data).status_code, lead.post(url, data).status_code) == (403, 302)


def test_merge_page_of_a_merged_incident_leads_away(reviewer, pair):
    Incident.objects.filter(pk=pair[1].pk).update(status=Status.MERGED, merged_into=pair[0])

    response = reviewer.get(address("merge", *(one.reference for one in pair)))

    assert response.url == pair[0].get_absolute_url()


def test_answered_suggestion_leaves_the_list(reviewer, pair):
    suggestion = Suggestion.objects.create(older=pair[0], newer=pair[1], score=0.9)

    reviewer.post(address("answer", suggestion.pk), {"answer": "different"})

    suggestion.refresh_from_db()
    assert suggestion.answer == Answer.DIFFERENT
    assert list(reviewer.get(address("suggestions")).context["suggestions"]) == []


def test_release_of_nothing_is_refused(lead):
    response = lead.post(address("new_release"), {"name": "Empty"})

    assert response.status_code == 422


def test_release_keeps_the_filters_of_the_page(lead, link, ana):
    Incident.objects.filter(pk=link.incident_id).update(place_country="ML")
    data = {"version": 0, "accept_pending": "on"}
    lead.post(address("confirm", link.incident.reference), data)
    Incident.objects.update(place_country="ML")

    response = lead.post(f"{address('new_release')}?country=ML", {"name": "Mali"}, follow=True)

    assert response.context["release"].filters == {"country": "ML"}
    assert "Country: ML" in response.content.decode()


def test_released_file_is_sent_as_an_attachment(viewer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    release = make_release()
    release.files.create(name="incidents.csv", sha256="0" * 64, size=3)
    folder = tmp_path / "releases" / "0001"
    folder.mkdir(parents=True)
    (folder / "incidents.csv").write_bytes(b"a,b")
    (folder / "other.csv").write_bytes(b"never listed")

    sent = viewer.get(address("download", release.number, "incidents.csv"))
    unlisted = viewer.get(address("download", release.number, "other.csv"))

    assert (b"".join(sent.streaming_content), unlisted.status_code) == (b"a,b", 404)
    assert sent.headers["Content-Disposition"] == 'attachment; filename="0001-incidents.csv"'
    sent.close()


def grow(link, rows):
    """Add claims to the article and the incident of a claim, each fully described."""
    for _ in range(rows):
        other = make_claim(link.claim.document, perpetrator="Soldiers")
        make_count(other)
        make_speaker(other)
        grown = make_link(other, link.incident)
        far = make_claim(make_document(source=make_source()))
        make_count(far)
        make_link(far, link.incident)
        newer = make_link(make_claim(), make_incident()).incident
        Suggestion.objects.create(older=link.incident, newer=newer, score=0.8)
        review.judge(grown, Verdict.ACCEPTED, by=make_release().created_by, version=0)


PAGES = [
    "queue",
    "judge",
    "claims",
    "incidents",
    "incident",
    "choose_merge",
    "merge",
    "suggestions",
    "releases",
    "release",
    "new_release",
    "correct",
    "home",
]


@pytest.mark.parametrize("name", PAGES)
def test_page_asks_the_database_no_more_for_three_rows_than_for_one(admin, link, name):
    other = make_link(make_claim(), make_incident()).incident
    args = {
        "judge": [link.pk],
        "correct": [link.pk],
        "merge": [link.incident.reference, other.reference],
        "incident": [link.incident.reference],
        "choose_merge": [link.incident.reference],
        "release": [make_release().number],
    }
    url = reverse("home") if name == "home" else address(name, *args.get(name, []))
    costs = []
    for rows in (1, 2):
        grow(link, rows)
        admin.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert admin.get(url).status_code in (200, 302)
        costs.append(len(queries))

    assert costs[1] == costs[0]
