"""Joining the services of a data folder: share the running ones, else have them started."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from signal import SIGUSR1
from typing import Any

from . import postgres, valkey
from .data_dir import BASE_DIR, DataDir, ServiceError, explain
from .process import wait_until

STOP_SECONDS = 40
POSTGRES, VALKEY = "postgres", "valkey"
# Commands that ask neither server for anything.
COMMANDS_WITHOUT_SERVICES = frozenset(
    ["help", "h", "version", "check", "compilemessages", "makemessages"]
)


def open_lock(folder: DataDir, name: str) -> int:
    return os.open(folder.path / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def try_lock(file: int, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def given(name: str) -> bool:
    """Whether the environment sets a variable itself or through a file (`NAME_FILE`)."""
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def missing_services() -> list[str]:
    """The services that the environment gives no address for."""
    addresses = {POSTGRES: "DATABASE_URL", VALKEY: "REDIS_URL"}
    return [service for service, variable in addresses.items() if not given(variable)]


@dataclass
class Services:
    """A share in the running services. They run at least until it is given back."""

    folder: DataDir
    users: int

    def ensure(self, wanted: Sequence[str], *, throwaway: bool = False) -> None:
        """Have the services started unless they are running."""
        starting = open_lock(self.folder, "services.starting")
        fcntl.flock(starting, fcntl.LOCK_EX)
        try:
            while is_kept(self.folder):
                state = _state(self.folder)
                if state is None:  # its starter was killed, so it is still at it
                    time.sleep(0.05)
                    continue
                if set(wanted) <= set(state["services"]):
                    return
                raise ServiceError(
                    f"Another command runs only {state['services'][0]} in {self.folder.path}: "
                    "stop it first, or give it the same DATABASE_URL and REDIS_URL."
                )
            _start_keeper(self.folder, wanted, throwaway=throwaway)
        finally:
            os.close(starting)

    def leave(self) -> None:
        """Give the share back; the last one to do so waits until the servers have stopped."""
        fcntl.flock(self.users, fcntl.LOCK_UN)
        self._wake_keeper()
        wait_until(lambda: not is_kept(self.folder) or self._are_used_by_others(), STOP_SECONDS)
        os.close(self.users)

    def _wake_keeper(self) -> None:
        if state := _state(self.folder):
            with suppress(ProcessLookupError):
                os.kill(state["pid"], SIGUSR1)

    def _are_used_by_others(self) -> bool:
        if not try_lock(self.users, fcntl.LOCK_SH):
            return False  # the keeper has it: it is stopping them
        alone = try_lock(self.users, fcntl.LOCK_EX)
        fcntl.flock(self.users, fcntl.LOCK_UN)
        return not alone


def _state(folder: DataDir) -> dict[str, Any] | None:
    """What the keeper at work says of itself once it is ready."""
    if not is_kept(folder):
        return None
    try:
        return json.loads((folder.path / "services.lock").read_text())
    except (FileNotFoundError, ValueError):
        return None


def is_kept(folder: DataDir) -> bool:
    """Whether a keeper is at work on the folder."""
    try:
        lock = os.open(folder.path / "services.lock", os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        return not try_lock(lock, fcntl.LOCK_SH)
    finally:
        os.close(lock)


def join(folder: DataDir, wanted: Sequence[str], *, throwaway: bool = False) -> Services:
    """Take a share in the services of a folder; have them started if nobody else has."""
    folder.prepare()
    try:
        services = Services(folder, open_lock(folder, "services.users"))
        try:
            fcntl.flock(services.users, fcntl.LOCK_SH)  # waits for a keeper that is just stopping
            services.ensure(wanted, throwaway=throwaway)
        except BaseException:
            os.close(services.users)
            raise
    except OSError as error:
        raise ServiceError(explain(error, folder.path)) from error
    return services


def _start_keeper(folder: DataDir, wanted: Sequence[str], *, throwaway: bool) -> None:
    command = [sys.executable, "-m", "atrocity_tracker.embedded.keeper"]
    command += [str(folder.path), ",".join(wanted), *(["throwaway"] if throwaway else [])]
    with (
        folder.log("services").open("ab") as log,
        subprocess.Popen(  # noqa: S603 -- ours
            command,
            cwd=BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
            text=True,
        ) as launcher,
    ):
        answer = launcher.stdout.readline().strip() if launcher.stdout else ""
    if answer != "ready":
        raise ServiceError(answer or f"The services did not start: see {folder.log('services')}.")


def addresses(secret: Callable[[str], str], folder: DataDir) -> dict[str, str]:
    """What the settings read, for all that the environment does not say itself."""
    found = {
        "DATA_DIR": lambda: str(folder.path),
        "DATABASE_URL": lambda: postgres.address(folder, secret("database_password")),
        "REDIS_URL": lambda: valkey.address(folder),
        "SECRET_KEY": lambda: secret("secret_key"),
    }
    return {name: value() for name, value in found.items() if not given(name)}


@contextmanager
def services_for(argv: Sequence[str]) -> Iterator[None]:
    """Give a management command the services it needs, for its duration, and their addresses."""
    folder, wanted = DataDir.from_environment(), missing_services()
    command = argv[1].lstrip("-") if len(argv) > 1 else "help"
    if command in COMMANDS_WITHOUT_SERVICES or "--help" in argv:
        os.environ.update(addresses(folder.known_secret, folder))
        yield
        return
    try:
        services = join(folder, wanted) if wanted else None
        if not given("SECRET_KEY"):
            folder.prepare()
        os.environ.update(addresses(folder.secret, folder))
    except ServiceError as error:
        sys.exit(str(error))
    try:
        yield
    finally:
        if services:
            services.leave()


@contextmanager
def throwaway_services() -> Iterator[None]:
    """Put quick services in a temporary folder into the environment; all of it vanishes after."""
    folder = DataDir(Path(tempfile.mkdtemp(prefix="atrocity-tracker-")))
    try:
        wanted = missing_services()
        services = join(folder, wanted, throwaway=True) if wanted else None
        os.environ["DATA_DIR"] = str(folder.path)
        os.environ.update(addresses(folder.secret, folder))
        try:
            yield
        finally:
            if services:
                services.leave()
    finally:
        shutil.rmtree(folder.path, ignore_errors=True)
