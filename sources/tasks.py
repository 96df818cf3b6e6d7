"""What workers do for `sources`. A message carries an id; the row says what is to be done."""

import logging
from datetime import timedelta

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import InterfaceError, OperationalError

from sources.actions import likeness, runs

logger = logging.getLogger(__name__)


@shared_task(
    autoretry_for=(OperationalError, InterfaceError),
    retry_backoff=True,
    retry_backoff_max=60,
    max_retries=8,
)
def extract(run_id: int) -> None:
    """Read the claims out of one document. Safe to send twice and to repeat after a crash."""
    from sources import extraction  # noqa: PLC0415 -- heavy, and only a worker needs it
    from sources.extraction import ranking  # noqa: PLC0415 -- likewise
    from sources.extraction.gazetteer import GazetteerError  # noqa: PLC0415 -- likewise

    with runs.sole_reader(run_id) as alone:
        run = runs.begin_run(run_id) if alone else None
        if run is None:
            return
        document = run.document
        try:
            found = extraction.extract(
                document.text,
                published=document.published,
                title=document.title,
                ranker=ranking.load(settings.RANKER_DIR),
            )
            runs.record_claims(run, found)
        except (OperationalError, InterfaceError):
            raise
        except SoftTimeLimitExceeded:
            runs.fail_run(
                run_id,
                error="Reading this document took too long. Split it into shorter articles.",
            )
        except (extraction.ModelError, GazetteerError, ranking.RankerError) as error:
            runs.fail_run(run_id, error=str(error))
        except Exception:
            logger.exception("Run %s of document %s failed", run_id, document.pk)
            runs.fail_run(
                run_id,
                error="The extractor stopped on this document. Its log has the details; "
                "try again after the next update.",
            )


@shared_task
def sweep_runs() -> None:
    """Send again what a dead worker or a lost queue left lying."""
    for run_id in runs.take_lost_runs(older_than=timedelta(seconds=60), limit=100):
        extract.delay(run_id)


@shared_task(autoretry_for=(OperationalError, InterfaceError), retry_backoff=True, max_retries=8)
def compare(document_id: int) -> None:
    """Link a document with those that have text in common with it. Safe to send twice."""
    likeness.compare(document_id)


@shared_task
def sweep_likeness() -> None:
    """Compare what no message has reached: documents of before, or those of a lost queue."""
    likeness.compare_waiting(limit=200)
