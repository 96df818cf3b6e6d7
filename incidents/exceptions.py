"""What can go wrong in review. Every message is a sentence that the reviewer reads."""


class ReviewError(Exception):
    """The decision cannot be taken."""


class StaleError(ReviewError):
    """Somebody else was first; the page shows an older state."""


class ReleaseError(Exception):
    """The release cannot be made."""


class ReferenceSetError(Exception):
    """The file of others cannot be read or compared."""
