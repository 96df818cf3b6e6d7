from typing import Any

from django.db import transaction
from django.dispatch import receiver

from incidents.models import Bulk, ReferenceSet, Release
from incidents.signals import bulk_ordered, reference_set_queued, release_queued
from incidents.tasks import build_release, carry_on_bulk, compare_reference_set, propose_candidates
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


@receiver(bulk_ordered)
def carry_on_after_ordering(sender: type[Bulk], bulk: Bulk, **kwargs: Any) -> None:
    """Nudge a worker. If no message can be sent, the sweep sends it later."""
    transaction.on_commit(lambda: carry_on_bulk.delay(str(bulk.pk)), robust=True)


@receiver(reference_set_queued)
def compare_after_uploading(
    sender: type[ReferenceSet], reference_set: ReferenceSet, **kwargs: Any
) -> None:
    """Nudge a worker. If no message can be sent, the sweep sends it later."""
    pk = reference_set.pk
    transaction.on_commit(lambda: compare_reference_set.delay(pk), robust=True)
