"""Everything in one terminal: services, web server, worker and clock, until Ctrl-C.

    python -m atrocity_tracker.supervisor

Stops in the order web, clock, worker, Valkey, PostgreSQL. A second Ctrl-C hastens. Should this
process be killed, its children end by themselves.
"""

import fcntl
import http.client
import json
import os
import signal
import socket
import sys
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from types import FrameType

from .embedded import DataDir, ServiceError, explain, join
from .embedded.data_dir import BASE_DIR
from .embedded.process import Child, Nap, command_line
from .embedded.services import Services, addresses, is_kept, missing_services, open_lock, try_lock

CELERY = ("-m", "celery", "-A", "atrocity_tracker.celery")
HOST = "127.0.0.1"
FIRST_ANSWER_SECONDS = 60
DEATHS, WITHIN_SECONDS = 5, 60.0


class StopError(Exception):
    """Somebody asked for the end, with Ctrl-C or a signal."""


def say(line: str) -> None:
    """Print a line, even if the terminal is gone."""
    with suppress(OSError):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


@dataclass
class Program:
    """A child that is started again when it dies."""

    title: str
    child: Child
    patience: float
    deaths: list[float] = field(default_factory=list)

    def revive(self) -> None:
        """Start it again, a little later each time; give up when it keeps dying."""
        now = time.monotonic()
        self.deaths = [death for death in self.deaths if now - death < WITHIN_SECONDS] + [now]
        if len(self.deaths) >= DEATHS:
            raise ServiceError(
                f"The {self.title} died {DEATHS} times within a minute: see {self.child.log}."
            )
        code = self.child.process.returncode if self.child.process else None
        self.child.kill()
        say(f"The {self.title} died (exit code {code}) and is started again: see {self.child.log}.")
        time.sleep(0.1 * 2 ** len(self.deaths))
        self.child.start()


