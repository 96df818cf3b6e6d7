"""Home: the work in lanes, the way in when nothing is here, and the door for load balancers."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts import roles
from incidents.actions import review
from incidents.enums import Verdict
from incidents.models import Suggestion
from sources.models import Document
from tests.factories import (
    make_claim,
    make_count,
    make_document,
    make_incident,
    make_link,
    make_run,
    make_user,
)


def lanes(client):
    """Return the number on each lane that the page shows."""
    context = client.get(reverse("home")).context
    return {lane.title: lane.count for lane in context["lanes"] if lane.count or not lane.urgent}


def test_empty_home_offers_the_samples_to_those_who_may_upload(viewer, contributor):
    button = "Load the sample articles"

    pages = [client.get(reverse("home")).content.decode() for client in (viewer, contributor)]

    assert [button in page for page in pages] == [False, True]


def test_samples_are_uploaded_in_the_name_of_who_asked(contributor):
    response = contributor.post(reverse("load_samples"))

    assert response.url == reverse("sources:documents")
    assert Document.objects.count() >= 4
    assert {document.uploaded_by.username for document in Document.objects.all()} == {"contributor"}


def test_samples_are_refused_to_a_viewer_and_not_loaded_by_a_link(viewer, contributor):
    url = reverse("load_samples")

    assert (viewer.post(url).status_code, contributor.get(url).status_code) == (403, 405)


def test_lanes_count_the_work(reviewer):
    by = make_user(roles.REVIEWER)
    pending, unsure, ready = make_link(), make_link(), make_link()
    make_count(ready.claim)
    review.judge(unsure, Verdict.UNSURE, by=by, version=0)
    review.judge(ready, Verdict.ACCEPTED, by=by, version=0)
    Suggestion.objects.create(older=pending.incident, newer=ready.incident, score=0.9)
    make_run(make_document(), status="failed", error="It is empty.")

    assert lanes(reviewer) == {
        "Could not be read": 1,
        "Claims to judge": 1,
        "Candidates to confirm": 1,
        "Suggested merges": 1,
        "Help wanted": 1,
        "Newest documents": Document.objects.count(),
        "Confirmed incidents": 0,
        "Releases": 0,
    }


def test_what_is_rejected_is_no_work(reviewer):
    link = make_link(make_claim(), make_incident())
    by = make_user(roles.REVIEWER)
    review.judge(link, Verdict.UNSURE, by=by, version=0)
    review.reject(link.incident, by=by, version=1, reason="A drill")

    assert lanes(reviewer)["Help wanted"] == 0


def test_viewer_is_not_led_to_pages_that_refuse_them(viewer):
    make_link()

    page = viewer.get(reverse("home")).content.decode()

    assert (reverse("incidents:queue") in page, reverse("incidents:suggestions") in page) == (
        False,
        False,
    )


@pytest.mark.django_db
def test_home_is_behind_the_login_and_the_health_check_is_not():
    home, health = Client().get(reverse("home")), Client().get(reverse("healthz"))

    assert (home.status_code, health.status_code, health.content) == (302, 200, b"ok")
