"""Judge, correct, add and move claims: what each leaves behind, and whom it refuses."""

import pytest
from django.db.backends.postgresql.psycopg_any import NumericRange

from incidents.actions import review
from incidents.actions.undo import undo
from incidents.enums import Action, Status, Verdict
from incidents.exceptions import ReviewError, StaleError
from incidents.models import Decision, Incident, IncidentClaim
from sources.actions.claims import CountDraft, SpeakerDraft
from sources.models import Claim
from tests.factories import (
    make_claim,
    make_document,
    make_incident,
    make_link,
)
from tests.incidents.states import draft_of, ranges_of, verdicts_of

JUDGEMENTS = {
    Verdict.ACCEPTED: Action.ACCEPT_CLAIM,
    Verdict.REJECTED: Action.REJECT_CLAIM,
    Verdict.UNSURE: Action.UNSURE_CLAIM,
}


@pytest.mark.parametrize("verdict", JUDGEMENTS)
def test_verdict_is_recorded_with_who_before_and_after(link, ana, verdict):
    decision = review.judge(link, verdict, by=ana, version=0, reason="Read twice")

    link.refresh_from_db()
    assert (link.verdict, link.decided_by, link.version) == (verdict, ana, 1)
    assert (decision.action, decision.by, decision.reason) == (
        JUDGEMENTS[verdict],
        ana,
        "Read twice",
    )
    assert decision.changes["verdict"] == [Verdict.PENDING, verdict]


def test_deciding_frees_the_lease(link, ana):
    IncidentClaim.objects.filter(pk=link.pk).update(leased_to=ana, leased_until="2100-01-01T00Z")

    review.judge(link, Verdict.ACCEPTED, by=ana, version=0)

    link.refresh_from_db()
    assert (link.leased_to, link.leased_until) == (None, None)


def test_claim_can_be_judged_again_and_both_decisions_stay(link, ana, ben):
    review.judge(link, Verdict.ACCEPTED, by=ana, version=0)

    review.judge(link, Verdict.REJECTED, by=ben, version=1)

    link.refresh_from_db()
    assert (link.verdict, link.decided_by) == (Verdict.REJECTED, ben)
    assert [d.action for d in link.claim.decisions.order_by("pk")] == [
        Action.ACCEPT_CLAIM,
        Action.REJECT_CLAIM,
    ]


def test_second_reviewer_with_an_old_page_is_told_who_was_first(link, ana, ben):
    review.judge(link, Verdict.ACCEPTED, by=ana, version=0)

    with pytest.raises(StaleError, match=r"^ana accepted the claim at \d\d:\d\d, before you\."):
        review.judge(link, Verdict.REJECTED, by=ben, version=0)

    link.refresh_from_db()
    assert link.verdict == Verdict.ACCEPTED


def test_replaced_claim_cannot_be_judged(link, ana):
    IncidentClaim.objects.filter(pk=link.pk).update(verdict=Verdict.REPLACED)

    with pytest.raises(ReviewError, match="A newer claim has taken the place"):
        review.judge(link, Verdict.ACCEPTED, by=ana, version=0)


@pytest.mark.parametrize("status", [Status.REJECTED, Status.MERGED])
def test_claim_of_a_closed_incident_cannot_be_judged(link, ana, status):
    into = make_incident() if status == Status.MERGED else None
    Incident.objects.filter(pk=link.incident_id).update(status=status, merged_into=into)

    with pytest.raises(ReviewError, match=link.incident.reference):
        review.judge(link, Verdict.ACCEPTED, by=ana, version=0)


def test_rejected_claim_no_longer_feeds_the_numbers(link, ana):
    review.judge(link, Verdict.ACCEPTED, by=ana, version=0)
    assert ranges_of(link.incident) == [("killed", 12, None, "at_least")]

    review.judge(link, Verdict.REJECTED, by=ana, version=1)

    assert ranges_of(link.incident) == []


def test_denied_claim_never_feeds_the_numbers(link, ana):
    denial = make_claim(stance="denied")
    denial.counts.create(effect="killed", lower=0, upper=0, qualifier="exact")
    denied = make_link(denial, link.incident)
    review.judge(link, Verdict.ACCEPTED, by=ana, version=0)

    review.judge(denied, Verdict.ACCEPTED, by=ana, version=0)

    assert ranges_of(link.incident) == [("killed", 12, None, "at_least")]


def test_confirmed_incident_without_accepted_claim_is_a_candidate_again(link, ana, ben):
    review.judge(link, Verdict.ACCEPTED, by=ana, version=0)
    link.incident.refresh_from_db()
    review.confirm(link.incident, by=ana, version=link.incident.version)

    decision = review.judge(link, Verdict.REJECTED, by=ben, version=1)

    link.incident.refresh_from_db()
    assert link.incident.status == Status.CANDIDATE
    undo(decision, by=ben)
    link.incident.refresh_from_db()
    assert (link.incident.status, link.incident.confirmed_by) == (Status.CONFIRMED, ana)


def test_correction_replaces_the_old_claim_and_stands_accepted(link, ana):
    draft = draft_of(link.claim, place_name="Gao", place_precision="settlement")

    new = review.correct(link, draft, by=ana, version=0, reason="Named above")

    assert verdicts_of(link.incident) == {
        link.claim_id: Verdict.REPLACED,
        new.claim_id: Verdict.ACCEPTED,
    }
    assert (new.claim.supersedes, new.claim.made_by) == (link.claim, ana)
    decision = new.claim.decisions.get()
    assert decision.changes == {
        "verdict": [None, Verdict.ACCEPTED],
        "place_name": [None, "Gao"],
        "place_precision": [None, "settlement"],
    }


