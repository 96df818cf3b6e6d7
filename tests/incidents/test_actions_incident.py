"""Confirm, reject, reopen, set by hand, note: the verbs on a whole incident."""

import pytest

from incidents.actions import notes, review
from incidents.enums import Action, Status, Verdict
from incidents.exceptions import ReviewError, StaleError
from incidents.models import Decision, Incident
from tests.factories import make_claim, make_incident, make_link
from tests.incidents.states import verdicts_of


def test_confirmation_needs_an_accepted_claim(link, ana):
    with pytest.raises(ReviewError, match="Accept at least one claim first"):
        review.confirm(link.incident, by=ana, version=0)

    link.incident.refresh_from_db()
    assert (link.incident.status, Decision.objects.count()) == (Status.CANDIDATE, 0)


def test_confirmation_names_who_and_when(link, ana, ben):
    review.judge(link, Verdict.ACCEPTED, by=ana, version=0)

    decision = review.confirm(link.incident, by=ben, version=1, reason="Two sources")

    link.incident.refresh_from_db()
    assert (link.incident.status, link.incident.confirmed_by) == (Status.CONFIRMED, ben)
    assert (decision.changes["status"], decision.reason) == (
        [Status.CANDIDATE, Status.CONFIRMED],
        "Two sources",
    )


def test_confirmation_can_accept_what_nobody_judged_and_leaves_the_rest(link, ana, ben):
    doubtful = make_link(make_claim(), link.incident)
    review.judge(doubtful, Verdict.UNSURE, by=ana, version=0)

    review.confirm(link.incident, by=ben, version=1, accept_pending=True)

    assert verdicts_of(link.incident) == {
        link.claim_id: Verdict.ACCEPTED,
        doubtful.claim_id: Verdict.UNSURE,
    }


def test_confirmation_of_an_old_page_is_told_who_was_first(link, ana, ben):
    review.judge(link, Verdict.ACCEPTED, by=ana, version=0)

    with pytest.raises(StaleError, match=r"^ana accepted the claim"):
        review.confirm(link.incident, by=ben, version=0)


def test_confirmed_incident_is_not_confirmed_again(link, ana):
    review.confirm(link.incident, by=ana, version=0, accept_pending=True)

    with pytest.raises(ReviewError, match=f"^{link.incident.reference} is confirmed already"):
        review.confirm(link.incident, by=ana, version=1)


def test_rejection_needs_a_reason(link, ana):
    with pytest.raises(ReviewError, match="Say why"):
        review.reject(link.incident, by=ana, version=0, reason="  ")


def test_rejection_takes_the_pending_claims_with_it(link, ana, ben):
    accepted = make_link(make_claim(), link.incident)
    review.judge(accepted, Verdict.ACCEPTED, by=ana, version=0)

    review.reject(link.incident, by=ben, version=1, reason="A drill")

    link.incident.refresh_from_db()
    assert link.incident.status == Status.REJECTED
    assert verdicts_of(link.incident) == {
        link.claim_id: Verdict.REJECTED,
        accepted.claim_id: Verdict.ACCEPTED,
    }


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.REJECTED])
def test_decided_incident_can_be_opened_again(link, ana, status):
    if status == Status.CONFIRMED:
        review.confirm(link.incident, by=ana, version=0, accept_pending=True)
    else:
        review.reject(link.incident, by=ana, version=0, reason="A drill")

    review.reopen(link.incident, by=ana, version=1, reason="New evidence")

    link.incident.refresh_from_db()
    assert link.incident.status == Status.CANDIDATE


def test_candidate_is_not_opened_again(link, ana):
    with pytest.raises(ReviewError, match="is candidate already"):
        review.reopen(link.incident, by=ana, version=0, reason="Why not")


def test_opening_again_needs_a_reason(link, ana):
    with pytest.raises(ReviewError, match="Say why"):
        review.reopen(link.incident, by=ana, version=0, reason="")


def test_fact_set_by_hand_stays_when_claims_change(link, ana):
    review.override(link.incident, "title", ["Market of Gao"], by=ana, version=0, reason="Known so")

    review.judge(link, Verdict.ACCEPTED, by=ana, version=0)

    incident = Incident.objects.get(pk=link.incident_id)
    assert incident.title == "Market of Gao"
    assert (incident.overrides["title"]["reason"], incident.overrides["title"]["by"]) == (
        "Known so",
        ana.pk,
    )


def test_fact_set_by_hand_needs_a_reason(link, ana):
    with pytest.raises(ReviewError, match="Say why"):
        review.override(link.incident, "title", ["X"], by=ana, version=0, reason=" ")


def test_fact_of_a_merged_incident_cannot_be_set(ana):
    merged = make_incident(status=Status.MERGED, merged_into=make_incident())

    with pytest.raises(ReviewError, match="was merged into another"):
        review.override(merged, "title", ["X"], by=ana, version=0, reason="Because")


def test_fact_set_on_an_old_page_is_refused(link, ana, ben):
    review.override(link.incident, "title", ["A"], by=ana, version=0, reason="Because")

    with pytest.raises(StaleError, match=r"^ana set a fact by hand"):
        review.override(link.incident, "title", ["B"], by=ben, version=0, reason="Because")


def test_note_is_left_and_resolved_once(link, ana, ben):
    note = notes.annotate(link.incident, by=ana, text="  Check the date.  ")
    notes.resolve(note, by=ben)
    notes.resolve(note, by=ana)

    note.refresh_from_db()
    assert (note.text, note.resolved_by) == ("Check the date.", ben)


def test_empty_note_is_refused(link, ana):
    with pytest.raises(ReviewError, match="Write something"):
        notes.annotate(link.incident, by=ana, text=" \n ")


def test_every_decision_raises_the_version(link, ana):
    review.judge(link, Verdict.ACCEPTED, by=ana, version=0)
    review.confirm(link.incident, by=ana, version=1)
    review.reopen(link.incident, by=ana, version=2, reason="Doubt")

    actions = list(link.incident.decisions.order_by("pk").values_list("action", flat=True))
    assert actions == [Action.ACCEPT_CLAIM, Action.CONFIRM, Action.REOPEN]
    assert Incident.objects.get(pk=link.incident_id).version == 3
