"""The grade: what the rule suggests, and what a person decides with or against it."""

import pytest
from django.urls import reverse

from incidents.actions import grading
from incidents.actions.undo import undo
from incidents.enums import Action, Grade, Status, Verdict
from incidents.exceptions import ReviewError, StaleError
from incidents.matching import Party, Voice, ledger, suggest_grade
from incidents.models import Incident
from tests.factories import make_claim, make_link, make_speaker
from tests.incidents.examples import make_contested_incident

COLUMN, REGIMENT = Party("the Red Column"), Party("the 3rd Border Regiment")
NURSE, MAYOR = Party("a nurse"), Party("the mayor of Verrin")


def accuses(claim, speaker, accused=COLUMN):
    return Voice(claim, "alleged", speaker=speaker, accused=accused, quote=f"Sentence {claim}.")


def denies(claim, speaker, accused=COLUMN):
    return Voice(claim, "denied", speaker=speaker, accused=accused)


def itself(claim, publisher, quote=""):
    return Voice(claim, "asserted", publisher=publisher, quote=quote or f"Sentence {claim}.")


def texts(voices):
    return [ground.text for ground in suggest_grade(voices).grounds]


@pytest.mark.parametrize(
    ("voices", "expected"),
    [
        ([], None),
        ([denies(1, COLUMN)], None),
        ([accuses(1, NURSE)], "weak"),
        ([accuses(1, NURSE), accuses(2, NURSE)], "weak"),
        ([accuses(1, NURSE), denies(2, COLUMN)], "weak"),
        ([accuses(1, NURSE), accuses(2, MAYOR)], "fair"),
        ([accuses(1, NURSE), itself(2, "The Daily")], "fair"),
        ([itself(1, "The Daily"), itself(2, "The Daily")], "weak"),
        ([itself(1, "The Daily", "Ten died."), itself(2, "Post", "Ten  died.")], "weak"),
        ([accuses(1, COLUMN)], "confirmed"),
        ([accuses(1, COLUMN), denies(2, Party("Red Column elders"))], "confirmed"),
        ([accuses(1, NURSE), accuses(2, MAYOR, REGIMENT)], "contested"),
        ([accuses(1, NURSE), accuses(2, COLUMN, REGIMENT), denies(3, COLUMN)], "contested"),
        ([accuses(1, COLUMN), accuses(2, REGIMENT, REGIMENT)], "contested"),
        ([accuses(1, NURSE), accuses(2, NURSE, REGIMENT)], "weak"),
        ([accuses(1, NURSE, Party("soldiers")), accuses(2, MAYOR)], "fair"),
    ],
)
def test_grade_follows_from_who_says_what(voices, expected):
    assert suggest_grade(voices).grade == expected


def test_the_grounds_name_voices_denials_and_claims():
    suggestion = suggest_grade([accuses(1, NURSE), accuses(2, MAYOR), denies(3, COLUMN)])

    assert [(ground.text, ground.claims) for ground in suggestion.grounds] == [
        ("2 independent voices: a nurse, the mayor of Verrin.", (1, 2)),
        ("Denied by the Red Column.", (3,)),
    ]


def test_rivals_are_named():
    voices = [accuses(1, NURSE), accuses(2, MAYOR, REGIMENT)]

    assert texts(voices)[0] == "Some blame the Red Column, others the 3rd Border Regiment."


def test_ledger_puts_the_denial_of_an_accused_party_beside_the_accusation():
    (account,) = ledger([denies(2, COLUMN, accused=None), accuses(1, NURSE)])

    assert account.party == COLUMN
    assert [(entry.act, entry.voice.claim) for entry in account.entries] == [
        ("accuses", 1),
        ("denies", 2),
    ]


def test_rule_rests_on_the_accepted_claims_alone(db):
    incident = make_link(_said_by("a nurse"), verdict=Verdict.ACCEPTED).incident
    make_link(_said_by("the mayor"), incident)

    assert grading.suggested(incident.links.in_incident()).grade == "weak"


def _said_by(name):
    claim = make_claim()
    make_speaker(claim, name)
    return claim


def test_grade_is_a_decision_with_a_reason_that_can_be_undone(link, ana):
    decision = grading.grade(link.incident, Grade.WEAK, by=ana, version=0, reason=" One voice. ")

    link.incident.refresh_from_db()
    assert (link.incident.grade, decision.action) == (Grade.WEAK, Action.GRADE)
    assert (decision.reason, decision.changes) == ("One voice.", {"grade": [None, "weak"]})

    undo(decision, by=ana)

    link.incident.refresh_from_db()
    assert link.incident.grade is None


def test_undo_leaves_a_grade_that_was_given_later(link, ana, ben):
    first = grading.grade(link.incident, Grade.WEAK, by=ana, version=0, reason="One voice.")
    grading.grade(link.incident, Grade.FAIR, by=ben, version=1, reason="Two voices.")

    with pytest.raises(ReviewError, match="ben graded the incident since"):
        undo(first, by=ana)


def test_second_grader_with_an_old_page_is_told(link, ana, ben):
    grading.grade(link.incident, Grade.WEAK, by=ana, version=0, reason="One voice.")

    with pytest.raises(StaleError, match="ana graded the incident"):
        grading.grade(link.incident, Grade.FAIR, by=ben, version=0, reason="Two voices.")

    assert Incident.objects.get(pk=link.incident_id).grade == Grade.WEAK


def test_nothing_is_graded_without_a_reason_or_once_rejected(link, ana):
    with pytest.raises(ReviewError, match="Say why"):
        grading.grade(link.incident, Grade.WEAK, by=ana, version=0, reason=" ")
    Incident.objects.filter(pk=link.incident_id).update(status=Status.REJECTED)

    with pytest.raises(ReviewError, match="is rejected"):
        grading.grade(link.incident, Grade.WEAK, by=ana, version=0, reason="One voice.")


def test_stale_grade_is_shown_beside_the_newer_state_and_nothing_typed_is_lost(reviewer, link, ana):
    url = reverse("incidents:grade", args=[link.incident.reference])
    grading.grade(link.incident, Grade.WEAK, by=ana, version=0, reason="One voice.")

    response = reviewer.post(url, {"version": 0, "grade": "fair", "reason": "Two <voices>"})

    page = response.content.decode()
    assert (response.status_code, "ana graded the incident" in page) == (409, True)
    assert "Two &lt;voices&gt;</textarea>" in page
    assert 'value="fair" checked' in page


@pytest.mark.parametrize(
    "data", [{}, {"version": 0, "grade": "fair"}, {"grade": "x", "reason": "y"}]
)
def test_grade_without_its_parts_is_refused(reviewer, link, data):
    url = reverse("incidents:grade", args=[link.incident.reference])

    assert reviewer.post(url, data).status_code == 422


def test_page_says_that_a_grade_differs_from_the_rule(reviewer):
    incident = make_contested_incident()
    url = reverse("incidents:grade", args=[incident.reference])
    before = reviewer.get(incident.get_absolute_url())

    after = reviewer.post(
        url, {"version": 0, "grade": "fair", "reason": "The denials are hollow."}, follow=True
    )

    assert (before.context["suggested"].grade, before.context["differs"]) == ("contested", False)
    assert (after.context["incident"].grade, after.context["differs"]) == ("fair", True)
    assert "differs from the rule" in after.content.decode()
