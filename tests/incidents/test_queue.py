"""Leases: a claim is in one pair of hands, and comes back by itself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
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
    review.judge(waiting[0], Verdict.UNSURE, by=ana, version=0)

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
