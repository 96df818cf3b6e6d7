"""Child processes that never outlive this one, and the identity PostgreSQL asks for."""

import ctypes
import os
import pwd
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

LINUX = sys.platform == "linux"
PR_SET_PDEATHSIG, PR_SET_KEEPCAPS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 1, 8, 47, 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522
CLONE_NEWUSER = 0x10000000
NOBODY = 65534

Step = Callable[[], None]


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _call(result: int) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def enter_user_namespace() -> None:
    """Become `nobody` for this process's own eyes; for the system nothing changes."""
    uid, gid = os.getuid(), os.getgid()
    _call(_libc().unshare(CLONE_NEWUSER))
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{NOBODY} {gid} 1")


def become_nobody() -> None:
    """Become `nobody`, still able to reach files below folders that only root may enter."""
    libc, nobody = _libc(), pwd.getpwnam("nobody")
    if LINUX:
        _call(libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0))
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)
    if LINUX:
        kept = 1 << CAP_DAC_OVERRIDE
        header = struct.pack("=Ii", CAPABILITY_VERSION_3, 0)
        _call(libc.capset(header, struct.pack("=6I", kept, kept, kept, 0, 0, 0)))
        _call(libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0))


def server_identity() -> Step | None:
    """Return how a child becomes a user that PostgreSQL accepts, or None if we are one.

    PostgreSQL refuses root and users without a name.
    """
    if os.geteuid() != 0 and _has_name(os.geteuid()):
        return None
    if LINUX and _works(enter_user_namespace):
        return enter_user_namespace
    return become_nobody if os.geteuid() == 0 else None


def _has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _works(step: Step) -> bool:
    try:
        return subprocess.run([sys.executable, "-S", "-c", ""], preexec_fn=step).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def command_line(pid: int) -> str:
    """Return what a process was started with; empty if there is no such process."""
    if LINUX:
        try:
            return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
        except OSError:
            return ""
    ps = ["/bin/ps", "-ww", "-o", "command=", "-p", str(pid)]
    return subprocess.run(ps, capture_output=True, text=True).stdout  # noqa: S603 -- ours


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait for something to become true; return whether it did."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


class Nap:
    """A sleep that any signal ends, so also the death of a child."""

    def __init__(self) -> None:
        self._woken, wake = os.pipe()
        os.set_blocking(self._woken, False)
        os.set_blocking(wake, False)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)

    def __call__(self, seconds: float) -> None:
        select.select([self._woken], [], [], seconds)
        with suppress(BlockingIOError):
            os.read(self._woken, 4096)


@dataclass
class Child:
    """One program in a session of its own, so that the terminal's Ctrl-C reaches only us."""

    name: str
    command: Sequence[str]
    log: Path
    env: Mapping[str, str]
    identity: Step | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGTERM
    cwd: Path | None = None
    on_terminal: bool = False  # instead of writing to the log
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    def start(self) -> None:
        with ExitStack() as stack:
            log = stack.enter_context(self.log.open("ab")) if not self.on_terminal else None
            self.process = subprocess.Popen(  # noqa: S603 -- ours
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(self.env),
                cwd=self.cwd,
                start_new_session=True,
                preexec_fn=self._prepare(os.getpid()),
            )

    def _prepare(self, parent: int) -> Step:
        def steps() -> None:
            if self.identity:
                self.identity()
            if LINUX:  # after a change of identity, which clears it
                _call(_libc().prctl(PR_SET_PDEATHSIG, self.death_signal, 0, 0, 0))
                if os.getppid() != parent:
                    os._exit(1)

        return steps

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self, patience: float) -> None:
        """Ask it to end, and make it end when the patience (in seconds) is over."""
        if self.process is None:
            return
        if self.running:
            self.process.send_signal(self.stop_signal)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
        self.kill()

    def kill(self) -> None:
        """End it and all that it started, at once."""
        self.strike()
        if self.process is not None:
            self.process.wait()

    def strike(self) -> None:
        """Send the signal that ends it and all that it started; wait for nothing."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
