"""How the extractor does: the figures are those of the decisions, and say no more than they can."""

import csv
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from accounts import roles
from incidents import quality
from incidents.actions import review
from incidents.actions.undo import undo
from incidents.charts.quality import FieldTally, Tally, wilson
from incidents.enums import Verdict
from incidents.models import Decision
from sources.actions.claims import CountDraft, SpeakerDraft
from tests.factories import (
    make_claim,
    make_count,
    make_document,
    make_link,
    make_run,
    make_source,
    make_speaker,
    make_user,
)
from tests.incidents.states import draft_of

ADDRESS = "/extractor/"
CSV = "/extractor/figures.csv"


def measured():
    return quality.measure(quality.judged_claims())


def fields():
    return {row.name: (row.filled, row.changed, row.added) for row in measured().fields}


def mend(link, by, **changed):
    """Correct a claim and leave all as it was but what is named."""
    counts = tuple(
        CountDraft(effect=c.effect, lower=c.lower, upper=c.upper, qualifier=c.qualifier)
        for c in link.claim.counts.all()
    )
    speakers = tuple(SpeakerDraft(name=speaker.name) for speaker in link.claim.speakers.all())
    draft = draft_of(link.claim, **{"counts": counts, "speakers": speakers} | changed)
    review.correct(link, draft, by=by, version=0)


def judge(verdict, by, **fields):
    link = make_link(make_claim(**fields))
    review.judge(link, verdict, by=by, version=0)
    return link


@pytest.fixture
def said(db):
    """A claim that says where and how many, by a teacher."""
    claim = make_claim(place_name="Gao", place_precision="settlement", perpetrator="soldiers")
    make_count(claim)
    make_speaker(claim)
    return make_link(claim)


def test_every_verdict_of_a_reviewer_is_counted_once(ana):
    document = make_document(source=make_source("Sahel Wire"))
    make_run(document, pipeline="test 2")
    for verdict in (Verdict.ACCEPTED, Verdict.REJECTED, Verdict.UNSURE):
        judge(verdict, ana, document=document, confidence=0.83)
    corrected = make_link(make_claim(document=document, confidence=0.83))
    review.correct(corrected, draft_of(corrected.claim), by=ana, version=0)
    make_link(make_claim(document=document, confidence=0.83))

    measures = measured()

    expected = Tally("all", accepted=1, corrected=1, rejected=1, unsure=1, promised=0.83)
    assert replace(measures.total, promised=round(measures.total.promised, 2)) == expected
    assert [[row.name for row in rows] for _, rows in measures.lists()] == [
        ["0.8 to 0.9"],
        ["Unlawful killing"],
        ["Sahel Wire"],
        ["test 2"],
    ]
    for _, rows in measures.lists():
        one = rows[0]
        assert (one.accepted, one.corrected, one.rejected, one.unsure) == (1, 1, 1, 1)


def test_claim_added_by_a_person_says_nothing_about_the_machine(ana):
    review.add_claim(make_document(), draft_of(make_claim()), by=ana)

    assert measured().total.judged == 0


def test_decision_that_was_taken_back_is_not_counted(said, ana):
    review.judge(said, Verdict.ACCEPTED, by=ana, version=0)
    undo(Decision.objects.get(claim=said.claim), by=ana)

    assert measured().total.judged == 0


def test_correction_that_was_taken_back_is_not_counted(said, ana):
    mend(said, ana, place_name="Kidal")
    decision = Decision.objects.filter(action="correct_claim").first()
    assert decision is not None
    undo(decision, by=ana)

    assert (measured().total.judged, fields()["Where"]) == (0, (0, 0, 0))


def test_changed_field_counts_against_that_field_alone(said, ana):
    mend(said, ana, place_name="Kidal")

    assert fields() == {
        "What happened": (1, 0, 0),
        "Where": (1, 1, 0),
        "When": (0, 0, 0),
        "By whom": (1, 0, 0),
        "Against whom": (0, 0, 0),
        "With what": (0, 0, 0),
        "Stance": (1, 0, 0),
        "How many": (1, 0, 0),
        "Who says so": (1, 0, 0),
    }


def test_number_and_speaker_that_a_correction_changes_count_against_them(said, ana):
    count = CountDraft(effect="killed", lower=13, upper=None, qualifier="at_least")

    mend(said, ana, counts=(count,), speakers=(SpeakerDraft(name="a nurse"),))

    assert (fields()["How many"], fields()["Who says so"]) == ((1, 1, 0), (1, 1, 0))


