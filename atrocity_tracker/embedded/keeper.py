"""The process that owns the servers of one data folder, for as long as somebody uses them.

    python -m atrocity_tracker.embedded.keeper FOLDER postgres,valkey [throwaway]

Prints `ready`, or one sentence on what went wrong.
"""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from .data_dir import DataDir, ServiceError, explain
from .postgres import Postgres
from .process import Nap, wait_until
from .services import POSTGRES, VALKEY, open_lock, try_lock
from .valkey import Valkey

READY = "ready"
RESTARTS, WITHIN_SECONDS = 5, 60.0

Server = Postgres | Valkey


class Keeper:
    def __init__(self, folder: DataDir, wanted: list[str], *, throwaway: bool) -> None:
        self.folder = folder
        self.servers: list[Server] = []
        if POSTGRES in wanted:
            self.servers.append(Postgres(folder, throwaway))
        if VALKEY in wanted:
            self.servers.append(Valkey(folder, throwaway))
        self.restarts: list[float] = []
        self.asked_to_stop = False
        self.nap = Nap()
        signal.signal(signal.SIGTERM, self._stop_soon)
        signal.signal(signal.SIGUSR1, lambda number, frame: None)  # somebody has left: look now

    def _stop_soon(self, number: int, frame: FrameType | None) -> None:
        self.asked_to_stop = True

    def start(self) -> None:
        for server in self.servers:
            server.start()

    def keep(self, users: int) -> None:
        """Restart what dies, until nobody holds the users' lock any more."""
        while not self.asked_to_stop and not try_lock(users, fcntl.LOCK_EX):
            for server in self.servers:
                if not server.running:
                    self._restart(server)
            self.nap(1)

    def _restart(self, server: Server) -> None:
        now = time.monotonic()
        self.restarts = [moment for moment in self.restarts if now - moment < WITHIN_SECONDS]
        if len(self.restarts) >= RESTARTS:
            raise ServiceError(f"{server.name} died {RESTARTS} times within a minute.")
        note(f"{server.name} died and is started again")
        time.sleep(0.2 * 2 ** len(self.restarts) if self.restarts else 0)
        self.restarts.append(now)
        server.start()

    def stop(self) -> None:
        for server in reversed(self.servers):
            server.stop()


def note(line: str) -> None:
    sys.stderr.write(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {line}\n")


def report(line: str) -> None:
    """Tell the command that started us, unless it is gone."""
    with contextlib.suppress(BrokenPipeError):
        os.write(sys.stdout.fileno(), f"{line}\n".encode())


def main(path: str, wanted: str, *options: str) -> int:
    if os.fork():
        return 0  # the keeper is nobody's child: it may outlive the command that started it
    folder, throwaway = DataDir(Path(path)), "throwaway" in options
    lock = open_lock(folder, "services.lock")
    users = open_lock(folder, "services.users")
    if not wait_until(lambda: try_lock(lock, fcntl.LOCK_EX), 5):
        report("Another command is starting the services of this data folder; try again.")
        return 1
    os.ftruncate(lock, 0)
    code = 0
    try:
        keeper = Keeper(folder, wanted.split(","), throwaway=throwaway)
        try:
            keeper.start()
            os.write(lock, json.dumps({"pid": os.getpid(), "services": wanted.split(",")}).encode())
            report(READY)
            note(f"started {wanted}")
            keeper.keep(users)
        finally:
            keeper.stop()
            os.ftruncate(lock, 0)
        note("stopped")
    except (ServiceError, OSError) as error:
        sentence = explain(error, folder.path) if isinstance(error, OSError) else str(error)
        note(sentence)
        report(sentence)
        code = 1
    if throwaway:
        shutil.rmtree(folder.path, ignore_errors=True)
    if folder.sockets.parent != folder.path:
        shutil.rmtree(folder.sockets, ignore_errors=True)
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
