"""One worker at a time: locks that PostgreSQL frees at once when their holder dies."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def sole_holder(space: int, number: int) -> Iterator[bool]:
    """Hold lock ``number`` of a lock space for this database session.

    Yields False if another session holds it. Both are 32-bit integers.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [space, number])
        held = cursor.fetchone()[0]
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [space, number])


def wait_for_turn(space: int) -> None:
    """Wait until no other transaction is in this part of the work, and hold it until the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [space])


def held(space: int) -> set[int]:
    """Return the numbers of a lock space that any session of this database holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid::int FROM pg_locks WHERE locktype = 'advisory' AND classid = %s"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [space],
        )
        return {row[0] for row in cursor.fetchall()}
