"""Whether the files of a release are still what its frozen rows give, byte for byte."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from incidents.actions.release_freeze import info_of, parts_of
from incidents.exceptions import ReleaseError
from incidents.models import Release
from incidents.releases.write import write_release


@dataclass(frozen=True, slots=True)
class FileCheck:
    """One file: what is wrong with it, in words; nothing where all three checksums agree."""

    name: str
    problem: str = ""


def verify(release: Release, directory: Path) -> Iterator[FileCheck]:
    """Write the release anew and compare each file with the directory and the database.

    Raises ReleaseError where no rows are frozen.
    """
    if release.frozen_at is None:
        raise ReleaseError(f"Release {release.number} is not frozen: there is nothing to compare.")
    recorded = dict(release.files.values_list("name", "sha256"))
    with TemporaryDirectory(prefix="verify-release-") as scratch:
        written = write_release(Path(scratch), parts_of(release), info=info_of(release))
    rebuilt = {file.name: file.sha256 for file in written}
    found = {path.name for path in directory.iterdir()} if directory.is_dir() else set()
    for name in sorted({*rebuilt, *recorded, *found}):
        yield FileCheck(name, _problem(directory / name, rebuilt.get(name), recorded.get(name)))


def _problem(path: Path, rebuilt: str | None, recorded: str | None) -> str:
    if rebuilt is None and recorded is None:
        return "is no file of this release"
    if not path.is_file():
        return "is missing"
    with path.open("rb") as stream:
        here = hashlib.file_digest(stream, "sha256").hexdigest()
    if recorded is None or here != recorded:
        return "is not what was recorded when the release was made"
    return "" if here == rebuilt else "is not what the frozen rows give with this software"
