"""Leases: a claim is in one pair of hands, and comes back by itself."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone

from incidents.actions import queue, review
from incidents.enums import Status, Verdict
from incidents.exceptions import StaleError
from incidents.models import Incident, IncidentClaim
from tests.factories import make_claim, make_incident, make_link, make_user

ALL = IncidentClaim.objects.all()


@pytest.fixture
def waiting(db):
    return [make_link() for _ in range(3)]


def expire(link):
    past = timezone.now() - timedelta(seconds=1)
    IncidentClaim.objects.filter(pk=link.pk).update(leased_until=past)


def test_two_reviewers_get_two_claims(waiting, ana, ben):
    taken = [queue.take_next(ALL, by=ana), queue.take_next(ALL, by=ben)]

    assert taken == waiting[:2]


def test_reviewer_comes_back_to_the_claim_on_which_they_stopped(waiting, ana):
    queue.take_next(ALL, by=ana, after=waiting[0].pk)

    assert queue.take_next(ALL, by=ana) == waiting[1]


def test_reviewer_holds_one_claim_at_a_time(waiting, ana):
    queue.take_next(ALL, by=ana)
    queue.take_next(ALL, by=ana, after=waiting[0].pk)

    assert list(ALL.filter(leased_to=ana)) == [waiting[1]]


def test_skipping_the_last_claim_starts_again_from_the_top(waiting, ana):
    assert queue.take_next(ALL, by=ana, after=waiting[2].pk) == waiting[0]


def test_abandoned_claim_comes_back_by_itself(waiting, ana, ben):
    for link in waiting[1:]:
        review.judge(link, Verdict.ACCEPTED, by=ana, version=0)
    queue.take_next(ALL, by=ana)
    assert queue.take_next(ALL, by=ben) is None

    expire(waiting[0])

    assert queue.take_next(ALL, by=ben) == waiting[0]


def test_claim_that_somebody_holds_cannot_be_taken(waiting, ana, ben):
    queue.take(waiting[0], by=ana)

    assert queue.take(waiting[0], by=ben) is False
    waiting[0].refresh_from_db()
    assert waiting[0].leased_to == ana


def test_judged_claim_is_not_leased(waiting, ana):
    review.judge(waiting[0], Verdict.ACCEPTED, by=ana, version=0)

    assert queue.take(waiting[0], by=ana) is False


def test_claims_of_rejected_incidents_are_not_in_the_queue(link, ana):
    Incident.objects.update(status=Status.REJECTED)

    assert queue.take_next(ALL, by=ana) is None


def _in_threads(work, arguments):
    """Run work on real connections of their own that start at the same moment."""
    together = Barrier(len(arguments))

    def one(argument):
        try:
            together.wait(timeout=20)
            return work(argument)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(one, arguments))


@pytest.mark.django_db(transaction=True)
def test_reviewers_at_the_same_moment_never_get_the_same_claim():
    people = [make_user("reviewer") for _ in range(4)]
    for _ in range(4):
        make_link()

    taken = _in_threads(lambda user: queue.take_next(ALL, by=user), people)

    assert len(set(taken)) == 4


@pytest.mark.django_db(transaction=True)
def test_of_two_confirmations_at_once_one_wins_and_the_other_is_told():
    ana, ben = make_user("reviewer", username="ana"), make_user("reviewer", username="ben")
    incident = make_incident()
    make_link(make_claim(), incident)

    def confirm(user):
        try:
            review.confirm(incident, by=user, version=0, accept_pending=True)
        except StaleError as error:
            return str(error)
        return "confirmed"

    answers = _in_threads(confirm, [ana, ben])

    incident.refresh_from_db()
    assert incident.confirmed_by is not None
    winner = incident.confirmed_by.username
    assert sorted(answer.split(" at ")[0] for answer in answers) == sorted(
        ["confirmed", f"{winner} accepted the claim"]
    )


def _beside(work):
    """Run work on a connection of its own."""
    try:
        return work()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_lease_waits_for_what_the_reviewer_holds_before_it_locks_another_claim():
    first, held = make_link(), make_link()
    ana = make_user("reviewer")
    queue.take(held, by=ana)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            ALL.select_for_update().get(pk=held.pk)
            taking = pool.submit(_beside, lambda: queue.take(first, by=ana))
            wait([taking], timeout=0.3)
            assert ALL.select_for_update(nowait=True).get(pk=first.pk) == first
        assert taking.result(timeout=30) is True


@pytest.mark.django_db(transaction=True)
def test_claims_judged_together_are_locked_in_the_order_of_their_keys():
    first = make_link()
    second = make_link(make_claim(), first.incident)
    ana = make_user("reviewer")
    ALL.filter(pk=first.pk).update(version=1)  # now it lies behind the second in the table

    def confirm():
        return review.confirm(first.incident, by=ana, version=0, accept_pending=True)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            ALL.select_for_update().get(pk=first.pk)
            confirming = pool.submit(_beside, confirm)
            wait([confirming], timeout=0.3)
            assert ALL.select_for_update(nowait=True).get(pk=second.pk) == second
        assert confirming.result(timeout=30).incident == first.incident
