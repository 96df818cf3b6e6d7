"""What `incidents` announces, inside the transaction that did it."""

from django.dispatch import Signal

release_queued = Signal()  # release: Release
