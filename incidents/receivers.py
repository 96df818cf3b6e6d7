from typing import Any

from django.dispatch import receiver

from incidents.models import Release
from incidents.signals import release_queued
from incidents.tasks import build_release, propose_candidates
from sources.models import ExtractionRun
from sources.signals import claims_recorded


@receiver(claims_recorded)
def propose_after_reading(sender: type[ExtractionRun], run: ExtractionRun, **kwargs: Any) -> None:
    propose_candidates.delay_on_commit(run.pk)


@receiver(release_queued)
def build_after_asking(sender: type[Release], release: Release, **kwargs: Any) -> None:
    build_release.delay_on_commit(release.pk)
