"""How far the building of a release is. Lost with the cache, and nothing else is lost with it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from redis.exceptions import RedisError

KEPT = timedelta(hours=1).total_seconds()


@dataclass(frozen=True, slots=True)
class Progress:
    """Incidents frozen or written so far, of all."""

    step: str
    done: int
    total: int


def report(release_id: int, progress: Progress) -> None:
    with suppress(RedisError):
        cache.set(_key(release_id), (progress.step, progress.done, progress.total), KEPT)


def reported(release_id: int) -> Progress | None:
    """Return what was last reported, None if nothing was."""
    with suppress(RedisError):
        if found := cache.get(_key(release_id)):
            return Progress(*found)
    return None


def _key(release_id: int) -> str:
    return f"release-{release_id}"
