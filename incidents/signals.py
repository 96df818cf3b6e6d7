"""What `incidents` announces, inside the transaction that did it."""

from django.dispatch import Signal

release_queued = Signal()  # release: Release
bulk_ordered = Signal()  # bulk: Bulk
reference_set_queued = Signal()  # reference_set: ReferenceSet
