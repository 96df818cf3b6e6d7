"""Relating incidents on the page of one of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.actions.relations import relate
from incidents.enums import RelationKind
from incidents.models import Relation
from tests.factories import make_claim, make_incident, make_link


@pytest.fixture
def pair(db):
    return [make_link(make_claim(), make_incident(title=t)).incident for t in ("Siege", "Day 3")]


def say(client, incident, **fields):
    address = reverse("incidents:relate", args=[incident.reference])
    return client.post(address, {"reason": "One day of it"} | fields, follow=True)


@pytest.mark.parametrize(
    ("bears", "first", "second"), [("from part_of", 1, 0), ("to part_of", 0, 1)]
)
def test_relation_is_said_from_either_side(reviewer, pair, bears, first, second):
    page = say(reviewer, pair[0], bears=bears, to=pair[1].reference)

    relation = Relation.objects.get()
    assert (relation.incident, relation.other) == (pair[first], pair[second])
    assert relation.reason == "One day of it"
    assert [bond.other for bond in page.context["bonds"]] == [pair[1]]


@pytest.mark.parametrize(
    ("to", "problem"),
    [("AT-999999", "There is no incident “AT-999999”"), (None, "not related to itself")],
)
def test_refused_relation_says_why_beside_what_was_typed(reviewer, pair, to, problem):
    page = say(reviewer, pair[0], bears="to part_of", to=to or pair[0].reference)

    assert page.status_code == 422
    assert problem in page.content.decode()
    assert page.context["relation_form"]["reason"].value() == "One day of it"


def test_relation_is_taken_away_on_the_page(reviewer, pair, ana):
    relation = relate(pair[1], RelationKind.PART_OF, pair[0], by=ana)

    address = reverse("incidents:unrelate", args=[pair[0].reference, relation.pk])
    page = reviewer.post(address, follow=True)

    assert page.context["bonds"] == []
    assert "The relation is taken away." in page.content.decode()


def test_history_tells_of_a_relation_in_words(viewer, pair, ana):
    relate(pair[1], RelationKind.PART_OF, pair[0], by=ana)

    page = viewer.get(pair[0].get_absolute_url()).content.decode()

    assert f"{pair[1].reference} part of {pair[0].reference}" in page


def test_page_takes_as_many_queries_for_three_relations_as_for_one(viewer, pair, ana):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            viewer.get(pair[0].get_absolute_url())
        return len(seen)

    relate(pair[1], RelationKind.PART_OF, pair[0], by=ana)
    queries()
    with_one = queries()
    for _ in range(2):
        relate(make_incident(), RelationKind.PART_OF, pair[0], by=ana)

    assert queries() == with_one