@dataclass
class Supervisor:
    folder: DataDir
    port: int
    requests: int = 0
    programs: list[Program] = field(default_factory=list)
    lock: int = -1
    nap: Nap = field(default_factory=Nap)

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}/"

    def run(self) -> None:
        started = time.monotonic()
        os.umask(0o077)
        self.folder.prepare()
        self._claim_folder()
        self._check_port()
        self._listen_to_signals()
        say(f"Atrocity Tracker is starting; its data is in {self.folder.path}")
        wanted = missing_services()
        with ExitStack() as stack:
            stack.callback(os.ftruncate, self.lock, 0)
            services = join(self.folder, wanted) if wanted else None
            if services:
                stack.callback(self._leave, services)
            environment = {
                "COMPRESS_STATIC": "false",  # the pages do not leave this machine
                **os.environ,
                **addresses(self.folder.secret, self.folder),
                "PYTHONUNBUFFERED": "1",
            }
            self._prepare(environment)
            stack.callback(self._stop_programs)
            self._start(web := self._web(environment))
            self._wait_for_first_answer()
            web.patience = 10  # until now there was nothing to finish
            self._start(self._clock(environment), self._worker(environment))
            took = time.monotonic() - started
            say(f"Ready after {took:.1f} s at {self.address}")
            say(f"Ctrl-C stops it. Logs: {self.folder.logs}")
            self._watch(services, wanted)

    def _claim_folder(self) -> None:
        """Become the only run on this folder and end what a killed one may have left."""
        self.lock = open_lock(self.folder, "run.lock")
        said = os.pread(self.lock, 4096, 0)
        if not try_lock(self.lock, fcntl.LOCK_EX):
            other = json.loads(said) if said else {"pid": "unknown", "address": "a moment"}
            raise ServiceError(
                f"The data folder {self.folder.path} is in use by process {other['pid']}, "
                f"at {other['address']}: stop it, or set DATA_DIR to another folder."
            )
        with suppress(ValueError):
            for pid in json.loads(said)["children"]:
                if "atrocity_tracker" in command_line(pid):
                    with suppress(ProcessLookupError):
                        os.killpg(pid, signal.SIGKILL)
        self._note_state()

    def _note_state(self) -> None:
        children = [p.child.process.pid for p in self.programs if p.child.process]
        state = {"pid": os.getpid(), "address": self.address, "children": children}
        os.ftruncate(self.lock, 0)
        os.pwrite(self.lock, json.dumps(state).encode(), 0)

    def _check_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, self.port))
            except OSError as error:
                raise ServiceError(
                    f"Port {self.port} cannot be used ({error.strerror}): "
                    f"choose another one, as in `PORT={self.port % 60000 + 1} python3 dev.py run`."
                ) from error

    def _listen_to_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN:
                continue  # started with nohup
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.requests += 1
        if self.requests > 1:
            for program in self.programs:
                program.child.strike()

    def _pause(self, seconds: float) -> None:
        if self.requests:
            raise StopError
        self.nap(seconds)

    def _prepare(self, environment: dict[str, str]) -> None:
        child = self._python("prepare", "-m", "atrocity_tracker.prepare", env=environment)
        child.on_terminal = True
        child.start()
        try:
            while child.running:
                self._pause(1)
        finally:
            child.stop(patience=10)
        if child.process and child.process.returncode:
            raise ServiceError("The database could not be prepared.")

    def _web(self, environment: dict[str, str]) -> Program:
        child = self._python(
            *("web", "-m", "granian", "--interface", "wsgi", "--host", HOST),
            *("--port", str(self.port), "--workers", "1", "--blocking-threads", "4"),
            "atrocity_tracker.wsgi:application",
            env=environment,
        )
        return Program("web server", child, patience=0)

    def _clock(self, environment: dict[str, str]) -> Program:
        child = self._python(
            *("beat", *CELERY, "beat", "--pidfile=", "--loglevel=INFO"), env=environment
        )
        return Program("clock", child, patience=5)

    def _worker(self, environment: dict[str, str]) -> Program:
        child = self._python(
            *("worker", *CELERY, "worker", f"--concurrency={processes()}"),
            *("--without-gossip", "--without-mingle", "--loglevel=INFO"),
            env=environment,
        )
        # It hears nothing softer while it looks for a broker that is gone as well.
        child.death_signal = signal.SIGKILL
        return Program("worker", child, patience=30)

    def _start(self, *programs: Program) -> None:
        for program in programs:
            program.child.start()
            self.programs.append(program)
        self._note_state()

    def _python(self, name: str, *arguments: str, env: dict[str, str]) -> Child:
        return Child(
            name=name,
            command=[sys.executable, *arguments],
            log=self.folder.log(name),
            env=env,
            cwd=BASE_DIR,
        )

    def _wait_for_first_answer(self) -> None:
        deadline = time.monotonic() + FIRST_ANSWER_SECONDS
        while not self._is_healthy():
            self._revive_the_dead()
            self._pause(0.1)
            if time.monotonic() > deadline:
                raise ServiceError(f"The web server does not answer: see {self.folder.logs}.")

    def _is_healthy(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=10)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _watch(self, services: Services | None, wanted: list[str]) -> None:
        while True:
            self._pause(1)
            self._revive_the_dead()
            if services and not is_kept(self.folder):
                say("PostgreSQL and Valkey stopped and are started again.")
                services.ensure(wanted)

    def _revive_the_dead(self) -> None:
        dead = [program for program in self.programs if not program.child.running]
        for program in dead:
            program.revive()
        if dead:
            self._note_state()

    def _stop_programs(self) -> None:
        say("Stopping; what the worker is reading is finished first. Ctrl-C again hastens.")
        for program in self.programs:
            program.child.stop(0 if self.requests > 1 else program.patience)

    def _leave(self, services: Services) -> None:
        services.leave()
        if is_kept(self.folder):
            say("PostgreSQL and Valkey keep running for another command.")


def processes() -> int:
    """How many documents are read at once: two, on a machine that has two processors."""
    return min(2, os.cpu_count() or 1)


def port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ServiceError(f"PORT must be a whole number from 1 to 65535, not {text!r}.")
    return int(text)


def main() -> int:
    folder = DataDir.from_environment()
    try:
        Supervisor(folder, port()).run()
    except StopError:
        say("Stopped.")
        return 0
    except ServiceError as error:
        say(str(error))
        return 1
    except OSError as error:
        say(explain(error, folder.path))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
