"""What workers do for `incidents`. A message carries an id; the row says what is to be done."""

import uuid
from datetime import timedelta
from typing import Any

from celery import shared_task
from django.db import InterfaceError, OperationalError

from incidents.actions import bulk, candidates, reference_sets, releases

HEALS: dict[str, Any] = {
    "autoretry_for": (OperationalError, InterfaceError),
    "retry_backoff": True,
    "retry_backoff_max": 60,
    "max_retries": 8,
}


@shared_task(**HEALS)
def propose_candidates(run_id: int) -> None:
    """Find each claim of a finished run its incident."""
    candidates.propose(run_id)


@shared_task
def sweep_proposals() -> None:
    """Send again the finished runs whose claims have no incident yet."""
    for run_id in candidates.unproposed_runs(older_than=timedelta(seconds=20), limit=100):
        propose_candidates.delay(run_id)


@shared_task(**HEALS, soft_time_limit=3600, time_limit=3700)
def build_release(release_id: int) -> None:
    """Freeze the rows of a release and write its files."""
    releases.build(release_id)


@shared_task
def sweep_releases() -> None:
    """Send again the releases that wait although no worker builds them."""
    for release_id in releases.take_lost(older_than=timedelta(seconds=60)):
        build_release.delay(release_id)


@shared_task(**HEALS, soft_time_limit=3600, time_limit=3700)
def carry_on_bulk(batch: str) -> None:
    """Do what is left of a decision on many rows, or of its undoing."""
    bulk.carry_on(uuid.UUID(batch))


@shared_task
def sweep_bulks() -> None:
    """Send again the decisions on many rows that came no further for a while."""
    for batch in bulk.unfinished(older_than=timedelta(seconds=30), limit=100):
        carry_on_bulk.delay(str(batch))


@shared_task(**HEALS, soft_time_limit=3600, time_limit=3700)
def compare_reference_set(set_id: int) -> None:
    """Read the rows of a reference set and match them with our incidents."""
    reference_sets.compare(set_id)


@shared_task
def sweep_reference_sets() -> None:
    """Send again the reference sets that wait although no worker compares them."""
    for set_id in reference_sets.take_lost(older_than=timedelta(seconds=60)):
        compare_reference_set.delay(set_id)
