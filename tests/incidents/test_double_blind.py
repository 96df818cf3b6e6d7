"""Nothing that one reader said of a claim shows on any page before a second reader has judged."""

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from accounts import roles
from accounts.models import User
from incidents.actions import double
from incidents.actions.readings import as_json, draft_of, from_json
from incidents.enums import Verdict
from incidents.models import Assessment, IncidentClaim
from tests.factories import (
    make_claim,
    make_count,
    make_incident,
    make_link,
    make_speaker,
    make_user,
)

MACHINE: dict[str, Any] = {
    "date_start": date(2021, 3, 4),
    "date_end": date(2021, 3, 4),
    "date_precision": "day",
}
# What only the first reader says: none of it may reach anybody's page.
SECRETS = {
    "place_name": "Quimbaya",
    "place_precision": "settlement",
    "perpetrator": "the Zorilla Front",
    "victims": "eleven ferrymen",
    "weapon": "a harpoon",
    "event_type": "starvation",
    "stance": "confirmed",
    "date_start": "1987-05-06",
    "date_end": "1987-05-06",
}
REMARK = "The xylophone gives it away"
COUNT = {"effect": "missing", "lower": 8861, "upper": 8861, "qualifier": "exact"}
UNSEEN = [
    "Quimbaya",
    "Zorilla",
    "ferrymen",
    "harpoon",
    "xylophone",
    "8861",
    "8,861",
    "1987",
    "the oracle of Verrin",
]
PAGES = {
    "home": lambda link: reverse("home"),
    "queue": lambda link: reverse("incidents:queue"),
    "judge": lambda link: reverse("incidents:judge", args=[link.pk]),
    "correct": lambda link: reverse("incidents:correct", args=[link.pk]),
    "add_claim": lambda link: reverse("incidents:add_claim", args=[link.claim.document_id]),
    "decisions": lambda link: reverse("incidents:decisions"),
    "claims": lambda link: reverse("incidents:claims"),
    "extractor": lambda link: reverse("incidents:extractor"),
    "figures": lambda link: reverse("incidents:extractor_figures"),
    "incidents": lambda link: reverse("incidents:incidents"),
    "incident": lambda link: link.incident.get_absolute_url(),
    "history": lambda link: reverse("incidents:history", args=[link.incident.reference]),
    "merge": lambda link: reverse(
        "incidents:merge", args=[link.incident.reference, make_incident().reference]
    ),
    "split": lambda link: reverse("incidents:split", args=[link.incident.reference]),
    "disclosure": lambda link: reverse("incidents:disclosure", args=[link.incident.reference]),
    "bulk_claims": lambda link: reverse("incidents:bulk_claims"),
    "overview": lambda link: reverse("incidents:overview"),
    "overview_places": lambda link: reverse("incidents:overview_places"),
    "suggestions": lambda link: reverse("incidents:suggestions"),
    "document": lambda link: link.claim.document.get_absolute_url(),
    "why": lambda link: reverse("sources:why", args=[link.claim_id]),
    "double_sets": lambda link: reverse("incidents:double_sets"),
    "agreement": lambda link: reverse("incidents:agreement"),
    "agreement_figures": lambda link: reverse("incidents:agreement_figures"),
    "agreement_claims": lambda link: (
        reverse("incidents:agreement_claims") + "?field=verdict&one=accepted&other=accepted"
    ),
    "adjudicate": lambda link: reverse("incidents:adjudicate", args=[link.pk]),
    "adjudicate_by_hand": lambda link: reverse("incidents:adjudicate_by_hand", args=[link.pk]),
    "adjudicate_next": lambda link: reverse("incidents:adjudicate_next"),
    "mentions": lambda link: reverse("incidents:mentions"),
    "releases": lambda link: reverse("incidents:releases"),
}
VERDICTS = ["accepted", "rejected", "unsure"]


@pytest.fixture
def link(db):
    claim = make_claim(**MACHINE)
    make_count(claim)
    make_speaker(claim)
    made = make_link(claim, make_incident())
    lead = make_user(roles.LEAD)
    double.make_set(IncidentClaim.objects.all(), by=lead, title="Trial", share=100, seed=1)
    made.refresh_from_db()
    return made


