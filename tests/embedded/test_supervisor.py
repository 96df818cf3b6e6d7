"""`dev.py run` with real processes: it starts all, mends what dies and leaves nothing behind."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from atrocity_tracker.embedded import DataDir
from atrocity_tracker.embedded.data_dir import BASE_DIR
from atrocity_tracker.embedded.process import command_line, wait_until
from atrocity_tracker.embedded.services import is_kept

PATIENCE = 90


@dataclass
class Run:
    data: Path
    port: int

    def __post_init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "atrocity_tracker.supervisor"],
            cwd=BASE_DIR,
            env=environment(self.data, self.port),
            stdout=subprocess.PIPE,
            text=True,
        )
        self.said: list[str] = []

    def listen_for(self, word: str) -> str:
        """Read what it says up to the line with this word."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if word in line:
                return line
        raise AssertionError(f"It ended without {word!r}: {self.said}")

    @property
    def children(self) -> list[int]:
        try:
            return json.loads((self.data / "run.lock").read_text()).get("children", [])
        except json.JSONDecodeError:  # it is just being written
            return []

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()

    def end(self, number: int) -> int:
        with self.process:
            self.process.send_signal(number)
        return self.process.returncode


def environment(data: Path, port: object) -> dict[str, str]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY")
    }
    return {**inherited, "DATA_DIR": str(data), "PORT": str(port)}


def refused(data: Path, port: object) -> tuple[int, str]:
    """Start a second run that must fail; return its exit code and all it says."""
    done = subprocess.run(
        [sys.executable, "-m", "atrocity_tracker.supervisor"],
        cwd=BASE_DIR,
        env=environment(data, port),
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with its static files in place, for they take long and are not our matter."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def run(data: Path, port: int) -> Iterator[Run]:
    run = Run(data, port)
    try:
        run.listen_for("Ready")
        yield run
    finally:
        if run.process.poll() is None:
            run.end(signal.SIGKILL)


def test_it_serves_mends_refuses_a_second_run_and_stops_in_order(run):
    folder = DataDir(run.data)
    assert wait_until(lambda: len(run.children) == 3, 30)
    first = run.children
    answered = run.answers()
    second_run = refused(run.data, run.port)
    busy_port = refused(run.data / "other", run.port)

    os.kill(first[2], signal.SIGKILL)
    mended = run.listen_for("died")
    assert wait_until(lambda: len(run.children) == 3 and run.children != first, 30)
    children = run.children
    code = run.end(signal.SIGTERM)

    assert (answered, code) == (True, 0)
    assert children[:2] == first[:2]
    assert mended == (
        f"The worker died (exit code -9) and is started again: see {folder.logs}/worker.log.\n"
    )
    assert second_run == (
        1,
        f"The data folder {run.data} is in use by process {run.process.pid}, at "
        f"http://127.0.0.1:{run.port}/: stop it, or set DATA_DIR to another folder.\n",
    )
    assert busy_port == (
        1,
        f"Port {run.port} cannot be used (Address already in use): "
        f"choose another one, as in `PORT={run.port % 60000 + 1} python3 dev.py run`.\n",
    )
    assert not (run.data / "other" / "postgres").exists()
    assert [command_line(pid) for pid in children] == ["", "", ""]
    assert (run.answers(), is_kept(folder)) == (False, False)


def test_nothing_runs_on_after_it_was_killed(run):
    assert wait_until(lambda: len(run.children) == 3, 30)
    children = run.children

    run.end(signal.SIGKILL)

    assert wait_until(lambda: not any(map(command_line, children)), 20)
    assert wait_until(lambda: not is_kept(DataDir(run.data)), 20)
    assert not run.answers()


@pytest.mark.parametrize("port", ["eight", "0", "70000"])
def test_a_port_that_is_none_is_one_sentence(tmp_path, port):
    assert refused(tmp_path, port) == (
        1,
        f"PORT must be a whole number from 1 to 65535, not '{port}'.\n",
    )
