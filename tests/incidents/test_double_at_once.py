"""Several people at the same moment: each claim is read by two of them, and by nobody twice."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
from django.db import connection

from accounts import roles
from incidents.actions import double, queue
from incidents.enums import Verdict
from incidents.exceptions import ReviewError
from incidents.models import Assessment, IncidentClaim
from tests.factories import make_link, make_user
from tests.incidents.test_double_review import draw, state

ALL = IncidentClaim.objects.all()


def _in_threads(work, arguments):
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
def test_of_four_who_read_at_the_same_moment_two_count():
    people = [make_user(roles.REVIEWER) for _ in range(4)]
    made = make_link()
    draw(make_user(roles.LEAD))
    made.refresh_from_db()

    def judge(person):
        with suppress(ReviewError):
            double.assess(made, Verdict.ACCEPTED, by=person, version=made.version)

    _in_threads(judge, people)

    assert sorted(Assessment.objects.values_list("number", flat=True)) == [1, 2]
    assert state(made) == ("accepted", None)


@pytest.mark.django_db(transaction=True)
def test_people_at_the_same_moment_read_each_claim_twice_and_nobody_one_twice():
    people = [make_user(roles.REVIEWER) for _ in range(3)]
    for _ in range(4):
        make_link()
    draw(make_user(roles.LEAD))

    def judge_all(person):
        while given := queue.take_next(ALL, by=person):
            with suppress(ReviewError):
                double.assess(given, Verdict.ACCEPTED, by=person, version=given.version)

    _in_threads(judge_all, people)
    for person in people:
        judge_all(person)

    read_by = [set(link.assessments.values_list("reader", flat=True)) for link in ALL]
    assert [len(readers) for readers in read_by] == [2, 2, 2, 2]
    assert set(ALL.values_list("verdict", "awaits")) == {("accepted", None)}
