from typing import Any

from django.db import transaction
from django.dispatch import receiver

from incidents.models import Release
from incidents.signals import release_queued
from incidents.tasks import build_release, propose_candidates
from sources.models import ExtractionRun
from sources.signals import claims_recorded


@receiver(claims_recorded)
def propose_after_reading(sender: type[ExtractionRun], run: ExtractionRun, **kwargs: Any) -> None:
    """Nudge a worker. If no message can be sent, the sweep sends it later."""
    transaction.on_commit(lambda: propose_candidates.delay(run.pk), robust=True)


@receiver(release_queued)
def build_after_asking(sender: type[Release], release: Release, **kwargs: Any) -> None:
    """Nudge a worker. If no message can be sent, the sweep sends it later."""
    transaction.on_commit(lambda: build_release.delay(release.pk), robust=True)
