"""The one folder that holds everything this installation knows, and its secrets."""

import errno
import hashlib
import os
import re
import secrets
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
NEW_CLUSTER_BYTES = 128 * 1024 * 1024
RUNNING_BYTES = 16 * 1024 * 1024
LOG_BYTES = 10 * 1024 * 1024
# The system allows 103 bytes for a socket's path on macOS, 107 on Linux.
SOCKET_FOLDER_BYTES = 85


class ServiceError(Exception):
    """What went wrong, in one sentence for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class DataDir:
    path: Path

    @classmethod
    def from_environment(cls) -> "DataDir":
        """The folder that `DATA_DIR` names, else `.data/` beside manage.py."""
        return cls(Path(os.environ.get("DATA_DIR") or BASE_DIR / ".data").expanduser().resolve())

    @property
    def cluster(self) -> Path:
        return self.path / "postgres"

    @property
    def valkey(self) -> Path:
        return self.path / "valkey"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def sockets(self) -> Path:
        """Inside the folder, unless its path is too long for a socket or odd for an address."""
        inside = self.path / "run"
        plain = re.fullmatch(r"[A-Za-z0-9/._-]+", str(inside)) is not None
        if plain and len(os.fsencode(inside)) <= SOCKET_FOLDER_BYTES:
            return inside
        name = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:16]
        return Path("/tmp") / f"atrocity-tracker-{os.getuid()}-{name}"  # noqa: S108 -- see prepare

    def prepare(self) -> None:
        """Make what is missing, readable by its owner alone."""
        try:
            for folder in (self.path, self.valkey, self.logs, self.sockets):
                _make_private(folder)
            with tempfile.TemporaryFile(dir=self.path):
                pass
        except OSError as error:
            raise ServiceError(explain(error, self.path)) from error
        needed = RUNNING_BYTES if self.cluster.exists() else NEW_CLUSTER_BYTES
        if shutil.disk_usage(self.path).free < needed:
            raise ServiceError(explain(OSError(errno.ENOSPC, ""), self.path))

    def secret(self, name: str) -> str:
        """Return a generated secret that stays the same from now on."""
        path = self.path / name
        if not path.exists():
            with tempfile.NamedTemporaryFile("w", dir=self.path, prefix=f"{name}.") as new:
                new.write(secrets.token_urlsafe(48))
                new.flush()
                os.fsync(new.fileno())
                with suppress(FileExistsError):  # another command was first; its secret counts
                    os.link(new.name, path)
        return path.read_text().strip()

    def known_secret(self, name: str) -> str:
        """Return a secret without ever writing one; before the first start it is a passing one."""
        path = self.path / name
        return path.read_text().strip() if path.exists() else secrets.token_urlsafe(48)

    def log(self, name: str) -> Path:
        """Return the path of one log, emptied when it has grown too long."""
        path = self.logs / f"{name}.log"
        if path.exists() and path.stat().st_size > LOG_BYTES:
            os.truncate(path, 0)
        return path


def _make_private(folder: Path) -> None:
    if folder.exists():
        if folder.parent == Path("/tmp") and folder.lstat().st_uid != os.getuid():  # noqa: S108
            raise ServiceError(f"{folder} belongs to another user; remove it, or set DATA_DIR.")
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)


def explain(error: OSError, folder: Path) -> str:
    """Put an error of the system into a sentence about the data folder."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            f"The disk that holds {folder} is full: "
            "free some space, or set DATA_DIR to a folder on another disk."
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"The data folder {folder} cannot be written ({error.strerror}): "
            "set DATA_DIR to a folder of your own."
        )
    return f"The data folder {folder} cannot be used: {error.strerror or error}."
