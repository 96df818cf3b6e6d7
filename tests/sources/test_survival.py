"""What must survive the death of a worker and the loss of the queue. All processes are real."""

from datetime import timedelta

import redis
from django.conf import settings

from sources.actions.documents import add_document
from sources.actions.runs import take_lost_runs
from sources.enums import RunStatus
from sources.models import Claim, ExtractionRun
from sources.tasks import extract, sweep_runs
from tests.factories import make_user
from tests.processes import Process, kill, running_worker, wait_until

SENTENCE = "Gunmen killed {} villagers in Gao on Monday, a local teacher said.\n\n"
LONG_ARTICLE = "".join(SENTENCE.format(number) for number in range(2, 152)).encode()


def test_a_killed_worker_leaves_its_article_to_the_next_one(worker: Process) -> None:
    document = add_document(LONG_ARTICLE, filename="long.txt", by=make_user("contributor"))
    run = document.runs.get()
    wait_until(lambda: _status(run) == RunStatus.RUNNING, seconds=60)
    kill(worker)

    with running_worker():
        wait_until(lambda: _swept(run), seconds=90)

    run.refresh_from_db()
    positions = Claim.objects.filter(document=document).values_list("position", flat=True)
    assert (run.attempts, document.runs.count()) == (2, 1)
    assert {*positions} == {*range(len(positions))}
    assert len(positions) >= 150


def test_an_emptied_queue_loses_no_article(worker: Process) -> None:
    kill(worker)
    documents = [
        add_document(SENTENCE.format(n).encode(), filename="a.txt", by=make_user("contributor"))
        for n in (5, 6)
    ]
    queue = redis.from_url(settings.REDIS_URL, db=0)
    assert queue.delete(settings.CELERY_TASK_DEFAULT_QUEUE) == 1

    with running_worker():
        for run_id in take_lost_runs(older_than=timedelta(0), limit=10):
            extract.delay(run_id)
        runs = ExtractionRun.objects.filter(document__in=documents)
        wait_until(lambda: not runs.unfinished().exists(), seconds=90)

    assert [run.status for run in runs] == [RunStatus.DONE, RunStatus.DONE]


def _status(run: ExtractionRun) -> str:
    return ExtractionRun.objects.values_list("status", flat=True).get(pk=run.pk)


def _swept(run: ExtractionRun) -> bool:
    """Do what the beat does every few seconds, and say whether the run is over."""
    sweep_runs()
    return _status(run) == RunStatus.DONE
