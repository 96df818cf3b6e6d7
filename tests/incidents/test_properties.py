"""Whatever reviewers do, in whatever order: no decision is lost and no number counted twice."""

from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import roles
from incidents import matching
from incidents.actions import merge, review
from incidents.actions.facts import FACTS, claim_facts, evidence, refresh
from incidents.actions.relations import counted_in, relate, related, unrelate
from incidents.actions.split import split
from incidents.actions.undo import undo
from incidents.enums import RelationKind, Status, Verdict
from incidents.exceptions import ReviewError
from incidents.models import Decision, Incident, IncidentClaim, Relation
from tests.factories import (
    make_claim,
    make_count,
    make_document,
    make_incident,
    make_link,
    make_user,
)
from tests.incidents.states import draft_of, ranges_of, state_of

QUICK = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
COUNTS: list[dict[str, Any]] = [
    {"lower": 440, "upper": 440, "qualifier": "exact"},
    {"lower": 440, "upper": None, "qualifier": "at_least"},
    {"lower": None, "upper": 9, "qualifier": "at_most"},
]
INCIDENTS, CLAIMS = 3, 2
KINDS = list(RelationKind)
index = st.integers(0, 8)
steps = st.one_of(
    st.tuples(st.just("judge"), index, st.sampled_from(["accepted", "rejected", "unsure"])),
    st.tuples(st.just("correct"), index, st.sampled_from(["a gun", "a rifle"])),
    st.tuples(st.just("move"), index, index),
    st.tuples(st.just("merge"), index, index),
    st.tuples(st.just("merge all"), index, st.none()),
    st.tuples(st.just("split"), index, st.sets(index, min_size=1, max_size=4)),
    st.tuples(st.just("relate"), index, index),
    st.tuples(st.just("unrelate"), index, st.none()),
    st.tuples(st.just("confirm"), index, st.booleans()),
    st.tuples(st.just("set"), index, st.sampled_from(["title", "perpetrators"])),
    st.tuples(st.just("undo"), index, st.none()),
)


@pytest.fixture
def chief(db):
    return make_user(roles.LEAD)


@pytest.fixture
def rolled_back(db):
    """Make every example start from the same empty tables."""

    def run(example):
        with transaction.atomic():
            example()
            transaction.set_rollback(True)

    return run


def make_world(stances):
    """Make three candidates of two claims each, all of one article of their own."""
    for number in range(INCIDENTS):
        incident = make_incident(title=f"Incident {number}")
        document = make_document()
        for position in range(CLAIMS):
            claim = make_claim(document, stance=stances[number * CLAIMS + position])
            make_count(claim, **COUNTS[(number + position) % len(COUNTS)])
            make_link(claim, incident)
        refresh(incident)


def try_step(step, by):
    """Do it, or be told why not; a refusal leaves everything as it was."""
    with suppress(ReviewError), transaction.atomic():
        take(step, by)


def take(step, by):
    """Do one thing as a reviewer would, with the versions that the page shows."""
    name, one, other = step
    links = IncidentClaim.objects.order_by("pk")
    incidents = Incident.objects.order_by("pk")
    link, incident = links[one % len(links)], incidents[one % len(incidents)]
    match name:
        case "judge":
            review.judge(link, Verdict(other), by=by, version=link.version)
        case "correct":
            draft = draft_of(link.claim, weapon=other)
            review.correct(link, draft, by=by, version=link.version)
        case "move":
            to = incidents[other] if other < len(incidents) else None
            review.move_claim(link, to=to, by=by, version=link.version)
        case "merge":
            second = incidents[other % len(incidents)]
            versions = {row.pk: row.version for row in (incident, second)}
            merge.merge(incident, second, by=by, versions=versions, keep={})
        case "merge all":
            others = [row for row in incidents if row.status != Status.MERGED and row != incident]
            versions = {row.pk: row.version for row in incidents}
            merge.merge_all(incident, others, by=by, versions=versions, keep={})
        case "split":
            leaving = [links[n % len(links)] for n in other]
            split(incident, links=leaving, by=by, version=incident.version, reason="Two")
        case "relate":
            second = incidents[other % len(incidents)]
            relate(incident, KINDS[other % len(KINDS)], second, by=by)
        case "unrelate":
            relations = Relation.objects.order_by("pk")
            if relations:
                unrelate(relations[one % len(relations)], by=by)
        case "confirm":
            version = incident.version
            review.confirm(incident, by=by, version=version, accept_pending=other)
        case "set":
            value: list[Any] = [["Men"]] if other == "perpetrators" else [f"Named {incident.pk}"]
            review.override(incident, other, value, by=by, version=incident.version, reason="Known")
        case "undo":
            decisions = Decision.objects.order_by("-pk")
            if decisions:
                undo(decisions[one % len(decisions)], by=by)


