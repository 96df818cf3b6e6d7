"""Deciding what releases may say of an incident: who may, what it costs, what can be undone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import roles
from incidents.actions import disclosure
from incidents.actions.undo import undo
from incidents.enums import Sensitivity, Verdict
from incidents.exceptions import ReviewError, StaleError
from incidents.models import Incident
from tests.factories import make_claim, make_document, make_link, make_user

TEXT = "Anna Vesnik, 34, said soldiers had shot Petro Halvar. Governor Mykyta Ostrik agreed."


@pytest.fixture
def told(db) -> Incident:
    link = make_link(make_claim(make_document(TEXT)), verdict=Verdict.ACCEPTED)
    return link.incident


def address(name, incident):
    return reverse(f"incidents:{name}", args=[incident.reference])


def allow(incident, by, name="Anna Vesnik", **more):
    values = {"allowed": True, "version": incident.version, "reason": "She is an author"} | more
    return disclosure.allow_name(incident, name, by=by, **values)


def test_private_people_are_listed_once_and_the_public_not(told):
    assert disclosure.private_names(told) == ["Anna Vesnik", "Petro Halvar"]


def test_reviewer_holds_an_incident_back_and_says_why(told, ana):
    with pytest.raises(ReviewError, match="Say why"):
        disclosure.mark(told, Sensitivity.SENSITIVE, by=ana, version=0, reason=" ")

    disclosure.mark(told, Sensitivity.SENSITIVE, by=ana, version=0, reason="A child is named")

    told.refresh_from_db()
    assert (told.sensitivity, told.version) == (Sensitivity.SENSITIVE, 1)
    assert told.decisions.get().changes == {"sensitivity": [None, "sensitive"]}


@pytest.mark.parametrize("sensitivity", [Sensitivity.RELEASABLE, None])
def test_only_a_lead_lets_an_incident_through(told, ana, sensitivity):
    with pytest.raises(ReviewError, match="Only a lead"):
        disclosure.mark(told, sensitivity, by=ana, version=0, reason="It is known")


def test_only_a_lead_allows_a_name_and_only_one_that_is_there(told, ana):
    lead = make_user(roles.LEAD)

    with pytest.raises(ReviewError, match="Only a lead"):
        allow(told, ana)
    with pytest.raises(ReviewError, match="No accepted claim"):
        allow(told, lead, "Boris Vesnik")
    with pytest.raises(ReviewError, match="Say why"):
        allow(told, lead, reason="")
    allow(told, lead)

    told.refresh_from_db()
    assert told.named_openly == ["Anna Vesnik"]


def test_second_lead_with_an_old_page_is_told(told):
    lead = make_user(roles.LEAD)
    allow(told, lead)

    with pytest.raises(StaleError):
        disclosure.allow_name(
            told, "Petro Halvar", allowed=True, by=lead, version=0, reason="He is an author"
        )


def test_name_is_withheld_again(told):
    lead = make_user(roles.LEAD)
    allow(told, lead)
    told.refresh_from_db()

    allow(told, lead, allowed=False)

    told.refresh_from_db()
    assert told.named_openly == []


def test_mark_is_taken_back_by_whoever_made_it_or_a_lead(told, ana):
    other, lead = make_user(roles.REVIEWER), make_user(roles.LEAD)
    decision = disclosure.mark(told, Sensitivity.SENSITIVE, by=ana, version=0, reason="A child")

    with pytest.raises(ReviewError, match="only a lead"):
        undo(decision, by=other)
    undo(decision, by=lead)

    told.refresh_from_db()
    assert told.sensitivity is None


def test_page_says_why_an_incident_is_left_out(client, told, ana):
    Incident.objects.update(event_type="torture")
    client.force_login(ana)

    page = client.get(address("disclosure", told)).content.decode()

    assert "torture of which a private person is named" in page
    assert ("Anna Vesnik" in page, "Let it into releases" in page) == (True, False)


def test_decisions_come_by_form_and_keep_what_was_typed_when_refused(client, told):
    client.force_login(make_user(roles.LEAD))
    name = {"version": 0, "name": "Anna Vesnik", "allowed": "on", "reason": "An author"}

    refused = client.post(address("allow_name", told), name | {"reason": ""})
    stale = client.post(address("allow_name", told), name | {"version": 7})
    done = client.post(address("allow_name", told), name)

    assert [refused.status_code, stale.status_code, done.status_code] == [422, 409, 302]
    assert "An author" in stale.content.decode()
    marked = client.post(
        address("mark_sensitive", told), {"version": 1, "sensitivity": "releasable", "reason": "x"}
    )
    told.refresh_from_db()
    assert (marked.status_code, told.sensitivity) == (302, Sensitivity.RELEASABLE)


def test_history_tells_who_allowed_whom(client, told, ana):
    allow(told, make_user(roles.LEAD))
    client.force_login(ana)

    page = client.get(address("history", told)).content.decode()

    assert ("said whom releases may name" in page, "She is an author" in page) == (True, True)


def test_page_asks_as_often_for_three_claims_as_for_one(client, told, ana):
    client.force_login(ana)
    asked = []
    for more in (0, 2):
        for _ in range(more):
            make_link(make_claim(make_document(TEXT)), told, verdict=Verdict.ACCEPTED)
        with CaptureQueriesContext(connection) as queries:
            client.get(address("disclosure", told))
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_new_release_shows_what_will_be_withheld_by_the_chosen_profile(client, told):
    lead = make_user(roles.LEAD)
    client.force_login(lead)
    Incident.objects.update(status="confirmed", confirmed_by=lead, confirmed_at="2026-01-01T00:00Z")

    pages = {
        profile: client.get(reverse("incidents:new_release"), {"profile": profile})
        for profile in ("standard", "closed", "nonsense")
    }
    found = {name: page.context["withheld"] for name, page in pages.items()}
    listed = client.get(reverse("incidents:dry_run"))

    assert found["standard"].by_reason == [("the name of a private person", 1)]
    assert (found["closed"].total, found["nonsense"].total) == (0, 0)
    assert b"".join(listed.streaming_content).decode().splitlines() == [
        "id,table,row,column,rule,reason",
        f"1,claims,{told.links.get().claim_id},sentence,names,the name of a private person",
    ]


def test_release_is_ordered_with_the_profile_and_the_line(client, told):
    lead = make_user(roles.LEAD)
    client.force_login(lead)
    Incident.objects.update(status="confirmed", confirmed_by=lead, confirmed_at="2026-01-01T00:00Z")

    client.post(
        reverse("incidents:new_release") + "?profile=coarse&country=",
        {"name": "Spring", "notes": "", "line": "Partners"},
    )

    release = lead._meta.apps.get_model("incidents", "Release").objects.get()
    assert (release.profile, getattr(release.line, "name", None), release.filters) == (
        "coarse",
        "Partners",
        {},
    )
