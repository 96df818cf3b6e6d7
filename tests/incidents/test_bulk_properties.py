"""Many at once is the same as one by one, whatever the stretches and whatever came between."""

from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts import roles
from incidents.actions import bulk, merge, review
from incidents.actions.facts import refresh
from incidents.actions.undo import undo
from incidents.enums import Action, BulkStatus, Status, Verdict
from incidents.exceptions import ReviewError
from incidents.models import Bulk, Decision, Incident, IncidentClaim
from incidents.obstacles import STATUSES, VERDICTS, with_obstacles
from tests.factories import (
    make_claim,
    make_count,
    make_document,
    make_incident,
    make_link,
    make_user,
)
from tests.incidents.states import state_of
from tests.incidents.test_properties import check_invariants

INCIDENTS, CLAIMS = 3, 2
GIVEN = [Verdict.PENDING, Verdict.ACCEPTED, Verdict.REJECTED, Verdict.UNSURE]
ACTIONS = [*VERDICTS, *STATUSES]
ONE_BY_ONE = [one for one in ACTIONS if one != Action.RETURN_CLAIM]  # which is only done in bulk
QUICK: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}
some = st.sets(st.integers(0, 5), min_size=1)


def make_world(verdicts, by):
    """Make three incidents of two claims each, with what was said of them so far."""
    for number in range(INCIDENTS):
        incident = make_incident(title=f"Incident {number}")
        document = make_document()
        for position in range(CLAIMS):
            claim = make_claim(document)
            make_count(claim, lower=number + 1, upper=None)
            verdict = verdicts[number * CLAIMS + position]
            make_link(claim, incident, verdict=verdict, decided_by=by)
        refresh(incident)


def chosen(action, places):
    """Return the rows of an action that stand at these places."""
    model = IncidentClaim if action in VERDICTS else Incident
    keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
    return model.objects.filter(pk__in=[keys[place % len(keys)] for place in places])


def order(action, places, by):
    rows = chosen(action, places)
    seen = bulk.preview(rows, action, by=by).digest
    return bulk.order(rows, action, by=by, seen=seen, reason="Known")


def one_by_one(action, places, by):
    rows = with_obstacles(chosen(action, places), action, by).filter(obstacle="")
    for row in rows.order_by("pk"):
        row.refresh_from_db()
        if action in VERDICTS:
            review.judge(row, VERDICTS[action], by=by, version=row.version, reason="Known")
        elif action == Action.CONFIRM:
            review.confirm(row, by=by, version=row.version, reason="Known")
        else:
            act = review.reject if action == Action.REJECT else review.reopen
            act(row, by=by, version=row.version, reason="Known")


def without_times(states):
    """Return states that can be compared: two acts are never at the same moment."""
    stripped = {pk: dict(state) for pk, state in states.items()}
    for state in stripped.values():
        state["confirmed_at"] = bool(state["confirmed_at"])
        state["links"] = [(claim, verdict, who) for claim, verdict, who, _ in state["links"]]
    return stripped


@pytest.fixture
def chief(db):
    return make_user(roles.LEAD)


def rolled_back(act):
    """Return what an act gives, and leave nothing of it."""
    with transaction.atomic():
        found = act()
        transaction.set_rollback(True)
    return found


@settings(max_examples=10, **QUICK)
@given(
    verdicts=st.lists(st.sampled_from(GIVEN), min_size=6, max_size=6),
    action=st.sampled_from(ONE_BY_ONE),
    places=some,
)
def test_many_at_once_leave_what_one_by_one_leaves(chief, ana, verdicts, action, places):
    def example():
        make_world(verdicts, ana)
        for incident in Incident.objects.all()[:1]:
            with suppress(ReviewError), transaction.atomic():
                review.confirm(incident, by=ana, version=incident.version)

        def after(act):
            def state():
                with suppress(ReviewError), transaction.atomic():
                    act(action, places, chief)
                return without_times(state_of(*Incident.objects.all()))

            return rolled_back(state)

        assert after(order) == after(one_by_one)

    rolled_back(example)


