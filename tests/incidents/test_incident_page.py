"""The page of an incident: what it says of each fact, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.actions import review
from incidents.actions.facts import refresh
from incidents.enums import Verdict
from incidents.models import Incident, Suggestion
from tests.factories import (
    make_claim,
    make_count,
    make_document,
    make_incident,
    make_link,
    make_source,
    make_speaker,
)
from tests.incidents.examples import PLACE, make_contested_incident

LONG_TEXT = "Soldiers shot dead at least 12 villagers near Gao on Thursday. " * 100


def facts_on(client, incident):
    response = client.get(incident.get_absolute_url())
    return {fact.name: fact for fact in response.context["facts"]}


def test_value_on_an_accepted_claim_is_reviewed_and_on_a_pending_one_not(viewer, ana):
    link = make_link(make_claim(**PLACE))
    refresh(link.incident)
    before = facts_on(viewer, link.incident)["place"]

    review.judge(link, Verdict.ACCEPTED, by=ana, version=0)

    after = facts_on(viewer, link.incident)["place"]
    assert (before.value, before.state) == ("Verrin, Upper Lasa, Mali", "unreviewed")
    assert (after.value, after.state) == ("Verrin, Upper Lasa, Mali", "reviewed")


def test_silence_is_unreviewed_until_every_claim_is_judged(viewer, link, ana):
    before = facts_on(viewer, link.incident)["place"].state

    review.judge(link, Verdict.ACCEPTED, by=ana, version=0)

    assert (before, facts_on(viewer, link.incident)["place"].state) == ("unreviewed", "silent")


def test_fact_set_by_hand_to_nothing_is_unknown(viewer, link, ana):
    review.override(link.incident, "place", [None] * 7, by=ana, version=0, reason="Two Gaos.")

    fact = facts_on(viewer, link.incident)["place"]

    assert (fact.state, fact.by_hand.by, fact.by_hand.reason) == ("unknown", "ana", "Two Gaos.")


def test_value_of_which_reviewers_are_unsure_is_unknown(viewer):
    link = make_link(make_claim(**PLACE), verdict=Verdict.UNSURE)
    refresh(link.incident)

    assert facts_on(viewer, link.incident)["place"].state == "unknown"


def test_three_silences_read_differently(reviewer, link):
    page = reviewer.get(link.incident.get_absolute_url()).content.decode()

    legend = page[page.index('class="silences"') :]
    words = ["Not reviewed</span>", "Articles are silent</span>", "Unknown</span>"]
    assert [legend.count(word) >= 1 for word in words] == [True, True, True]


def test_each_fact_has_the_claims_for_and_against_it_with_a_way_into_the_sentence(viewer):
    incident = make_contested_incident()

    facts = facts_on(viewer, incident)
    page = viewer.get(incident.get_absolute_url()).content.decode()

    place, blamed = facts["place"], facts["perpetrators"]
    assert (len(place.saying), len(place.others), len(place.denying), place.silent) == (6, 1, 0, 5)
    assert (len(blamed.saying), len(blamed.others), len(blamed.denying)) == (3, 0, 2)
    first = place.saying[0]
    start = first.link.claim.place_span.lower
    url = reverse("sources:document", args=[first.link.claim.document_id])
    assert f'href="{url}?claim={first.link.claim_id}#at-{start}"' in page


def test_every_number_is_on_the_page_and_only_accepted_ones_are_counted(viewer):
    charts = viewer.get(make_contested_incident().get_absolute_url()).context["charts"]

    killed = next(chart for chart in charts if chart.effect == "killed")
    weights = {m.statement.speaker: m.statement.weight for g in killed.groups for m in g.marks}
    assert weights == {
        "the mayor of Verrin": "counted",
        "the provincial governor": "counted",
        "Border Monitor investigators": "counted",
        "a nurse": "counted",
        "survivors": "unsure",
        "the army": "unsure",
        "The article itself": "waiting",
    }
    assert (killed.groups[0].band.lower, killed.groups[0].band.upper) == (14, None)


def test_ledger_has_an_account_for_each_party(viewer):
    ledger = viewer.get(make_contested_incident().get_absolute_url()).context["ledger"]

    assert [(one.party, [line.entry.act for line in one.lines]) for one in ledger] == [
        ("the Red Column", ["accuses", "denies", "accuses"]),
        ("the 3rd Border Regiment", ["accuses", "denies"]),
    ]


def test_voices_are_counted_once_however_often_they_are_quoted(viewer):
    context = viewer.get(make_contested_incident().get_absolute_url()).context
    heard = context["independent"]

    assert (heard.number, heard.voices) == (9, 10)
    assert (len(context["sources"]), len(context["documents"])) == (5, 6)


def test_place_known_to_the_country_has_no_circle(viewer, link):
    Incident.objects.update(
        place_name="Mali", place_precision="country", place_latitude=17.0, place_longitude=-4.0
    )

    page = viewer.get(link.incident.get_absolute_url()).content.decode()

    assert ("data-map" in page, "Only the country is known" in page) == (False, True)


def test_suggested_and_near_incidents_are_told_apart(viewer, link):
    key = ["cell/16/-1/2021-03"]
    Incident.objects.filter(pk=link.incident_id).update(blocks=key)
    twin, near = (make_incident(title=title, blocks=key) for title in ("Twin", "Neighbour"))
    make_incident(title="Far", blocks=["cell/1/1/2021-03"])
    make_incident(title="Dropped", blocks=key, status="rejected")
    Suggestion.objects.create(older=link.incident, newer=twin, score=0.8)

    context = viewer.get(link.incident.get_absolute_url()).context

    assert [other for _, other in context["suggestions"]] == [twin]
    assert list(context["near"]) == [near]


def grow(incident, claims):
    """Add claims, each from an article of its own, that a person has judged and overridden."""
    for number in range(claims):
        document = make_document(LONG_TEXT, source=make_source())
        claim = make_claim(document, quote=LONG_TEXT[:60], perpetrator=f"Group {number}", **PLACE)
        make_count(claim)
        make_speaker(claim, f"witness {number}")
        make_link(claim, incident, verdict=Verdict.ACCEPTED)
    refresh(incident)


@pytest.mark.parametrize("role", ["viewer", "reviewer"])
def test_page_costs_the_same_for_any_number_of_claims(request, role):
    client, incident = request.getfixturevalue(role), make_contested_incident()
    costs, texts = [], []
    for claims in (1, 2, 37):
        grow(incident, claims)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(incident.get_absolute_url()).status_code == 200
        costs.append(len(queries))
        texts += [query["sql"] for query in queries if '"text"' in query["sql"]]

    assert costs == [costs[0]] * 3
    assert [sql for sql in texts if '"sources_document"."text"' in sql] == []
