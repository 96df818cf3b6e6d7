from typing import Any

from django.db import transaction
from django.dispatch import receiver

from sources.models import ExtractionRun
from sources.signals import run_queued
from sources.tasks import extract


@receiver(run_queued)
def send_to_a_worker(sender: type[ExtractionRun], run: ExtractionRun, **kwargs: Any) -> None:
    """Nudge a worker. If no message can be sent, the log says so and the sweep sends it later."""
    transaction.on_commit(lambda: extract.delay(run.pk), robust=True)
