"""What `sources` announces, inside the transaction that did it."""

from django.dispatch import Signal

run_queued = Signal()  # run: ExtractionRun
claims_recorded = Signal()  # run: ExtractionRun