def read(link, verdict, by):
    draft = None
    if verdict == "accepted":
        machine = as_json(draft_of(link.claim))
        counts = [machine["counts"][0] | COUNT]
        speakers = [{"name": "the oracle of Verrin", "actor": None, "span": None}]
        said = {"counts": counts, "speakers": speakers, "date_precision": "day"}
        draft = from_json(machine | SECRETS | said)
    return double.assess(
        link, Verdict(verdict), by=by, version=link.version, reason=REMARK, draft=draft
    )


def html(client, url):
    response = client.get(url, follow=True)
    assert response.status_code in (200, 404)
    text = response.content.decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    return re.sub(r'data-lease="\d+"', "", text)


@pytest.mark.parametrize("role", ["reviewer", "lead"])
def test_nothing_that_the_first_reader_said_is_on_any_page(request, link, ana, role):
    client = request.getfixturevalue(role)
    read(link, "accepted", ana)

    shown = {name: html(client, url(link)) for name, url in PAGES.items()}

    found = {name: [words for words in UNSEEN if words in text] for name, text in shown.items()}
    assert found == {name: [] for name in PAGES}


def test_every_page_is_the_same_whatever_the_first_reader_said(reviewer, link, ana):
    urls = {name: url(link) for name, url in PAGES.items()}
    for url in urls.values():
        html(reviewer, url)  # takes the lease, if the page does
    seen = []

    for verdict in VERDICTS:
        reading = read(link, verdict, ana)
        seen.append({name: timeless(html(reviewer, url)) for name, url in urls.items()})
        double.withdraw(reading, by=ana)

    differing = [name for name in PAGES if len({pages[name] for pages in seen}) > 1]
    assert differing == []


def timeless(text):
    """Leave out until when the reviewer holds the claim: that moves with each page."""
    return re.sub(r"\d\d:\d\d", "", text)


def test_pages_that_refuse_are_as_silent(reviewer, link, ana):
    read(link, "accepted", ana)

    for name, url in {
        "decide": reverse("incidents:decide", args=[link.pk]),
        "correct": reverse("incidents:correct", args=[link.pk]),
        "move": reverse("incidents:move", args=[link.pk]),
    }.items():
        stale = {"verdict": "rejected", "version": link.version + 9, "to": ""}
        shown = reviewer.post(url, stale, follow=True).content.decode()
        assert (name, [words for words in UNSEEN if words in shown]) == (name, [])


def test_reader_sees_their_own_reading_and_takes_it_back_by_one_key(client, link, ana):
    client.force_login(ana)
    reading = read(link, "rejected", ana)

    page = client.get(reverse("incidents:judge", args=[link.pk])).content.decode()
    answer = client.post(reverse("incidents:withdraw_reading", args=[reading.pk]))

    assert ("You read it: rejected" in page, REMARK in page, 'data-shortcut="y"' in page) == (
        True,
        True,
        False,
    )
    undo = page[page.index(reverse("incidents:withdraw_reading", args=[reading.pk])) :]
    assert 'data-shortcut="u"' in undo.split("</form>")[0]
    assert answer.url == reverse("incidents:judge", args=[link.pk])
    assert list(Assessment.objects.in_force()) == []


def test_reading_of_another_cannot_be_taken_back(reviewer, link, ana):
    reading = read(link, "rejected", ana)

    answer = reviewer.post(reverse("incidents:withdraw_reading", args=[reading.pk]))

    assert (answer.status_code, Assessment.objects.in_force().count()) == (404, 1)


@pytest.mark.parametrize("name", ["adjudicate", "adjudicate_by_hand"])
def test_neither_reader_sees_the_page_that_settles_it(client, link, ana, name):
    ben = make_user(roles.REVIEWER)
    read(link, "accepted", ana)
    read(link, "rejected", ben)

    answers = []
    for person in (ana, ben, make_user(roles.REVIEWER), make_user(roles.LEAD)):
        client.force_login(person)
        answers.append(client.get(reverse(f"incidents:{name}", args=[link.pk])).status_code)

    assert answers == [404, 404, 200, 200]


def test_adjudicator_sees_both_readings_and_no_name(client, link):
    readers = [make_user(roles.REVIEWER, username=name) for name in ("wilhelmina", "thaddeus")]
    read(link, "accepted", readers[0])
    read(link, "rejected", readers[1])
    client.force_login(make_user(roles.REVIEWER))

    page = html(client, reverse("incidents:adjudicate", args=[link.pk]))

    assert [
        words for words in ("Quimbaya", "harpoon", "Reader A", "Reader B") if words not in page
    ] == []
    assert [
        user.username for user in User.objects.all() if user in readers and user.username in page
    ] == []