def test_correction_stores_every_field_with_its_words_in_the_text(ana):
    claim = make_claim(event_type_span=NumericRange(9, 18), aggregate=True)
    count = CountDraft(
        effect="killed",
        lower=12,
        upper=None,
        qualifier="at_least",
        victim_class="civilians",
        victims="villagers",
        span=NumericRange(18, 37),
    )
    teacher = SpeakerDraft(name="a teacher", actor="A teacher", span=NumericRange(66, 75))
    soldiers = {
        "perpetrator": "Soldiers",
        "perpetrator_actor": "The army",
        "perpetrator_span": NumericRange(0, 8),
    }
    draft = draft_of(claim, counts=(count,), speakers=(teacher,), **soldiers)

    new = review.correct(make_link(claim), draft, by=ana, version=0)

    stored = Claim.objects.get(pk=new.claim_id)
    assert {name: getattr(stored, name) for name in soldiers} == soldiers
    assert (stored.event_type_span, stored.aggregate) == (NumericRange(9, 18), True)
    counts = stored.counts.values(*CountDraft.__dataclass_fields__)
    speakers = stored.speakers.values(*SpeakerDraft.__dataclass_fields__)
    assert [CountDraft(**values) for values in counts] == [count]
    assert [SpeakerDraft(**values) for values in speakers] == [teacher]


def test_stale_correction_leaves_no_claim_behind(link, ana, ben):
    review.judge(link, Verdict.ACCEPTED, by=ana, version=0)

    with pytest.raises(StaleError, match=r"^ana accepted the claim"):
        review.correct(link, draft_of(link.claim), by=ben, version=0)

    assert Claim.objects.count() == 1


def test_claim_can_be_corrected_again_after_an_undone_correction(link, ana):
    first = review.correct(link, draft_of(link.claim, weapon="a gun"), by=ana, version=0)
    undo(first.claim.decisions.get(), by=ana)
    link.refresh_from_db()

    second = review.correct(
        link, draft_of(link.claim, weapon="a rifle"), by=ana, version=link.version
    )

    assert verdicts_of(link.incident) == {
        link.claim_id: Verdict.REPLACED,
        first.claim_id: Verdict.REPLACED,
        second.claim_id: Verdict.ACCEPTED,
    }


def test_added_claim_opens_a_candidate_of_its_own(ana):
    document = make_document()

    link = review.add_claim(document, draft_of(make_claim(document)), by=ana)

    assert (link.verdict, link.incident.status) == (Verdict.ACCEPTED, Status.CANDIDATE)
    assert link.claim.quote == document.text
    assert [d.action for d in link.claim.decisions.all()] == [Action.ADD_CLAIM]


def test_added_claim_joins_a_known_incident(link, ana):
    draft = draft_of(link.claim)

    added = review.add_claim(link.claim.document, draft, by=ana, incident=link.incident)

    assert added.incident == link.incident


def test_claim_is_not_added_to_a_rejected_incident(link, ana):
    review.reject(link.incident, by=ana, version=0, reason="Not violence")

    with pytest.raises(ReviewError, match="is rejected: reopen it first"):
        review.add_claim(link.claim.document, draft_of(link.claim), by=ana, incident=link.incident)


def test_moved_claim_changes_the_incident_and_keeps_its_verdict(link, ana, ben):
    make_link(incident=link.incident)
    review.judge(link, Verdict.ACCEPTED, by=ana, version=0)
    target = make_incident(title="Another")

    review.move_claim(link, to=target, by=ben, version=1)

    link.refresh_from_db()
    assert (link.incident, link.verdict, link.decided_by) == (target, Verdict.ACCEPTED, ana)
    assert ranges_of(target) == [("killed", 12, None, "at_least")]


def test_move_without_a_target_opens_a_new_candidate(link, ana):
    make_link(incident=link.incident)

    new = review.move_claim(link, to=None, by=ana, version=0)

    link.refresh_from_db()
    assert (link.incident, new.status) == (new, Status.CANDIDATE)


def test_incident_that_loses_its_last_claim_is_rejected_until_one_comes_back(link, ana):
    review.move_claim(link, to=make_incident(), by=ana, version=0)
    link.incident.refresh_from_db()
    assert link.incident.status == Status.REJECTED

    undo(link.claim.decisions.get(), by=ana)

    link.incident.refresh_from_db()
    assert link.incident.status == Status.CANDIDATE


def test_claim_cannot_move_to_where_it_is(link, ana):
    with pytest.raises(ReviewError, match="belongs to this incident already"):
        review.move_claim(link, to=link.incident, by=ana, version=0)


def test_claim_cannot_move_into_a_rejected_incident(link, ana):
    target = make_incident(status=Status.REJECTED)

    with pytest.raises(ReviewError, match=f"{target.reference} is rejected"):
        review.move_claim(link, to=target, by=ana, version=0)


def test_stale_move_is_told_who_was_first_and_opens_nothing(link, ana, ben):
    review.judge(link, Verdict.UNSURE, by=ana, version=0)

    with pytest.raises(StaleError, match=r"^ana was unsure of the claim"):
        review.move_claim(link, to=None, by=ben, version=0)

    assert Incident.objects.count() == 1
    assert Decision.objects.count() == 1
