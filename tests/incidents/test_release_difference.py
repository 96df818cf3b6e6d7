"""What changed from one release to the next, and who decided it."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import roles
from incidents.actions import releases, review
from incidents.actions.release_difference import all_changes, changes, sizes
from incidents.actions.release_freeze import freeze
from incidents.models import Release
from incidents.releases.difference import COMPARED, place_at
from tests.factories import (
    make_claim,
    make_count,
    make_document,
    make_incident,
    make_link,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lead():
    return make_user(roles.LEAD, username="lena")


def confirmed(by, lower=12):
    claim = make_claim(make_document("Soldiers shot villagers."))
    make_count(claim, lower=lower)
    link = make_link(claim, make_incident())
    review.confirm(link.incident, by=by, version=0, accept_pending=True)
    link.incident.refresh_from_db()
    return link.incident


def frozen(by) -> Release:
    release = releases.order(name="R", filters={}, by=by)
    freeze(release)
    release.refresh_from_db()
    return release


@pytest.fixture
def pair(lead):
    """Two releases: one incident stays, one goes, one has its title set by hand, one comes."""
    stays, goes, titled = (confirmed(lead) for _ in range(3))
    older = frozen(lead)
    review.reject(goes, by=lead, version=goes.version, reason="It was a drill")
    review.override(
        titled, "title", ["At the mill"], by=lead, version=titled.version, reason="Clearer"
    )
    comes = confirmed(lead)
    return older, frozen(lead), (stays, goes, titled, comes)


def test_change_carries_the_decision_that_made_it(pair):
    older, newer, (_, goes, titled, comes) = pair

    told = [
        (
            one.change.incident,
            one.change.kind,
            one.change.column,
            getattr(one.decision, "action", None),
        )
        for one in all_changes(older, newer)
        if one.change.table == "incidents"
    ]

    assert told == [
        (goes.reference, "removed", None, "reject"),
        (titled.reference, "changed", "title", "override"),
        (comes.reference, "added", None, "confirm"),
    ]


def test_changes_after_a_place_are_the_rest(pair):
    older, newer, (_, goes, *_) = pair
    table = COMPARED["incidents"]
    whole = list(changes(older, newer, "incidents"))

    rest = list(changes(older, newer, "incidents", after=place_at(table, goes.reference)))

    assert rest == [change for change in whole if change.incident != goes.reference]


def test_sizes_are_the_rows_of_both(pair):
    older, newer, _ = pair

    assert sizes(older, newer)["incidents"] == [3, 3]


def test_page_and_files_tell_the_same(client, lead, pair):
    older, newer, (_, goes, titled, comes) = pair
    client.force_login(lead)

    chosen = client.get(reverse("incidents:choose_difference", args=[newer.number]))
    page = client.get(chosen["Location"])
    args = [newer.number, older.number]
    sheet = client.get(reverse("incidents:difference_csv", args=args))
    document = client.get(reverse("incidents:difference_json", args=args))

    shown = [(one.change.incident, one.change.kind) for one in page.context["changes"]]
    rows = list(csv.DictReader(io.StringIO(sheet.getvalue().decode())))
    listed = json.loads(document.getvalue())
    of_incidents = [row for row in listed["changes"] if row["table"] == "incidents"]
    assert shown == [
        (i.reference, k)
        for i, k in zip((goes, titled, comes), ("removed", "changed", "added"), strict=True)
    ]
    assert [(row["incident"], row["kind"]) for row in of_incidents] == shown
    assert [{k: v or None for k, v in row.items()} for row in rows] == listed["changes"]
    assert (listed["older"], listed["newer"]) == (older.number, newer.number)


def test_page_asks_as_often_for_many_changes_as_for_few(client, lead, pair):
    older, newer, _ = pair
    client.force_login(lead)
    for _ in range(2):
        confirmed(lead)
    newest = frozen(lead)
    asked = []
    for release in (newer, newest):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("incidents:difference", args=[release.number, older.number]))
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_release_without_an_earlier_one_says_so(client, lead):
    client.force_login(lead)
    release = frozen(lead)

    answer = client.get(reverse("incidents:choose_difference", args=[release.number]), follow=True)

    assert answer.redirect_chain == [(release.get_absolute_url(), 302)]
    assert "no earlier release" in answer.content.decode()


@pytest.mark.parametrize("query", ["after=x", "after=%00", "table=nonsense", "after=AT-1,2"])
def test_nonsense_in_the_address_shows_the_first_page(client, lead, pair, query):
    older, newer, _ = pair
    client.force_login(lead)

    page = client.get(
        f"{reverse('incidents:difference', args=[newer.number, older.number])}?{query}"
    )

    assert len(page.context["changes"]) == 3
