"""Undo: every kind of decision, in any order, never twice, never an undoing."""

import pytest

from incidents.actions import merge, notes, review, suggestions
from incidents.actions.undo import undo
from incidents.enums import Action, Answer, Status, Verdict
from incidents.exceptions import ReviewError
from incidents.models import Decision, Incident, Suggestion
from tests.factories import make_claim, make_incident, make_link
from tests.incidents.states import draft_of, state_of, verdicts_of


def last(**about) -> Decision:
    return Decision.objects.filter(**about)[0]


def accept(link, by):
    link.refresh_from_db()
    return review.judge(link, Verdict.ACCEPTED, by=by, version=link.version)


def _confirm(link, by):
    accept(link, by)
    incident = Incident.objects.get(pk=link.incident_id)
    return lambda: review.confirm(incident, by=by, version=incident.version)


ACTS = {
    "accept": lambda link, by: lambda: review.judge(link, Verdict.ACCEPTED, by=by, version=0),
    "reject claim": lambda link, by: lambda: review.judge(link, Verdict.REJECTED, by=by, version=0),
    "unsure": lambda link, by: lambda: review.judge(link, Verdict.UNSURE, by=by, version=0),
    "move": lambda link, by: lambda: review.move_claim(link, to=None, by=by, version=0),
    "confirm": _confirm,
    "confirm all": lambda link, by: (
        lambda: review.confirm(link.incident, by=by, version=0, accept_pending=True)
    ),
    "reject": lambda link, by: (
        lambda: review.reject(link.incident, by=by, version=0, reason="A drill")
    ),
    "override": lambda link, by: (
        lambda: review.override(
            link.incident, "title", ["Gao"], by=by, version=0, reason="Known so"
        )
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_undo_restores_what_was_before(link, ana, ben, name):
    incident = link.incident
    notes.annotate(incident, by=ana, text="Facts are worked out at the first decision.")
    accept(link, ben)
    undo(last(), by=ben)
    type(link).objects.filter(pk=link.pk).update(version=0)
    Incident.objects.filter(pk=incident.pk).update(version=0)
    link.refresh_from_db()
    incident.refresh_from_db()
    act = ACTS[name](link, ana)
    before = state_of(incident)

    act()
    undo(last(by=ana), by=ana)

    assert state_of(incident) == before


def test_undone_correction_brings_the_old_claim_back(link, ana):
    new = review.correct(link, draft_of(link.claim, weapon="a gun"), by=ana, version=0)

    undo(last(), by=ana)

    assert verdicts_of(link.incident) == {
        link.claim_id: Verdict.PENDING,
        new.claim_id: Verdict.REPLACED,
    }


def test_undone_addition_puts_the_claim_out_of_force_and_closes_its_candidate(link, ana):
    added = review.add_claim(link.claim.document, draft_of(link.claim), by=ana)

    undo(added.claim.decisions.get(), by=ana)

    added.refresh_from_db()
    added.incident.refresh_from_db()
    assert (added.verdict, added.incident.status) == (Verdict.REPLACED, Status.REJECTED)


def test_undone_opening_confirms_again_in_the_name_of_who_confirmed(link, ana, ben):
    review.confirm(link.incident, by=ana, version=0, accept_pending=True)
    before = state_of(link.incident)

    undo(review.reopen(link.incident, by=ben, version=1, reason="Doubt"), by=ben)

    assert state_of(link.incident) == before


def test_undone_answer_opens_the_suggestion_again(ana):
    older, newer = make_incident(), make_incident()
    suggestion = Suggestion.objects.create(older=older, newer=newer, score=0.9)
    decision = suggestions.answer(suggestion, Answer.DIFFERENT, by=ana)

    undo(decision, by=ana)

    suggestion.refresh_from_db()
    assert (suggestion.answer, suggestion.answered_by) == (Answer.OPEN, None)


def test_decision_is_undone_once(link, ana):
    decision = accept(link, ana)
    undo(decision, by=ana)

    with pytest.raises(ReviewError, match="undone already"):
        undo(decision, by=ana)


def test_undoing_is_not_undone(link, ana):
    undo(accept(link, ana), by=ana)

    with pytest.raises(ReviewError, match="decide anew"):
        undo(last(action=Action.UNDO), by=ana)


def test_undo_refuses_what_was_decided_again_and_names_who(link, ana, ben):
    first = accept(link, ana)
    link.refresh_from_db()
    review.judge(link, Verdict.REJECTED, by=ben, version=1)

    with pytest.raises(ReviewError, match=r"ben rejected the claim since\. Undo that first\."):
        undo(first, by=ana)

    link.refresh_from_db()
    assert link.verdict == Verdict.REJECTED


def test_same_verdict_given_again_protects_the_later_decision(link, ana, ben):
    first = accept(link, ana)
    review.judge(link, Verdict.UNSURE, by=ben, version=1)
    review.judge(link, Verdict.ACCEPTED, by=ben, version=2)

    with pytest.raises(ReviewError, match="since"):
        undo(first, by=ana)


def test_undone_in_reverse_order_everything_is_as_at_first(link, ana, ben):
    accept(link, ben)
    before = state_of(link.incident)
    link.refresh_from_db()
    review.judge(link, Verdict.UNSURE, by=ana, version=1)
    review.judge(link, Verdict.REJECTED, by=ana, version=2)

    undo(last(action=Action.REJECT_CLAIM), by=ana)
    undo(last(action=Action.UNSURE_CLAIM), by=ana)

    assert state_of(link.incident) == before


def test_undo_of_a_whole_act_leaves_what_was_decided_since_and_says_so(link, ana, ben):
    other = make_link(make_claim(), link.incident)
    confirmed = review.confirm(link.incident, by=ana, version=0, accept_pending=True)
    review.judge(other, Verdict.REJECTED, by=ben, version=1)

    kept = undo(confirmed, by=ana)

    assert kept == [f"“{other.claim.quote[:60]}” stays as it is: ben rejected the claim since."]
    assert verdicts_of(link.incident) == {
        link.claim_id: Verdict.PENDING,
        other.claim_id: Verdict.REJECTED,
    }


def test_facts_set_by_hand_are_undone_one_by_one(link, ana):
    first = review.override(link.incident, "title", ["Gao"], by=ana, version=0, reason="Known")
    review.override(link.incident, "perpetrators", [["Men"]], by=ana, version=1, reason="Said")

    undo(first, by=ana)

    assert list(Incident.objects.get(pk=link.incident_id).overrides) == ["perpetrators"]


def test_undone_move_follows_an_incident_that_was_merged_since(link, ana):
    make_link(make_claim(), link.incident)
    left, survivor = link.incident, make_incident()
    make_link(make_claim(), survivor)
    moved = review.move_claim(link, to=None, by=ana, version=0)
    left.refresh_from_db()
    versions = {left.pk: left.version, survivor.pk: 0}
    merge.merge(survivor, left, by=ana, versions=versions, keep={})

    undo(last(claim=link.claim, action=Action.MOVE_CLAIM), by=ana)

    link.refresh_from_db()
    moved.refresh_from_db()
    assert (link.incident, moved.status) == (survivor, Status.REJECTED)


def test_undone_move_opens_an_incident_that_a_new_reading_had_emptied(link, ana):
    accept(link, ana)
    machine = make_link(make_claim(link.claim.document), link.incident)
    link.refresh_from_db()
    review.move_claim(link, to=None, by=ana, version=link.version)
    machine.delete()
    Incident.objects.filter(pk=link.incident_id).update(status=Status.REJECTED)

    undo(last(claim=link.claim, action=Action.MOVE_CLAIM), by=ana)

    assert Incident.objects.get(pk=link.incident_id).status == Status.CANDIDATE


def test_incident_that_a_person_rejected_stays_so_when_a_claim_comes_back(link, ana):
    accept(link, ana)
    left = make_link(make_claim(), link.incident).incident
    link.refresh_from_db()
    review.move_claim(link, to=None, by=ana, version=link.version)
    left.refresh_from_db()
    review.reject(left, by=ana, version=left.version, reason="A drill")

    undo(last(claim=link.claim, action=Action.MOVE_CLAIM), by=ana)

    left.refresh_from_db()
    assert left.status == Status.REJECTED