def check_invariants(decided):
    for link in IncidentClaim.objects.select_related("incident"):
        assert link.incident.status != Status.MERGED
    for incident in Incident.objects.all():
        links = evidence(incident)
        verdicts = {link.verdict for link in incident.links.all()} - {Verdict.REPLACED}
        facts = matching.summarise([claim_facts(x.claim) for x in links]) if links else None
        found = facts.counts if facts else ()
        assert ranges_of(incident) == [(r.effect, r.lower, r.upper, r.qualifier) for r in found]
        assert incident.status != Status.CONFIRMED or Verdict.ACCEPTED in verdicts
        assert incident.status != Status.CANDIDATE or verdicts
    for child, parents in counted_in(Incident.objects.all()).items():
        assert child not in above(parents)
    assert set(decided) <= set(Decision.objects.values_list("pk", flat=True))


def above(parents):
    """Return what these are counted in, and what that is counted in, and so on."""
    found: set[int] = set()
    level = set(parents)
    while level - found:
        found |= level
        holders = counted_in(Incident.objects.all())
        level = {pk for one in level for pk in holders.get(one, ())}
    return found


@QUICK
@given(
    stances=st.lists(st.sampled_from(["alleged", "denied"]), min_size=6, max_size=6),
    walk=st.lists(steps, max_size=12),
)
def test_no_sequence_of_decisions_loses_one_or_counts_twice(rolled_back, ana, stances, walk):
    def example():
        make_world(stances)
        for step in walk:
            decided = list(Decision.objects.values_list("pk", flat=True))
            try_step(step, ana)
            check_invariants(decided)

    rolled_back(example)


@QUICK
@given(
    stances=st.lists(st.sampled_from(["alleged", "denied"]), min_size=6, max_size=6),
    walk=st.lists(steps, max_size=6),
    keep=st.dictionaries(
        st.sampled_from(["title", "place", "date", "event_type", "perpetrators"]),
        st.sampled_from(["survivor", "other"]),
    ),
)
def test_merge_and_undo_always_leave_the_same_state(rolled_back, ana, chief, stances, walk, keep):
    def example():
        make_world(stances)
        for step in walk:
            try_step(step, ana)
        for relation in Relation.objects.in_force():
            unrelate(relation, by=chief)
        live = list(Incident.objects.live().order_by("pk"))[:2]
        if len(live) < 2:
            return
        before = state_of(*Incident.objects.all())
        versions = {row.pk: row.version for row in live}

        kept = undo(merge.merge(*live, by=chief, versions=versions, keep=keep), by=chief)

        assert (kept, state_of(*Incident.objects.all())) == ([], before)

    rolled_back(example)


JOINING = ("merge", "merge all", "split", "relate", "unrelate")


@QUICK
@given(
    stances=st.lists(st.sampled_from(["alleged", "denied"]), min_size=6, max_size=6),
    before=st.lists(steps, max_size=4),
    walk=st.lists(steps.filter(lambda step: step[0] in JOINING), max_size=6),
    order=st.randoms(use_true_random=False),
)
def test_joining_and_parting_is_undone_in_any_order(
    rolled_back, ana, chief, stances, before, walk, order
):
    def example():
        make_world(stances)
        for step in before:
            try_step(step, chief)
        rows = list(Incident.objects.order_by("pk"))
        state, bonds = state_of(*rows), bonds_of(rows)
        last = Decision.objects.order_by("pk").last()
        for step in walk:
            try_step(step, chief)
        heads = {one.batch: one for one in Decision.objects.filter(pk__gt=last.pk if last else 0)}
        waiting = list(heads.values())
        while waiting:
            left = len(waiting)
            for act in order.sample(waiting, left):
                with suppress(ReviewError), transaction.atomic():
                    undo(act, by=chief)
                    waiting.remove(act)
            assert len(waiting) < left

        assert (state_of(*rows), bonds_of(rows)) == (state, bonds)

    rolled_back(example)


def bonds_of(incidents):
    return {
        row.pk: [(one.words, one.other) for one in related(row)]
        for row in Incident.objects.filter(pk__in=[one.pk for one in incidents])
    }


@QUICK
@given(
    stances=st.lists(st.sampled_from(["alleged", "denied"]), min_size=6, max_size=6),
    walk=st.lists(steps, max_size=6),
)
def test_preview_is_what_the_merge_gives(rolled_back, ana, chief, stances, walk):
    def example():
        make_world(stances)
        for step in walk:
            try_step(step, ana)
        for relation in Relation.objects.in_force():
            unrelate(relation, by=chief)
        live = list(Incident.objects.live().order_by("pk"))[:2]
        if len(live) < 2:
            return
        together, ranges = merge.preview(*live)
        versions = {row.pk: row.version for row in live}

        merge.merge(*live, by=chief, versions=versions, keep={})

        result = Incident.objects.get(pk=live[0].pk)
        columns = [name for names in FACTS.values() for name in names]
        assert [getattr(together, n) for n in columns] == [getattr(result, n) for n in columns]
        previewed = [(r.effect, r.lower, r.upper, r.qualifier) for r in ranges]
        assert sorted(previewed, key=str) == sorted(ranges_of(result), key=str)

    rolled_back(example)
