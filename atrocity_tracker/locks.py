"""Compiles the lock files: what is installed, to the last hash, and from nowhere in particular.

    python3 dev.py lock

One set of files serves every system and Python 3.11 to 3.13.
"""

import sys

from .bootstrap import LOCKS, call, uv_environment

# Each lock keeps to the versions of the one before it.
COMPILE = (
    ("base.lock", "pyproject.toml"),
    ("local.lock", "pyproject.toml", "--group", "local", "-c", "requirements/base.lock"),
    ("dev.lock", "pyproject.toml", "--group", "dev", "-c", "requirements/local.lock"),
    ("uv.lock", "requirements/uv.in"),
    ("model.lock", "requirements/model.in", "--no-deps", "--python-version", "3.12"),
)


def main(arguments: list[str]) -> None:
    """Further arguments go to uv, such as `--upgrade`."""
    common = ("--quiet", "--universal", "--generate-hashes", "--no-header", "--no-annotate")
    for lock, source, *options in COMPILE:
        python = [] if "--python-version" in options else ["--python-version", "3.11"]
        call(
            *(sys.executable, "-m", "uv", "pip", "compile", *common, "--no-emit-index-url"),
            *("--no-emit-find-links", *python, *options, *arguments, source, "-o", LOCKS / lock),
            env=uv_environment(),
        )


if __name__ == "__main__":
    main(sys.argv[1:])
