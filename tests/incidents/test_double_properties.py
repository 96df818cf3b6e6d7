"""Whatever readers do, in whatever order: no reading is lost, and none decides alone."""

from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import roles
from incidents.actions import double, merge, queue, review
from incidents.actions.readings import as_json, draft_of, from_json
from incidents.actions.undo import undo
from incidents.enums import Awaited, Verdict
from incidents.exceptions import ReviewError
from incidents.models import Assessment, Decision, Incident, IncidentClaim
from tests.factories import make_claim, make_count, make_incident, make_link, make_user

QUICK = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
index = st.integers(0, 5)
verdicts = st.sampled_from(["accepted", "rejected", "unsure"])
weapons = st.sampled_from([None, "a gun", "a rifle"])
steps = st.one_of(
    st.tuples(st.just("read"), index, index, verdicts, weapons),
    st.tuples(st.just("read"), index, index, verdicts, weapons),
    st.tuples(st.just("withdraw"), index, index, st.none(), st.none()),
    st.tuples(st.just("settle"), index, index, verdicts, weapons),
    st.tuples(st.just("judge"), index, index, verdicts, st.none()),
    st.tuples(st.just("take"), index, index, st.none(), st.none()),
    st.tuples(st.just("draw"), index, index, st.none(), st.none()),
    st.tuples(st.just("reject"), index, index, st.none(), st.none()),
    st.tuples(st.just("reopen"), index, index, st.none(), st.none()),
    st.tuples(st.just("merge"), index, index, st.none(), st.none()),
    st.tuples(st.just("undo"), index, index, st.none(), st.none()),
)


@pytest.fixture
def people(db):
    return [*(make_user(roles.REVIEWER) for _ in range(3)), make_user(roles.LEAD)]


def make_world(lead):
    for _ in range(2):
        incident = make_incident()
        for _ in range(2):
            claim = make_claim()
            make_count(claim)
            make_link(claim, incident)
    double.make_set(IncidentClaim.objects.all(), by=lead, title="All", share=50, seed=1)


def take(step, people):
    """Do one thing as a person would, with the versions that the page shows."""
    name, one, other, verdict, weapon = step
    by = people[other % len(people)]
    links = IncidentClaim.objects.order_by("pk")
    link = links[one % len(links)]
    incident = link.incident
    said = {"by": by, "version": link.version}
    draft = None
    if weapon:
        draft = from_json(as_json(draft_of(link.claim)) | {"weapon": weapon})
    match name:
        case "read":
            double.assess(link, Verdict(verdict), draft=draft, **said)
        case "settle":
            double.adjudicate(link, Verdict(verdict), draft=draft, reason="Seen", **said)
        case "withdraw":
            readings = Assessment.objects.order_by("-pk")
            if readings:
                double.withdraw(readings[one % len(readings)], by=by)
        case "judge":
            review.judge(link, Verdict(verdict), **said)
        case "take":
            queue.take_next(IncidentClaim.objects.all(), by=by)
        case "draw":
            double.make_set(IncidentClaim.objects.all(), by=by, title="More", share=100, seed=2)
        case "reject":
            review.reject(incident, by=by, version=incident.version, reason="A drill")
        case "reopen":
            review.reopen(incident, by=by, version=incident.version, reason="No drill")
        case "merge":
            incidents = list(Incident.objects.live().order_by("pk"))[:2]
            versions = {row.pk: row.version for row in incidents}
            if len(incidents) == 2:
                merge.merge(*incidents, by=by, versions=versions, keep={})
        case "undo":
            decisions = Decision.objects.order_by("-pk")
            if decisions:
                undo(decisions[one % len(decisions)], by=by)


def check(known):
    readings = list(Assessment.objects.values_list("pk", "verdict", "reader", "draft"))
    assert readings[: len(known)] == known
    for link in IncidentClaim.objects.all():
        in_force = list(link.assessments.in_force().order_by("number"))
        waited_for = {Awaited.FIRST: 0, Awaited.SECOND: 1, Awaited.THIRD: 2}
        if link.awaits:
            assert (len(in_force), link.verdict) == (waited_for[Awaited(link.awaits)], "pending")
        else:
            assert len(in_force) in (0, 2)
        assert [one.number for one in in_force] == [1, 2][: len(in_force)]
        assert len({one.reader_id for one in in_force}) == len(in_force)
        decided = link.claim.decisions.filter(changes__has_key="awaits", undone_by=None)
        if link.double_set_id and link.verdict not in ("pending", "replaced"):
            assert decided.exclude(action="undo").exists() or not in_force
    return readings


@QUICK
@given(walk=st.lists(steps, max_size=16))
def test_no_sequence_loses_a_reading_or_decides_on_one_alone(people, walk):
    with transaction.atomic():
        make_world(people[-1])
        known: list[Any] = []
        for step in walk:
            with suppress(ReviewError), transaction.atomic():
                take(step, people)
            known = check(known)
        transaction.set_rollback(True)
