"""What the pages add up: never a whole and its parts."""

from django.urls import reverse

from incidents.actions.relations import relate
from incidents.enums import RelationKind, Status
from incidents.matching import Total
from incidents.totals import totals
from tests.factories import make_incident


def make_confirmed(by, **count):
    incident = make_incident(
        status=Status.CONFIRMED, confirmed_by=by, confirmed_at="2024-01-01T00:00Z"
    )
    values = {"effect": "killed", "unit": "persons", "qualifier": "between", "rule": "said"}
    incident.counts.create(**values, **count)
    return incident


def test_siege_and_its_days_are_not_added(ana):
    siege = make_confirmed(ana, lower=60, upper=70)
    for lower in (20, 30):
        day = make_confirmed(ana, lower=lower, upper=None)
        relate(day, RelationKind.PART_OF, siege, by=ana)
    make_confirmed(ana, lower=5, upper=5)

    assert totals() == [("Killed", Total(lower=65, upper=75, events=2, held=2))]


def test_candidate_adds_nothing(ana):
    candidate = make_incident()
    candidate.counts.create(
        effect="killed", unit="persons", lower=3, upper=3, qualifier="exact", rule="said"
    )

    assert totals() == []


def test_overview_shows_the_total_and_what_it_leaves_out(viewer, ana):
    whole, part = (make_confirmed(ana, lower=n, upper=None) for n in (1200, 40))
    relate(part, RelationKind.EVIDENCE_OF, whole, by=ana)

    page = viewer.get(reverse("incidents:overview")).content.decode()

    assert "at least 1,200" in page
