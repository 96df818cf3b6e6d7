"""How long `dev.py run` takes to serve its first page, and to stop."""

import os
import platform
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

from atrocity_tracker.embedded.data_dir import BASE_DIR


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds. The first start makes the database and collects the static files."""

    machine: str
    n: int
    first_start: float
    later_start_median: float
    later_start_worst: float
    stop_median: float
    stop_worst: float


def start_and_stop(data: str) -> tuple[float, float]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    started = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "atrocity_tracker.supervisor"],
        cwd=BASE_DIR,
        env={**given, "DATA_DIR": data, "PORT": str(port)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        said = ""
        for said in process.stdout or ():
            if said.startswith("Ready"):
                break
        ready = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.communicate()
    if not said.startswith("Ready"):
        sys.exit(f"It did not start: {said}")
    return ready - started, time.monotonic() - ready


def measure(size: int) -> Figures:
    with tempfile.TemporaryDirectory(prefix="atrocity-tracker-bench-") as data:
        first_start, _ = start_and_stop(data)
        starts, stops = zip(*(start_and_stop(data) for _ in range(size)), strict=True)
    return Figures(
        machine=f"{platform.machine()}, {os.cpu_count()} processors",
        n=size,
        first_start=round(first_start, 2),
        later_start_median=round(statistics.median(starts), 2),
        later_start_worst=round(max(starts), 2),
        stop_median=round(statistics.median(stops), 2),
        stop_worst=round(max(stops), 2),
    )
