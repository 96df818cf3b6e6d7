"""Celery workers in processes of their own, on the database of the tests."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

from celery import current_app
from django.conf import settings
from django.db import connection

Process = subprocess.Popen[bytes]


@contextmanager
def running_worker() -> Iterator[Process]:
    """A worker that answers; it is stopped in the end if the test has not killed it."""
    process = _start()
    try:
        wait_until(lambda: _answers(process), seconds=90)
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(timeout=60)


def kill(process: Process) -> None:
    """End a worker and its children as the kernel does when memory runs out."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=30)


def wait_until(holds: Callable[[], bool], *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"it did not come true within {seconds} seconds"
        time.sleep(0.05)


def _answers(process: Process) -> bool:
    assert process.poll() is None, "the worker ended before it was ready"
    return bool(current_app.control.ping(timeout=0.5))


def _start() -> Process:
    url = urlsplit(os.environ["DATABASE_URL"])
    database = connection.settings_dict["NAME"]
    command = [sys.executable, "-m", "celery", "-A", "atrocity_tracker", "worker"]
    return subprocess.Popen(
        [*command, "-c", "1", "-l", "WARNING", "--without-gossip", "--without-mingle"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": urlunsplit(url._replace(path=f"/{database}"))},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
