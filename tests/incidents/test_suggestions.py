"""What the machine guesses of two incidents, and what people answer."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from incidents.actions import merge, suggestions
from incidents.actions.facts import refresh
from incidents.actions.relations import answer_related, relate, unrelate
from incidents.actions.suggestions import suggest
from incidents.actions.undo import undo
from incidents.enums import Answer, RelationKind
from incidents.models import Decision, Incident, Relation, Suggestion
from tests.factories import make_claim, make_count, make_document, make_incident, make_link

GAO: dict[str, Any] = {
    "place_name": "Gao",
    "place_precision": "settlement",
    "place_country": "ML",
    "place_latitude": 16.27,
    "place_longitude": -0.04,
}


def make_event(event_type, effect, day, number=63):
    """Make a candidate of one claim, of an article of its own, in Gao."""
    text = f"A report of {day:%d %B %Y} names {number} people in Gao."
    when = {"date_start": day, "date_end": day, "date_precision": "day"}
    claim = make_claim(make_document(text), event_type=event_type, **GAO, **when)
    make_count(claim, effect=effect, lower=number, upper=number, qualifier="exact")
    incident = make_link(claim, make_incident(event_type=event_type)).incident
    refresh(incident)
    return incident


@pytest.fixture
def killing(db):
    return make_event("unlawful_killing", "killed", date(2021, 3, 14))


@pytest.fixture
def grave(db):
    return make_event("mass_grave", "bodies_found", date(2021, 8, 2))


@pytest.fixture
def twin(db):
    return make_event("unlawful_killing", "killed", date(2021, 3, 14))


def asked():
    rows = Suggestion.objects.open().order_by("pk")
    return [(row.older_id, row.newer_id, row.relation, row.older_bears) for row in rows]


@pytest.mark.parametrize("first", ["grave", "killing"])
def test_grave_found_months_later_may_be_evidence_of_a_killing(request, first):
    names = ["grave", "killing"] if first == "grave" else ["killing", "grave"]
    older, newer = (request.getfixturevalue(name) for name in names)

    suggest(newer)

    assert asked() == [(older.pk, newer.pk, "evidence_of", first == "grave")]


def test_grave_found_before_a_killing_shows_nothing_of_it(killing):
    earlier = make_event("mass_grave", "bodies_found", date(2020, 5, 1))

    suggest(earlier)

    assert asked() == []


def test_two_reports_of_one_killing_may_be_one(killing, twin):
    suggest(twin)

    assert asked() == [(killing.pk, twin.pk, None, False)]


@pytest.mark.parametrize("given", [Answer.DIFFERENT, Answer.UNSURE])
def test_answered_pair_never_comes_back_for_the_same_evidence(killing, twin, ana, given):
    suggest(twin)
    suggestions.answer(Suggestion.objects.get(), given, by=ana)

    assert [suggest(one) for one in (killing, twin)] == [0, 0]
    assert asked() == []


@pytest.mark.parametrize("asking", ["twin", "survivor"])
def test_answered_pair_stays_answered_when_one_of_them_is_merged(killing, twin, ana, asking):
    suggest(twin)
    suggestions.answer(Suggestion.objects.get(), Answer.DIFFERENT, by=ana)
    middle, survivor = make_incident(), make_incident()
    for one, gone in ((middle, killing), (survivor, middle)):
        rows = Incident.objects.in_bulk([one.pk, gone.pk])
        versions = {pk: row.version for pk, row in rows.items()}
        merge.merge(rows[one.pk], rows[gone.pk], by=ana, versions=versions, keep={})

    suggest(Incident.objects.get(pk={"twin": twin, "survivor": survivor}[asking].pk))

    assert asked() == []


def test_related_answer_relates_and_is_undone_as_one_act(killing, grave, ana):
    suggest(grave)

    answer_related(Suggestion.objects.get(), RelationKind.EVIDENCE_OF, older_bears=False, by=ana)

    relation = Relation.objects.get()
    assert (relation.incident, relation.other, asked()) == (grave, killing, [])
    undo(Decision.objects.filter(action="answer").get(), by=ana)
    assert not Relation.objects.in_force().exists()
    assert asked() == [(killing.pk, grave.pk, "evidence_of", False)]


def test_related_incidents_are_not_suggested(killing, grave, ana):
    relation = relate(grave, RelationKind.EVIDENCE_OF, killing, by=ana)

    assert suggest(grave) == 0

    unrelate(relation, by=ana)
    assert suggest(grave) == 1


def test_page_offers_what_the_machine_guesses(reviewer, killing, grave):
    suggest(grave)

    page = reviewer.get(reverse("incidents:suggestions"))

    (pair,) = page.context["suggestions"]
    assert pair[1].initial == {"bears": "newer evidence_of"}
    assert "The second may be evidence of the first" in page.content.decode()


def test_reviewer_answers_related_on_the_page(reviewer, killing, grave):
    suggest(grave)
    address = reverse("incidents:answer", args=[Suggestion.objects.get().pk])

    reviewer.post(address, {"answer": "related", "bears": "newer evidence_of"})

    relation = Relation.objects.get()
    assert (relation.incident, relation.kind, relation.other) == (grave, "evidence_of", killing)


def test_answer_that_does_not_say_how_changes_nothing(reviewer, killing, grave):
    suggest(grave)
    address = reverse("incidents:answer", args=[Suggestion.objects.get().pk])

    page = reviewer.post(address, {"answer": "related", "bears": "both"}, follow=True)

    assert "Say how one of them bears on the other." in page.content.decode()
    assert (len(asked()), Relation.objects.count()) == (1, 0)
