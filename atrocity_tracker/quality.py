"""Every check and test, on throwaway services.

    python3 dev.py test [ARGS]

Arguments go to pytest, and then it runs alone.
"""

import subprocess
import sys
import time
from pathlib import Path

from .embedded import ServiceError, throwaway_services
from .embedded.data_dir import BASE_DIR

PYTHON = sys.executable
CHECKS = {
    "format": [PYTHON, "-m", "ruff", "format", "--check", "."],
    "lint": [PYTHON, "-m", "ruff", "check", "."],
    "types": [PYTHON, "-m", "mypy", "."],
    "layers": [str(Path(PYTHON).with_name("lint-imports"))],
    "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
    "deployment": [
        "env",
        "HTTPS=true",
        PYTHON,
        "manage.py",
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
    ],
}


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def passes(name: str, command: list[str]) -> bool:
    """Run one check; show what it says if it fails."""
    started = time.monotonic()
    done = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True)  # noqa: S603 -- ours
    verdict = "ok" if done.returncode == 0 else "FAILED"
    say(f"{name:12} {verdict:7} {time.monotonic() - started:5.1f} s")
    if done.returncode:
        say(done.stdout + done.stderr)
    return done.returncode == 0


def pytest(arguments: list[str]) -> bool:
    command = [PYTHON, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=BASE_DIR).returncode == 0  # noqa: S603 -- ours


def main(arguments: list[str]) -> int:
    if arguments:
        return 0 if pytest(arguments) else 1
    try:
        with throwaway_services():
            failed = [name for name, command in CHECKS.items() if not passes(name, command)]
            if not pytest(["-n", "auto"]):
                failed.append("tests")
    except ServiceError as error:
        say(str(error))
        return 1
    if failed:
        sys.stderr.write(f"Failed: {', '.join(failed)}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
