"""Queue a reading, begin it, end it. Every step compares and swaps, so all are safe to repeat."""

from contextlib import AbstractContextManager
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from accounts.models import User
from sources.actions.claims import store_claims
from sources.enums import RunStatus
from sources.locks import held, sole_holder
from sources.models import Document, ExtractionRun
from sources.signals import claims_recorded, run_queued

if TYPE_CHECKING:  # the extractor brings spaCy, which only a worker needs
    from sources.extraction.types import Extraction

MAX_ATTEMPTS = 3
LOCK_SPACE = 0x52554E  # "RUN"


@transaction.atomic
def queue_run(document: Document, *, by: User | None, reason: str) -> ExtractionRun:
    """Ask for a reading of the document. One that already waits is the one."""
    run, _ = ExtractionRun.objects.get_or_create(
        document=document,
        status__in=[RunStatus.QUEUED, RunStatus.RUNNING],
        defaults={"status": RunStatus.QUEUED, "reason": reason[:200], "asked_by": by},
    )
    run_queued.send(sender=ExtractionRun, run=run)
    return run


def sole_reader(run_id: int) -> AbstractContextManager[bool]:
    """Hold the run for this worker; yields False if another one holds it.

    If the worker dies, the lock is free at once and the sweep sees that nobody reads the run.
    """
    return sole_holder(LOCK_SPACE, run_id)


def begin_run(run_id: int) -> ExtractionRun | None:
    """Mark a run as being read. None if it is over, or has stopped too many workers."""
    begun = (
        ExtractionRun.objects.unfinished()
        .filter(pk=run_id, attempts__lt=MAX_ATTEMPTS)
        .update(status=RunStatus.RUNNING, attempts=F("attempts") + 1, started_at=Now())
    )
    if begun:
        return ExtractionRun.objects.select_related("document").get(pk=run_id)
    fail_run(
        run_id,
        error=f"Reading this document stopped the worker {MAX_ATTEMPTS} times. "
        "Try again, or upload it as plain text.",
    )
    return None


@transaction.atomic
def record_claims(run: ExtractionRun, extraction: "Extraction") -> int:
    """Store the claims of a run that is being read and mark it done. Returns how many.

    If somebody changed the document's date meanwhile, another reading is queued.
    """
    ended = ExtractionRun.objects.filter(pk=run.pk, status=RunStatus.RUNNING).update(
        status=RunStatus.DONE,
        finished_at=Now(),
        pipeline=extraction.pipeline,
        model=extraction.model,
        gazetteer=extraction.gazetteer,
        published=run.document.published,
        error="",
    )
    if not ended:
        return 0  # another worker was first
    stored = store_claims(run, extraction.claims)
    claims_recorded.send(sender=ExtractionRun, run=run)
    document = Document.objects.select_for_update(no_key=True).filter(pk=run.document_id)
    published = document.values_list("published", flat=True).get()  # waits for who changes it
    if published != run.document.published:
        queue_run(run.document, by=None, reason="the date changed while it was read")
    return stored


def fail_run(run_id: int, *, error: str) -> None:
    """End a run with a sentence for the person who looks at the document."""
    ExtractionRun.objects.unfinished().filter(pk=run_id).update(
        status=RunStatus.FAILED, finished_at=Now(), error=error
    )


def take_lost_runs(*, older_than: timedelta, limit: int) -> list[int]:
    """Return unfinished runs that no worker reads and no fresh message announces.

    They are marked as nudged, so that the next call leaves them alone for a while.
    """
    running = ExtractionRun.objects.filter(status=RunStatus.RUNNING)
    orphans = set(running.values_list("pk", flat=True)) - held(LOCK_SPACE)
    orphaned = ExtractionRun.objects.not_nudged_for(timedelta(seconds=5)).filter(pk__in=orphans)
    waiting = ExtractionRun.objects.not_nudged_for(older_than).filter(status=RunStatus.QUEUED)
    lost = [
        *orphaned.values_list("pk", flat=True)[:limit],
        *waiting.values_list("pk", flat=True)[:limit],
    ]
    ExtractionRun.objects.filter(pk__in=lost).update(nudged_at=Now())
    return lost
