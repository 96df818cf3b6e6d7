"""Pages of incidents, merges and releases: what they keep, refuse and cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.actions import review
from incidents.enums import Answer, Status, Verdict
from incidents.models import Incident, Suggestion
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
    seen = {f"version_{one.pk}": 0 for one in pair}
    data = seen | {"title": pair[1].pk, "reason": TYPED}

    stale = reviewer.post(url, data)
    merged = reviewer.post(url, data | {f"version_{pair[0].pk}": 1})

    page = stale.content.decode()
    assert (stale.status_code, "ana set a fact by hand" in page) == (409, True)
    assert (f'value="{pair[1].pk}" checked' in page, "Two survivors" in page) == (True, True)
    assert merged.url == pair[0].get_absolute_url()


def test_only_a_lead_merges_two_confirmed_incidents(reviewer, lead, pair, ana):
    for one in pair:
        review.confirm(one, by=ana, version=0, accept_pending=True)
    url = address("merge", *(one.reference for one in pair))
    data = {f"version_{one.pk}": 1 for one in pair}

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
