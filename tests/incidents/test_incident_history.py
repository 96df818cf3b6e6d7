"""The history of an incident: one entry for each act, by person and by field, in words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.actions import grading, merge, review
from incidents.actions.undo import undo
from incidents.enums import Grade, Verdict
from incidents.models import Incident
from incidents.templatetags.history import changes
from incidents.views.incident.history import ACTS
from tests.factories import make_claim, make_incident, make_link
from tests.incidents.states import draft_of


def history(client, incident, **filters):
    url = reverse("incidents:history", args=[incident.reference])
    return client.get(url, filters).context["acts"]


def summaries(acts):
    return [f"{act.head.by} {act.summary}" for act in acts]


def fresh(incident):
    return Incident.objects.get(pk=incident.pk)


def test_decisions_of_one_act_are_one_entry(viewer, link, ana):
    make_link(make_claim(), link.incident)
    review.confirm(link.incident, by=ana, version=0, accept_pending=True)

    (act,) = history(viewer, link.incident)

    assert act.summary == "confirmed the incident and accepted 2 claims"
    assert (len(act.on_incident), len(act.on_claims)) == (1, 2)


def test_history_carries_on_that_of_merged_incidents(viewer, link, ana, ben):
    other = make_link(make_claim(), make_incident()).incident
    grading.grade(other, Grade.WEAK, by=ben, version=0, reason="One voice.")
    versions = {link.incident_id: 0, other.pk: 1}
    merge.merge(link.incident, other, by=ana, versions=versions, keep={})

    acts = history(viewer, link.incident)

    assert summaries(acts) == ["ana merged incidents and moved a claim", "ben graded the incident"]


def test_history_of_a_merged_incident_is_that_of_its_survivor(viewer, link):
    gone = make_incident(status="merged", merged_into=link.incident)

    response = viewer.get(reverse("incidents:history", args=[gone.reference]))

    assert response.url == reverse("incidents:history", args=[link.incident.reference])


@pytest.fixture
def told(link, ana, ben):
    """An incident on which two people did five things."""
    incident = link.incident
    review.judge(link, Verdict.ACCEPTED, by=ana, version=0)
    grading.grade(fresh(incident), Grade.WEAK, by=ben, version=1, reason="One voice.")
    review.override(
        fresh(incident),
        "place",
        ["Gao", "settlement", None, None, "ML", None, None],
        by=ana,
        version=2,
        reason="As the mayor says.",
    )
    link.refresh_from_db()
    draft = draft_of(link.claim, event_type="shelling", place_name=None)
    review.correct(link, draft, by=ben, version=1, reason="Shells, not bullets.")
    review.confirm(fresh(incident), by=ana, version=fresh(incident).version)
    return incident


def test_history_is_narrowed_by_person(viewer, told, ben):
    acts = history(viewer, told, person=ben.pk)

    assert summaries(acts) == ["ben corrected the claim", "ben graded the incident"]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("status", ["ana confirmed the incident"]),
        ("grade", ["ben graded the incident"]),
        ("place", ["ana set a fact by hand"]),
        ("event_type", ["ben corrected the claim"]),
        ("claims", ["ben corrected the claim", "ana accepted the claim"]),
        ("title", []),
    ],
)
def test_history_is_narrowed_by_field(viewer, told, field, expected):
    assert summaries(history(viewer, told, field=field)) == expected


def test_fact_set_by_hand_is_told_before_and_after(told):
    decision = told.decisions.get(action="override")

    assert changes(decision) == [("Where", "as the claims say", "Gao, Mali")]


def test_date_set_by_hand_and_then_to_unknown_is_told_in_words(link, ana):
    days = ["2021-03-14", "2021-03-15", "range"]
    review.override(link.incident, "date", days, by=ana, version=0, reason="Known.")
    later = review.override(
        fresh(link.incident), "date", [None] * 3, by=ana, version=1, reason="Not known."
    )

    assert changes(later) == [("When", "14 Mar 2021 to 15 Mar 2021", "unknown")]


def test_undone_act_says_who_took_it_back_and_cannot_be_undone_again(viewer, link, ana, ben):
    undo(review.judge(link, Verdict.ACCEPTED, by=ana, version=0), by=ben)

    undoing, judged = history(viewer, link.incident)

    assert undoing.summary == "took back what ana did: accepted the claim"
    assert (str(judged.undone.by), judged.can_be_undone, undoing.can_be_undone) == (
        "ben",
        False,
        False,
    )


def test_history_is_paged_by_act(viewer, link, ana):
    for number in range(ACTS + 1):
        grading.grade(fresh(link.incident), Grade.WEAK, by=ana, version=number, reason="Again.")
    first = viewer.get(reverse("incidents:history", args=[link.incident.reference]))

    page = first.context["page"]
    url = reverse("incidents:history", args=[link.incident.reference])
    older = viewer.get(f"{url}{page.older_url}")

    assert (len(first.context["acts"]), len(older.context["acts"])) == (ACTS, 1)


def test_history_costs_the_same_for_any_number_of_acts(reviewer, link, ana):
    costs = []
    for rows in (1, 2):
        for _ in range(rows):
            other = make_link(make_claim(), link.incident)
            review.judge(other, Verdict.ACCEPTED, by=ana, version=0)
        with CaptureQueriesContext(connection) as queries:
            history(reviewer, link.incident)
        costs.append(len(queries))

    assert costs[0] == costs[1]


@pytest.mark.parametrize("value", ["xyz", "-1", "9" * 30, "\x00", "<b>"])
@pytest.mark.parametrize("parameter", ["person", "field", "after", "before"])
def test_garbage_in_the_address_never_breaks_the_history(viewer, link, parameter, value):
    url = reverse("incidents:history", args=[link.incident.reference])

    assert viewer.get(url, {parameter: value}).status_code == 200
