"""One decision on many rows: what it changes, what it leaves out, and how it is taken back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.actions import bulk, double, review
from incidents.actions import queue as leases
from incidents.actions.facts import refresh
from incidents.actions.undo import undo
from incidents.enums import Action, BulkStatus, Obstacle, Status, Verdict
from incidents.exceptions import ReviewError, StaleError
from incidents.models import Bulk, Decision, Incident, IncidentClaim
from incidents.obstacles import VERDICTS
from incidents.tasks import sweep_bulks
from tests.factories import make_claim, make_incident, make_link
from tests.incidents.states import state_of, verdicts_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(db):
    """Three claims that wait, each in a candidate of its own whose facts are worked out."""
    links = [make_link() for _ in range(3)]
    refresh(*(link.incident for link in links))
    return links


def claims():
    return IncidentClaim.objects.all()


def order(rows, action, by, reason="They repeat each other"):
    seen = bulk.preview(rows, action, by=by).digest
    return bulk.order(rows, action, by=by, seen=seen, reason=reason)


def verdicts():
    return list(IncidentClaim.objects.order_by("pk").values_list("verdict", flat=True))


def later(link, verdict, by):
    link.refresh_from_db()
    return review.judge(link, verdict, by=by, version=link.version)


@pytest.mark.parametrize(
    ("action", "verdict"),
    [
        (Action.ACCEPT_CLAIM, Verdict.ACCEPTED),
        (Action.REJECT_CLAIM, Verdict.REJECTED),
        (Action.UNSURE_CLAIM, Verdict.UNSURE),
    ],
)
def test_verdict_is_given_to_all_as_one_act(three, ana, action, verdict):
    done = order(claims(), action, ana)

    decisions = Decision.objects.filter(batch=done.pk)
    assert (verdicts(), done.status, done.changed) == ([verdict] * 3, BulkStatus.DONE, 3)
    assert set(decisions.values_list("action", "by", "reason")) == {
        (action, ana.pk, "They repeat each other")
    }
    assert set(IncidentClaim.objects.values_list("version", "decided_by")) == {(1, ana.pk)}
    assert set(Incident.objects.values_list("version", flat=True)) == {1}


def test_judged_claims_go_back_to_the_queue_and_leave_no_name_behind(three, ana, ben):
    for link in three[:2]:
        later(link, Verdict.ACCEPTED, ben)

    done = order(claims(), Action.RETURN_CLAIM, ana)

    assert (verdicts(), done.left_out) == ([Verdict.PENDING] * 3, [[Obstacle.SAME, None, 1]])
    assert set(IncidentClaim.objects.values_list("decided_by", "decided_at")) == {(None, None)}


def test_what_cannot_be_decided_on_is_left_out_and_named(three, ana, ben):
    held, judged, free = three
    confirmed = make_link(incident=make_incident(), verdict=Verdict.ACCEPTED, decided_by=ben)
    Incident.objects.filter(pk=confirmed.incident_id).update(
        status=Status.CONFIRMED, confirmed_by=ben, confirmed_at=Now()
    )
    beside = make_link(incident=confirmed.incident)
    closed = make_link(incident=make_incident(status=Status.REJECTED))
    replaced = make_link(verdict=Verdict.REPLACED)
    leases.take(held, by=ben)
    later(judged, Verdict.REJECTED, ben)

    found = bulk.preview(claims(), Action.ACCEPT_CLAIM, by=ana)

    assert (found.chosen, found.changing, found.now) == (7, 1, [(Verdict.PENDING, 1)])
    assert sorted(found.left_out, key=str) == [
        (Obstacle.CLOSED, None, 1),
        (Obstacle.CONFIRMED, None, 1),
        (Obstacle.JUDGED, "ben", 1),
        (Obstacle.LEASED, "ben", 1),
        (Obstacle.REPLACED, None, 1),
        (Obstacle.SAME, None, 1),
    ]
    order(claims(), Action.ACCEPT_CLAIM, ana)
    unchanged = [held, judged, confirmed, beside, closed, replaced]
    before = [link.verdict for link in unchanged]
    assert IncidentClaim.objects.get(pk=free.pk).verdict == Verdict.ACCEPTED
    before[1] = Verdict.REJECTED
    assert [IncidentClaim.objects.get(pk=one.pk).verdict for one in unchanged] == before


def test_claim_that_two_people_read_blind_is_left_to_them(three, ana):
    double.make_set(claims().filter(pk=three[0].pk), by=ana, title="A set", share=100, seed=1)

    done = order(claims(), Action.ACCEPT_CLAIM, ana)
    rejected = order(Incident.objects.all(), Action.REJECT, ana)

    assert done.left_out == [[Obstacle.DOUBLE, None, 1]]
    assert (rejected.changed, verdicts()[0]) == (3, Verdict.PENDING)


def test_own_lease_is_no_obstacle_and_ends(three, ana):
    leases.take(three[0], by=ana)

    order(claims(), Action.ACCEPT_CLAIM, ana)

    assert set(IncidentClaim.objects.values_list("leased_to", "verdict")) == {(None, "accepted")}


def test_rows_that_changed_since_the_preview_are_not_touched(three, ana, ben):
    seen = bulk.preview(claims(), Action.REJECT_CLAIM, by=ana).digest
    later(three[1], Verdict.ACCEPTED, ben)

    with pytest.raises(StaleError):
        bulk.order(claims(), Action.REJECT_CLAIM, by=ana, seen=seen, reason="Known")

    assert (verdicts(), Bulk.objects.count()) == (["pending", "accepted", "pending"], 0)


def test_claim_that_joined_the_filter_since_the_preview_is_told(three, ana):
    seen = bulk.preview(claims(), Action.ACCEPT_CLAIM, by=ana).digest
    make_link()

    with pytest.raises(StaleError):
        bulk.order(claims(), Action.ACCEPT_CLAIM, by=ana, seen=seen)


@pytest.mark.parametrize("action", sorted(bulk.NEEDS_REASON))
def test_what_others_must_understand_needs_a_reason(three, ana, action):
    rows = claims() if action in VERDICTS else Incident.objects.all()

    with pytest.raises(ReviewError, match=r"^Say why"):
        order(rows, action, ana, reason=" ")


def test_nothing_that_can_be_changed_is_no_act(three, ana):
    with pytest.raises(ReviewError, match=r"^None of these"):
        order(claims(), Action.RETURN_CLAIM, ana)

    assert Bulk.objects.count() == 0


def test_too_many_rows_are_refused_before_anything_is_counted(three, ana, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)

    with pytest.raises(ReviewError, match=r"^More than 2 rows"):
        bulk.preview(claims(), Action.ACCEPT_CLAIM, by=ana)


def test_only_candidates_with_an_accepted_claim_are_confirmed(three, ana):
    later(three[0], Verdict.ACCEPTED, ana)
    rows = Incident.objects.all()

    done = order(rows, Action.CONFIRM, ana, reason="")

    confirmed = rows.confirmed().get()
    assert (confirmed.pk, confirmed.confirmed_by) == (three[0].incident_id, ana)
    assert done.left_out == [[Obstacle.UNACCEPTED, None, 2]]


def test_rejected_incidents_take_the_claims_with_them_that_wait(three, ana, ben):
    leases.take(three[0], by=ben)
    later(three[1], Verdict.UNSURE, ben)

    done = order(Incident.objects.all(), Action.REJECT, ana)

    assert (done.changed, done.left_out) == (2, [[Obstacle.LEASED, "ben", 1]])
    assert verdicts() == [Verdict.PENDING, Verdict.UNSURE, Verdict.REJECTED]
    assert Incident.objects.get(pk=three[0].incident_id).status == Status.CANDIDATE


def test_rejected_incidents_are_opened_again(three, ana):
    order(Incident.objects.all(), Action.REJECT, ana)

    order(Incident.objects.all(), Action.REOPEN, ana, reason="New sources")

    assert set(Incident.objects.values_list("status", flat=True)) == {Status.CANDIDATE}


@pytest.mark.parametrize("action", [Action.CONFIRM, Action.REJECT, Action.REOPEN])
def test_undone_act_on_incidents_leaves_the_state_of_before(three, ana, action):
    later(three[0], Verdict.ACCEPTED, ana)
    if action == Action.REOPEN:
        order(Incident.objects.all(), Action.REJECT, ana)
    before = state_of(*Incident.objects.all())

    bulk.take_back(order(Incident.objects.all(), action, ana), by=ana)

    assert state_of(*Incident.objects.all()) == before


def test_undo_of_any_decision_of_the_act_takes_all_of_it_back(three, ana, ben):
    done = order(claims(), Action.ACCEPT_CLAIM, ana)

    kept = undo(Decision.objects.filter(batch=done.pk)[1], by=ben)

    done.refresh_from_db()
    assert (kept, verdicts()) == ([], [Verdict.PENDING] * 3)
    assert (done.status, done.undone_by, done.restored) == (BulkStatus.UNDONE, ben, 3)


def test_undo_keeps_and_names_what_was_decided_on_since(three, ana, ben):
    done = order(claims(), Action.REJECT_CLAIM, ana)
    later(three[1], Verdict.ACCEPTED, ben)

    kept = undo(Decision.objects.filter(batch=done.pk)[0], by=ana)

    quote = three[1].claim.quote[:60]
    assert kept == [f"“{quote}” stays as it is: ben accepted the claim since."]
    assert verdicts() == ["pending", "accepted", "pending"]


def test_act_of_which_everything_was_decided_on_since_is_not_undone(three, ana, ben):
    done = order(claims(), Action.REJECT_CLAIM, ana)
    for link in three:
        later(link, Verdict.ACCEPTED, ben)

    with pytest.raises(ReviewError, match=r"^Every row of it was decided on again"):
        bulk.take_back(done, by=ana)

    done.refresh_from_db()
    assert (done.status, verdicts()) == (BulkStatus.DONE, ["accepted"] * 3)


def test_later_act_undone_first_frees_the_earlier_one(three, ana, ben):
    first = order(claims(), Action.UNSURE_CLAIM, ana)
    second = order(claims(), Action.ACCEPT_CLAIM, ben)

    bulk.take_back(second, by=ben)
    bulk.take_back(first, by=ana)

    assert verdicts() == [Verdict.PENDING] * 3


def test_act_is_undone_once(three, ana):
    done = order(claims(), Action.ACCEPT_CLAIM, ana)
    bulk.take_back(done, by=ana)

    with pytest.raises(ReviewError, match=r"^This is undone already"):
        bulk.take_back(done, by=ana)


def test_many_rows_are_left_to_a_worker_and_come_further_stretch_by_stretch(
    three, ana, ben, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    before = state_of(*Incident.objects.all())
    with django_capture_on_commit_callbacks() as messages:
        done = order(claims(), Action.ACCEPT_CLAIM, ana)
    assert (done.status, done.passed, len(messages)) == (BulkStatus.RUNNING, 0, 1)

    steps = [bulk.take_stretch(done.pk, size=2) for _ in range(3)]

    done.refresh_from_db()
    assert (steps, done.status, done.changed) == ([True, False, False], BulkStatus.DONE, 3)
    bulk.take_back(done, by=ben)
    bulk.carry_on(done.pk)
    done.refresh_from_db()
    assert (done.status, done.restored) == (BulkStatus.UNDONE, 3)
    assert state_of(*Incident.objects.all()) == before


def test_row_that_changes_while_the_act_waits_is_left_out(three, ana, ben, monkeypatch):
    monkeypatch.setattr(bulk, "AT_ONCE", 0)
    done = order(claims(), Action.REJECT_CLAIM, ana)
    later(three[0], Verdict.ACCEPTED, ben)
    review.move_claim(three[1], to=None, by=ben, version=three[1].version)

    bulk.carry_on(done.pk)

    done.refresh_from_db()
    assert (done.changed, done.left_out) == (1, [[Obstacle.CHANGED, None, 2]])
    assert verdicts() == ["accepted", "pending", "rejected"]


def test_running_act_that_is_taken_back_stops_where_it_is(three, ana, monkeypatch):
    monkeypatch.setattr(bulk, "AT_ONCE", 0)
    done = order(claims(), Action.ACCEPT_CLAIM, ana)
    bulk.take_stretch(done.pk, size=1)

    bulk.take_back(done, by=ana)
    bulk.carry_on(done.pk)

    done.refresh_from_db()
    assert (done.status, done.passed, verdicts()) == (BulkStatus.UNDONE, 1, ["pending"] * 3)


def test_sweep_finds_what_a_dead_worker_left(three, ana, monkeypatch):
    monkeypatch.setattr(bulk, "AT_ONCE", 0)
    done = order(claims(), Action.ACCEPT_CLAIM, ana)
    assert bulk.unfinished(older_than=timedelta(seconds=30), limit=9) == []
    Bulk.objects.update(moved_at=timezone.now() - timedelta(minutes=5))

    assert bulk.unfinished(older_than=timedelta(seconds=30), limit=9) == [done.pk]
    sweep_bulks()


@pytest.mark.parametrize("action", [Action.ACCEPT_CLAIM, Action.RETURN_CLAIM])
def test_number_of_queries_does_not_grow_with_the_rows(ana, ben, action):
    found = []
    for number in (1, 3):
        links = [make_link() for _ in range(number)]
        if action == Action.RETURN_CLAIM:
            for link in links:
                later(link, Verdict.ACCEPTED, ben)
        rows = IncidentClaim.objects.filter(pk__in=[link.pk for link in links])
        with CaptureQueriesContext(connection) as ordering:
            done = order(rows, action, ana)
        with CaptureQueriesContext(connection) as undoing:
            bulk.take_back(done, by=ana)
        found.append((len(ordering), len(undoing)))

    assert found[0] == found[1]


def test_incident_with_several_claims_is_worked_out_from_all_of_them(ana):
    incident = make_incident()
    document = make_claim().document
    links = [make_link(make_claim(document), incident) for _ in range(3)]

    order(claims(), Action.ACCEPT_CLAIM, ana)

    assert verdicts_of(incident) == dict.fromkeys([x.claim_id for x in links], Verdict.ACCEPTED)
