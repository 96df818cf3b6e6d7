from contextlib import suppress
from typing import Any

from celery.signals import worker_process_init
from django.db import transaction
from django.dispatch import receiver

from sources.models import ExtractionRun
from sources.signals import run_queued
from sources.tasks import compare, extract


@receiver(run_queued)
def send_to_a_worker(sender: type[ExtractionRun], run: ExtractionRun, **kwargs: Any) -> None:
    """Nudge a worker. If no message can be sent, the log says so and the sweeps do it later."""
    transaction.on_commit(lambda: compare.delay(run.document_id), robust=True)
    transaction.on_commit(lambda: extract.delay(run.pk), robust=True)


@worker_process_init.connect
def load_the_model(**kwargs: Any) -> None:
    """Load the language model before the first article comes, not while somebody waits for it."""
    from sources.extraction import ModelError, load_model  # noqa: PLC0415 -- workers only

    with suppress(ModelError):  # each article then says what is missing
        load_model()