class Room(RuleBasedStateMachine):
    """Several people who judge one by one and many at once, merge, and take back in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.people = [make_user(roles.REVIEWER), make_user(roles.LEAD)]
        self.decided: set[int] = set()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def attempt(self, act: Any) -> None:
        """Do it, or be told why not; a refusal leaves everything as it was."""
        with suppress(ReviewError), transaction.atomic():
            act()

    @initialize(verdicts=st.lists(st.sampled_from(GIVEN), min_size=6, max_size=6))
    def begin(self, verdicts: Any) -> None:
        make_world(verdicts, self.people[0])

    @rule(action=st.sampled_from(ACTIONS), places=some, who=st.integers(0, 1))
    def decide_at_once(self, action: Any, places: Any, who: int) -> None:
        self.attempt(lambda: order(action, places, self.people[who]))

    @rule(action=st.sampled_from(ACTIONS), places=some, size=st.integers(1, 3))
    def decide_in_stretches_and_leave_off(self, action: Any, places: Any, size: int) -> None:
        def act() -> None:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(bulk, "AT_ONCE", 0)
                bulk.take_stretch(order(action, places, self.people[0]).pk, size=size)

        self.attempt(act)

    @rule(place=st.integers(0, 5), verdict=st.sampled_from(GIVEN[1:]), who=st.integers(0, 1))
    def judge(self, place: int, verdict: Any, who: int) -> None:
        link = chosen(Action.ACCEPT_CLAIM, {place}).get()
        by = self.people[who]
        self.attempt(lambda: review.judge(link, verdict, by=by, version=link.version))

    @rule(one=st.integers(0, 2), other=st.integers(0, 2))
    def merge(self, one: int, other: int) -> None:
        rows = list(Incident.objects.order_by("pk"))
        pair = rows[one], rows[other]
        versions = {row.pk: row.version for row in pair}
        self.attempt(lambda: merge.merge(*pair, by=self.people[1], versions=versions, keep={}))

    @rule(size=st.integers(1, 3))
    def come_further(self, size: int) -> None:
        for found in Bulk.objects.order_by("pk"):
            bulk.take_stretch(found.pk, size=size)

    @rule(back=st.integers(0, 9), who=st.integers(0, 1))
    def take_back(self, back: int, who: int) -> None:
        decisions = Decision.objects.order_by("-pk")
        if decisions:
            found = decisions[back % len(decisions)]
            self.attempt(lambda: undo(found, by=self.people[who]))

    @invariant()
    def nothing_is_lost_or_counted_twice(self) -> None:
        check_invariants(self.decided)
        self.decided = set(Decision.objects.values_list("pk", flat=True))

    @invariant()
    def an_act_says_what_it_did(self) -> None:
        for found in Bulk.objects.all():
            rows = Decision.objects.filter(batch=found.pk, action=found.action)
            assert rows.count() == found.changed
            left = sum(number for code, _, number in found.left_out if code == "changed")
            assert found.changed + left <= found.passed <= len(found.rows)
            if found.status == BulkStatus.UNDONE:
                assert not rows.filter(undone_by=None).exists()
                assert found.restored + found.kept_rows >= found.changed

    @invariant()
    def what_a_person_gave_alone_is_never_changed_at_once(self) -> None:
        again = Decision.objects.filter(
            batch__in=Bulk.objects.values("pk"), action__in=[Action.ACCEPT_CLAIM]
        )
        before = {row.changes["verdict"][0] for row in again}
        assert before <= {Verdict.PENDING, Verdict.UNSURE}
        assert not Incident.objects.filter(status=Status.CONFIRMED, confirmed_by=None).exists()


@pytest.mark.django_db
def test_no_room_of_people_loses_a_decision_made_at_once():
    run_state_machine_as_test(
        Room, settings=settings(max_examples=6, stateful_step_count=10, **QUICK)
    )


@settings(max_examples=8, **QUICK)
@given(
    verdicts=st.lists(st.sampled_from(GIVEN), min_size=6, max_size=6),
    action=st.sampled_from(ACTIONS),
    places=some,
    size=st.integers(1, 4),
)
def test_act_and_its_undoing_in_any_stretches_leave_the_same_state(
    chief, ana, monkeypatch, verdicts, action, places, size
):
    monkeypatch.setattr(bulk, "AT_ONCE", 0)

    def example():
        make_world(verdicts, ana)
        before = state_of(*Incident.objects.all())
        try:
            done = order(action, places, chief)
        except ReviewError:
            return
        while bulk.take_stretch(done.pk, size=size):
            pass
        bulk.take_back(done, by=ana)
        while bulk.take_stretch(done.pk, size=size):
            pass

        assert state_of(*Incident.objects.all()) == before

    rolled_back(example)
