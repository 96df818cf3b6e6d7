"""Splitting an incident and merging several, on their pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.actions import review
from incidents.actions.facts import refresh
from incidents.actions.split_preview import preview
from incidents.actions.undo import undo
from incidents.enums import Action, Status, Verdict
from incidents.models import Decision, Incident
from tests.factories import make_claim, make_count, make_document, make_incident, make_link
from tests.incidents.states import ranges_of, state_of


@pytest.fixture
def links(db):
    """Three claims of one incident: 12 killed, 12 killed, and 40 bodies found."""
    incident = make_incident()
    document = make_document()
    found = []
    for effect, lower in (("killed", 12), ("killed", 12), ("bodies_found", 40)):
        claim = make_claim(document)
        make_count(claim, effect=effect, lower=lower)
        found.append(make_link(claim, incident))
    refresh(incident)
    return found


def splitting(incident):
    return reverse("incidents:split", args=[incident.reference])


def sent(incident, *links, **more):
    return {
        "version": Incident.objects.get(pk=incident.pk).version,
        "link": [f"{link.pk}-{link.version}" for link in links],
        "reason": "The bodies are older",
    } | more


def test_preview_shows_both_incidents_and_changes_nothing(reviewer, links):
    incident = links[0].incident
    before = state_of(incident)

    response = reviewer.get(splitting(incident), {"link": [f"{links[2].pk}-0"]})

    kept, new = response.context["sides"]
    assert [(c.effect, c.lower) for c in kept.counts] == [("killed", 12)]
    assert [(c.effect, c.lower) for c in new.counts] == [("bodies_found", 40)]
    assert (state_of(incident), Incident.objects.count()) == (before, 1)


def test_claims_leave_for_a_new_candidate_and_come_back(reviewer, links, ana):
    incident = links[0].incident
    before = state_of(incident)

    response = reviewer.post(splitting(incident), sent(incident, links[2]))

    new = Incident.objects.exclude(pk=incident.pk).get()
    assert response.url == new.get_absolute_url()
    assert (list(new.links.all()), incident.links.count()) == ([links[2]], 2)
    undo(Decision.objects.filter(action=Action.SPLIT).order_by("pk")[0], by=ana)
    assert state_of(incident) == before


def test_preview_is_what_the_split_gives(reviewer, links):
    incident = links[0].incident
    kept, new = preview(incident, links[1:])

    reviewer.post(splitting(incident), sent(incident, *links[1:]))

    rows = Incident.objects.order_by("pk")
    assert [row.title for row in rows] == [kept.incident.title, new.incident.title]
    assert [ranges_of(row) for row in rows] == [
        [(c.effect, c.lower, c.upper, c.qualifier) for c in side.counts] for side in (kept, new)
    ]


def test_old_page_is_told_and_keeps_what_was_chosen_and_typed(reviewer, links, ana):
    incident = links[0].incident
    data = sent(incident, links[2], reason="Two <say> so")
    review.judge(links[2], Verdict.ACCEPTED, by=ana, version=0)

    response = reviewer.post(splitting(incident), data)

    page = response.content.decode()
    assert (response.status_code, Incident.objects.count()) == (409, 1)
    assert ("ana accepted the claim" in page, "Two &lt;say&gt; so" in page) == (True, True)
    assert [link.pk for link in response.context["leaving"]] == [links[2].pk]


@pytest.mark.parametrize("missing", ["reason", "link", "version"])
def test_incomplete_split_is_refused(reviewer, links, missing):
    data = sent(links[0].incident, links[2])
    del data[missing]

    assert reviewer.post(splitting(links[0].incident), data).status_code == 422


def test_all_claims_cannot_leave(reviewer, links):
    response = reviewer.post(splitting(links[0].incident), sent(links[0].incident, *links))

    assert (response.status_code, Incident.objects.count()) == (422, 1)


def test_confirmed_incident_that_keeps_no_accepted_claim_is_shown_as_a_candidate(
    reviewer, links, ana
):
    review.judge(links[2], Verdict.ACCEPTED, by=ana, version=0)
    incident = Incident.objects.get()
    review.confirm(incident, by=ana, version=incident.version)

    page = reviewer.get(splitting(incident), {"link": [f"{links[2].pk}-1"]})

    assert page.context["sides"][0].incident.status == Status.CANDIDATE
    assert "no accepted claim stays in it" in page.content.decode()


@pytest.mark.parametrize("status", [Status.REJECTED, Status.MERGED])
def test_what_does_not_stand_is_not_split(reviewer, links, status):
    into = make_incident() if status == Status.MERGED else None
    Incident.objects.filter(pk=links[0].incident_id).update(status=status, merged_into=into)

    response = reviewer.get(splitting(links[0].incident))

    assert response.url == (into or links[0].incident).get_absolute_url()


def test_split_page_takes_as_many_queries_for_one_claim_as_for_three(reviewer, links):
    found = []
    for chosen in (links[:1], links[:2]):
        with CaptureQueriesContext(connection) as queries:
            reviewer.get(splitting(links[0].incident), {"link": [f"{x.pk}-0" for x in chosen]})
        found.append(len(queries))

    assert found[0] == found[1]


@pytest.fixture
def several(db):
    return [make_link(incident=make_incident(title=f"Event {n}")).incident for n in range(4)]


def merging(*rows):
    first, second, *others = (row.reference for row in rows)
    query = "&".join(f"also={one}" for one in others)
    return f"{reverse('incidents:merge', args=[first, second])}?{query}"


def test_four_incidents_become_one_with_a_fact_chosen_from_the_third(reviewer, several):
    data = {f"version_{row.pk}": 0 for row in several} | {"title": several[2].pk}
    page = reviewer.get(merging(*several))
    assert [side["incident"] for side in page.context["sides"]] == several

    response = reviewer.post(merging(*several), data, follow=True)

    survivor = Incident.objects.get(pk=several[0].pk)
    assert (survivor.title, survivor.links.count()) == ("Event 2", 4)
    assert "are now parts of this incident" in response.content.decode()


def test_another_incident_can_be_put_on_the_side_that_stays(reviewer, several):
    page = reviewer.get(merging(*several[:3]))

    assert page.context["sides"][2]["stay"] == merging(several[2], several[0], several[1])


def test_incident_named_twice_or_not_there_does_not_break_the_comparison(reviewer, several):
    url = merging(*several[:2]) + f"{several[0].reference}&also=AT-999999&also=xyz&also=²"

    page = reviewer.get(url)

    assert [side["incident"] for side in page.context["sides"]] == several[:2]


def test_comparison_takes_as_many_queries_for_two_incidents_as_for_four(reviewer, several):
    found = []
    for rows in (several[:3], several):
        with CaptureQueriesContext(connection) as queries:
            reviewer.get(merging(*rows))
        found.append(len(queries))

    assert found[0] == found[1]
