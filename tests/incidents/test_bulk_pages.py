"""Several at once, on the pages: ticked or all that match, previewed, done, taken back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.actions import bulk, review
from incidents.actions import queue as leases
from incidents.enums import BulkStatus, Status, Verdict
from incidents.models import Bulk, Incident, IncidentClaim
from tests.factories import make_claim, make_incident, make_link

CLAIMS, INCIDENTS = "/claims/bulk/", "/incidents/bulk/"


@pytest.fixture
def three(db):
    return [make_link() for _ in range(3)]


def verdicts():
    return list(IncidentClaim.objects.order_by("pk").values_list("verdict", flat=True))


def asked(response, **more):
    """Return what the form of a preview sends."""
    said = {"seen": response.context["found"].digest, "number": response.context["found"].changing}
    for name, value in response.context["asked"]:
        said.setdefault(name, []).append(value)
    return said | {"reason": "They repeat each other"} | more


def test_ticked_rows_are_previewed_and_nothing_happens_yet(reviewer, three):
    ticked = [three[0].pk, three[2].pk]

    response = reviewer.get(CLAIMS, {"act": "accept_claim", "scope": "ticked", "row": ticked})

    found = response.context["found"]
    assert (found.chosen, found.changing, verdicts()) == (2, 2, ["pending"] * 3)
    assert "Accept: 2 claims?" in response.content.decode()


def test_ticked_rows_are_decided_on_and_the_page_says_so(reviewer, three):
    ticked = [three[0].pk, three[2].pk]
    chosen = {"act": "reject_claim", "scope": "ticked", "row": ticked}

    response = reviewer.post(CLAIMS, asked(reviewer.get(CLAIMS, chosen)), follow=True)

    done = Bulk.objects.get()
    assert response.redirect_chain == [(done.get_absolute_url(), 302)]
    assert verdicts() == ["rejected", "pending", "rejected"]
    assert "2 of 2 decided on" in response.content.decode()


def test_all_that_match_the_filters_are_decided_on_whatever_is_ticked(reviewer, three):
    torture = make_link(make_claim(event_type="torture"))
    chosen = {"act": "unsure_claim", "scope": "all", "event_type": "torture", "row": [three[0].pk]}

    reviewer.post(CLAIMS, asked(reviewer.get(CLAIMS, chosen)))

    assert IncidentClaim.objects.get(verdict=Verdict.UNSURE) == torture
    assert Bulk.objects.get().filters == "event_type=torture"


def test_changed_rows_are_told_with_both_numbers_and_what_was_typed(reviewer, three, ana):
    chosen = {"act": "reject_claim", "scope": "all", "verdict": "pending"}
    sent = asked(reviewer.get(CLAIMS, chosen), reason="Two <say> so")
    review.judge(three[1], Verdict.ACCEPTED, by=ana, version=0)

    response = reviewer.post(CLAIMS, sent)

    page = response.content.decode()
    assert (response.status_code, verdicts()) == (409, ["pending", "accepted", "pending"])
    assert "When you looked it was 3; now it is 2." in page
    assert "Two &lt;say&gt; so</textarea>" in page
    assert reviewer.post(CLAIMS, asked(response)).status_code == 302


def test_missing_reason_is_asked_for(reviewer, three):
    chosen = {"act": "reject_claim", "scope": "all"}

    response = reviewer.post(CLAIMS, asked(reviewer.get(CLAIMS, chosen), reason=""))

    assert (response.status_code, verdicts()) == (422, ["pending"] * 3)


def test_what_is_left_out_is_named_with_who_holds_it(reviewer, three, ana):
    leases.take(three[0], by=ana)

    page = reviewer.get(CLAIMS, {"act": "accept_claim", "scope": "all"}).content.decode()

    assert "being judged by ana right now" in page
    assert "2 would change, 1 is left out." in page


@pytest.mark.parametrize(
    "chosen",
    [
        {"act": "accept_claim", "scope": "ticked"},
        {"act": "burn", "scope": "all"},
        {"act": "confirm", "scope": "all"},
        {"scope": "all"},
        {"act": "accept_claim", "scope": "ticked", "row": ["²", "x", "9" * 40]},
    ],
)
def test_choice_that_makes_no_sense_leads_back_to_the_list(reviewer, three, chosen):
    response = reviewer.get(CLAIMS, chosen | {"words": "Gao"})

    assert (response.status_code, response.url) == (302, "/claims/?words=Gao")


def test_too_many_rows_lead_back_to_the_filters(reviewer, three, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)

    response = reviewer.get(CLAIMS, {"act": "accept_claim", "scope": "all"}, follow=True)

    assert "More than 2 rows are chosen" in response.content.decode()


def test_incidents_are_rejected_together_and_taken_back_by_one_button(reviewer, three):
    chosen = {"act": "reject", "scope": "all"}
    preview = reviewer.get(INCIDENTS, chosen)
    assert "<strong>3</strong> claims of them" in preview.content.decode()
    reviewer.post(INCIDENTS, asked(preview))
    assert set(Incident.objects.values_list("status", flat=True)) == {Status.REJECTED}
    done = Bulk.objects.get()

    response = reviewer.post(reverse("incidents:undo_bulk", args=[done.pk]), follow=True)

    assert set(Incident.objects.values_list("status", flat=True)) == {Status.CANDIDATE}
    assert "3 put back" in response.content.decode()


def test_undo_of_the_last_decision_leads_to_the_act_and_says_what_stays(reviewer, three, ana):
    chosen = {"act": "reject_claim", "scope": "all"}
    reviewer.post(CLAIMS, asked(reviewer.get(CLAIMS, chosen)))
    three[1].refresh_from_db()
    review.judge(three[1], Verdict.ACCEPTED, by=ana, version=three[1].version)
    mine = reviewer.get("/decisions/")
    assert "3 at once" in mine.content.decode()
    (head,) = mine.context["page"].rows

    response = reviewer.post(reverse("incidents:undo", args=[head.pk]), follow=True)

    assert response.redirect_chain == [(Bulk.objects.get().get_absolute_url(), 302)]
    assert "stays as it is: ana accepted the claim since." in response.content.decode()


def test_history_of_an_incident_names_the_act_and_leaves_its_undo_to_its_page(reviewer, three):
    chosen = {"act": "accept_claim", "scope": "all"}
    reviewer.post(CLAIMS, asked(reviewer.get(CLAIMS, chosen)))
    done = Bulk.objects.get()

    page = reviewer.get(f"{three[0].incident.get_absolute_url()}history/").content.decode()

    assert f'One of <a href="{done.get_absolute_url()}">3 decided on at once</a>' in page
    assert "/undo/" not in page


def test_running_act_updates_itself_and_can_be_stopped(reviewer, three, monkeypatch):
    monkeypatch.setattr(bulk, "AT_ONCE", 0)
    chosen = {"act": "accept_claim", "scope": "all"}
    reviewer.post(CLAIMS, asked(reviewer.get(CLAIMS, chosen)))
    done = Bulk.objects.get()

    page = reviewer.get(done.get_absolute_url()).content.decode()
    part = reviewer.get(done.get_absolute_url(), HTTP_HX_REQUEST="true").content.decode()

    assert (done.status, 'hx-trigger="every 2s"' in page) == (BulkStatus.RUNNING, True)
    assert ("Stop and take it back" in part, "<html" in part) == (True, False)


def test_only_who_may_judge_can_tick(viewer, reviewer, three):
    pages = [client.get("/claims/").content.decode() for client in (viewer, reviewer)]

    assert ['name="row"' in page for page in pages] == [False, True]


def test_ticked_incidents_lead_to_the_screen_that_merges_them(reviewer):
    one, two, third = (make_incident() for _ in range(3))
    ticked = {"act": "merge", "scope": "ticked", "row": [third.pk, one.pk, two.pk]}

    response = reviewer.get(INCIDENTS, ticked)

    path = f"/incidents/{one.reference}/merge/{two.reference}/"
    assert response.url == f"{path}?also={third.reference}"


@pytest.mark.parametrize(
    "path",
    [
        "/claims/",
        "/incidents/",
        f"{CLAIMS}?act=accept_claim&scope=all",
        f"{CLAIMS}?act=return_claim&scope=all",
        f"{INCIDENTS}?act=reject&scope=all",
    ],
)
def test_number_of_queries_is_the_same_for_one_row_and_for_three(reviewer, path):
    found = []
    for number in (1, 2):
        for _ in range(number):
            make_link()
        with CaptureQueriesContext(connection) as queries:
            reviewer.get(path)
        found.append(len(queries))

    assert found[0] == found[1]


def test_page_of_an_act_takes_as_many_queries_for_one_row_as_for_three(reviewer):
    found = []
    for number in (1, 3):
        links = [make_link() for _ in range(number)]
        ticked = {"act": "accept_claim", "scope": "ticked", "row": [link.pk for link in links]}
        response = reviewer.post(CLAIMS, asked(reviewer.get(CLAIMS, ticked)))
        with CaptureQueriesContext(connection) as queries:
            reviewer.get(response.url)
        found.append(len(queries))

    assert found[0] == found[1]
