import time

import pytest
from celery.contrib.testing.worker import start_worker
from django.conf import settings
from django.db import connection

from atrocity_tracker.celery import app
from sources.actions.documents import add_document
from sources.enums import RunStatus
from sources.models import Claim, ExtractionRun
from sources.tasks import extract, sweep_runs
from tests.factories import make_document, make_run, make_user

TEXT = """Twelve killed in village

Gunmen shot dead at least 12 villagers near the town of Gao in Mali on 3 March 2021, a teacher said.
"""


@pytest.mark.django_db
def test_worker_reads_the_claims_of_an_article():
    run = make_run(make_document(TEXT, title="Twelve killed"), status=RunStatus.QUEUED)

    extract(run.pk)

    run.refresh_from_db()
    claims = Claim.objects.filter(run=run, event_type="unlawful_killing", counts__lower=12)
    assert (run.status, run.error) == ("done", "")
    assert {claim.document.text[claim.start : claim.end] for claim in claims} == {
        claim.quote for claim in claims
    }
    assert {str(claim.date_start) for claim in claims if claim.date_start} == {"2021-03-03"}


@pytest.mark.django_db
def test_message_that_comes_twice_changes_nothing():
    run = make_run(make_document(TEXT), status=RunStatus.QUEUED)

    extract(run.pk)
    before = list(Claim.objects.values_list("pk", flat=True))
    extract(run.pk)

    run.refresh_from_db()
    assert list(Claim.objects.values_list("pk", flat=True)) == before
    assert (run.status, run.attempts) == ("done", 1)


@pytest.mark.django_db
def test_message_about_a_run_that_is_gone_does_nothing():
    extract(2**31 - 1)

    assert ExtractionRun.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_upload_is_read_by_a_worker_that_nobody_calls():
    app.set_default()
    document = add_document(TEXT.encode(), filename="a.txt", by=make_user("contributor"))

    with start_worker(app, queues=[settings.CELERY_TASK_DEFAULT_QUEUE], perform_ping_check=False):
        statuses = _statuses_until(document, RunStatus.DONE)

    assert statuses == ["done"]


@pytest.mark.django_db(transaction=True)
def test_sweep_sends_again_what_was_never_heard():
    document = make_document(TEXT)
    make_run(document, status=RunStatus.QUEUED, nudged_at="2022-01-01T00:00Z")

    with start_worker(app, queues=[settings.CELERY_TASK_DEFAULT_QUEUE], perform_ping_check=False):
        sweep_runs()
        statuses = _statuses_until(document, RunStatus.DONE)

    assert statuses == ["done"]


def _statuses_until(document, status: str) -> list[str]:
    for _ in range(300):
        statuses = list(document.runs.values_list("status", flat=True))
        if statuses == [status]:
            break
        time.sleep(0.1)
    connection.close()
    return statuses
