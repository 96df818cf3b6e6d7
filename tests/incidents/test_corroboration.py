from datetime import date

import pytest

from incidents.actions import grading
from incidents.actions.facts import refresh
from incidents.actions.prints import Print, prints_of
from incidents.enums import Verdict
from sources.models import DocumentLikeness, Signature
from tests.factories import (
    make_claim,
    make_count,
    make_document,
    make_incident,
    make_link,
    make_source,
    make_speaker,
)

PLACE = {"place_name": "Dorvan", "place_precision": "settlement", "place_country": "ML"}


def _alike(one, other):
    for document, counterpart in ((one, other), (other, one)):
        DocumentLikeness.objects.create(
            document=document,
            other=counterpart,
            kind="near_duplicate",
            words=90,
            share=0.9,
            other_share=0.9,
        )


def _article(paper, text, *, published=None, **source):
    return make_document(text, source=make_source(paper, **source), published=published)


def _said(incident, document, *, speaker=None, count=None, **fields):
    claim = make_claim(document, **(PLACE | fields))
    if speaker:
        make_speaker(claim, speaker)
    if count:
        make_count(claim, lower=count, upper=count, qualifier="exact")
    return make_link(claim, incident, verdict=Verdict.ACCEPTED)


@pytest.mark.django_db
def test_articles_that_copy_a_third_one_print_one_text():
    one, third, other, apart = (make_document() for _ in range(4))
    _alike(one, third)
    _alike(third, other)
    Signature.objects.create(document=apart, version=1, agency="Reuters")

    found = prints_of([one.pk, other.pk, apart.pk, make_document().pk])

    assert {pk: found[pk] for pk in (one.pk, other.pk, apart.pk)} == {
        one.pk: Print(text=one.pk),
        other.pk: Print(text=one.pk),
        apart.pk: Print(agency="Reuters"),
    }


@pytest.mark.django_db
def test_copies_are_one_voice_in_the_grade_that_is_suggested():
    incident = make_incident()
    one, other = _article("Daily", "Nine died."), _article("Herald", "Nine people died.")
    for document in (one, other):
        _said(incident, document)

    before = grading.suggested(incident.links.in_incident()).grade
    _alike(one, other)

    assert (before, grading.suggested(incident.links.in_incident()).grade) == ("fair", "weak")


def test_fact_shows_how_many_independent_voices_stand_behind_it(viewer):
    incident = make_incident(**PLACE)
    one, other = _article("Daily", "Nine died."), _article("Herald", "Nine people died.")
    for document in (one, other, _article("Star", "Nine were killed.")):
        _said(incident, document)
    _alike(one, other)

    page = viewer.get(incident.get_absolute_url()).content.decode()
    place = page.partition('id="fact-place"')[2].partition('id="fact-')[0]

    assert place.count("<strong>2 independent</strong> of 3: Daily and Herald, Star itself") == 1
    assert place.count("their articles share one text") == 1


def test_copies_of_a_wire_service_are_one_voice(viewer):
    incident = make_incident(**PLACE)
    wire = _article("Valley Wire", "Nine died.", is_wire=True)
    copy = _article("Daily", "Nine people died.")
    _said(incident, wire)
    _said(incident, copy)
    _alike(wire, copy)

    heard = viewer.get(incident.get_absolute_url()).context["independent"]

    assert [(one.name, one.reason) for one in heard.backings] == [
        ("Valley Wire and Daily", "they print copy of Valley Wire")
    ]


def test_number_that_its_speaker_raised_stays_on_the_page_and_counts_no_more(viewer):
    incident = make_incident()
    first = _article("Daily", "Forty died.", published=date(2024, 3, 1))
    later = _article("Herald", "Fifty-eight died.", published=date(2024, 3, 4))
    army = _article("Star", "Only forty died.", published=date(2024, 3, 5))
    _said(incident, first, speaker="the mayor", count=40)
    _said(incident, later, speaker="the mayor", count=58)
    _said(incident, army, speaker="the army", count=30)
    refresh(incident)

    page = viewer.get(incident.get_absolute_url()).content.decode()
    (found,) = incident.counts.all()

    assert (found.lower, found.upper) == (30, 58)
    assert page.count("replaced by 58, 4 Mar 2024") == 1
    assert page.count("30 (the army) against 58 (the mayor).") == 1
    assert page.count("Replaced by a later number of the same speaker: 40 (the mayor)") == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_queries_for_any_number_of_copies(
    viewer, django_assert_num_queries, rows
):
    incident = make_incident(**PLACE)
    first = _article("Daily", "Nine died.")
    _said(incident, first, speaker="the mayor", count=9)
    for number in range(rows):
        copy = _article(f"Paper {number}", f"Nine people died, {number}.")
        _said(incident, copy, count=9)
        _alike(first, copy)

    with django_assert_num_queries(19):
        viewer.get(incident.get_absolute_url())