def test_field_that_only_a_person_filled_is_added_and_not_wrong(said, ana):
    mend(said, ana, weapon="rifles")

    assert fields()["With what"] == (0, 0, 1)


def test_field_that_a_correction_empties_counts_against_it(said, ana):
    mend(said, ana, perpetrator=None)

    assert fields()["By whom"] == (1, 1, 0)


def test_rejected_claim_says_nothing_about_its_fields(said, ana):
    review.judge(said, Verdict.REJECTED, by=ana, version=0)

    assert fields()["Where"] == (0, 0, 0)


def test_share_is_told_from_ten_decisions_on(reviewer, ana):
    for _ in range(9):
        judge(Verdict.ACCEPTED, ana)
    few = reviewer.get(ADDRESS).content.decode()
    judge(Verdict.REJECTED, ana)

    enough = reviewer.get(ADDRESS).content.decode()

    assert ("too few to say" in few, "60 to 98 %" in few) == (True, False)
    assert ("reliability-plot" in few, "reliability-plot" in enough) == (False, True)
    assert "60 to 98 %" in enough


def test_unsure_counts_neither_way():
    tally = Tally("x", accepted=6, corrected=2, rejected=2, unsure=40, promised=0.5)

    assert (tally.right.value, tally.unchanged.value) == (0.8, 0.6)


@pytest.mark.parametrize(("right", "of"), [(0, 10), (1, 10), (5, 10), (99, 100), (100, 100)])
def test_interval_holds_the_share_and_stays_between_nothing_and_all(right, of):
    low, high = wilson(right, of)

    assert 0 <= low <= right / of <= high <= 1


def test_field_share_leaves_out_what_was_changed():
    assert FieldTally("Where", filled=20, changed=5, added=3).right.value == 0.75


def test_time_narrows_the_figures(reviewer, ana):
    judge(Verdict.ACCEPTED, ana)

    totals = [
        reviewer.get(ADDRESS, {"since": day}).context["measures"].total.judged
        for day in ("2000-01-01", "2100-01-01")
    ]

    assert totals == [1, 0]


def test_time_that_makes_no_sense_is_named_and_measures_nothing(reviewer, ana):
    judge(Verdict.ACCEPTED, ana)

    response = reviewer.get(ADDRESS, {"since": "yesterday"})

    assert response.context["measures"].total.judged == 0
    assert "Enter a valid date." in response.content.decode()


def test_file_holds_the_figures_and_no_formula(reviewer, ana):
    document = make_document(source=make_source("=cmd()"))
    for _ in range(10):
        judge(Verdict.ACCEPTED, ana, document=document)

    response = reviewer.get(CSV)

    rows = list(csv.DictReader(response.content.decode().splitlines()))
    found = {row["value"]: row for row in rows}
    assert response["Content-Disposition"] == 'attachment; filename="extractor.csv"'
    assert [row["by"] for row in rows] == [
        *("all", "score", "event type", "source", "pipeline"),
        *["field"] * 9,
    ]
    assert found["'=cmd()"]["judged"] == "10"
    assert (found["all"]["share"], found["all"]["low"]) == ("1.0000", "0.7225")
    assert found["What happened"]["share"] == "1.0000"


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_queries_for_any_number_of_rows(
    reviewer, django_assert_num_queries, rows
):
    by = make_user(roles.REVIEWER)
    for number in range(rows):
        document = make_document(source=make_source())
        make_run(document, pipeline=f"test {number}")
        judge(Verdict.ACCEPTED, by, document=document, confidence=number / 10)
        link = make_link(make_claim(document=document))
        mend(link, by, weapon="rifles")

    with django_assert_num_queries(7):  # session, user, permissions, four of figures
        response = reviewer.get(ADDRESS)

    assert response.status_code == 200


@pytest.mark.parametrize("name", ["extractor", "extractor_figures"])
def test_reviewers_and_leads_may_look(viewer, contributor, reviewer, lead, name):
    url = reverse(f"incidents:{name}")

    codes = [one.get(url).status_code for one in (viewer, contributor, reviewer, lead, Client())]

    assert codes == [403, 403, 200, 200, 302]
