"""A worker for commands that wait for one: the one that runs, else one for the command's time."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from celery import current_app
from django.conf import settings


@contextmanager
def worker_at_hand() -> Iterator[None]:
    """Make sure that somebody takes tasks from the queue meanwhile."""
    if current_app.control.ping(timeout=3.0):
        yield
        return
    command = [sys.executable, "-m", "celery", "--quiet", "-A", current_app.main, "worker"]
    worker = subprocess.Popen(  # noqa: S603 -- our own program, with fixed arguments
        [*command, "--concurrency", "1", "--without-gossip", "--without-mingle", "-l", "WARNING"],
        cwd=settings.BASE_DIR,
        start_new_session=True,
    )
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()
