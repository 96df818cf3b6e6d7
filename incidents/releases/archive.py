"""The one zip that holds every file of a release."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from incidents.releases.info import ReleaseInfo, WrittenFile
from incidents.releases.output import weighed


def write_archive(directory: Path, info: ReleaseInfo, files: Iterable[WrittenFile]) -> WrittenFile:
    """Pack the files into a folder of a new zip beside them.

    Its entries bear no time, so the same files give the same bytes.
    """
    path = directory / f"{info.slug}.zip"
    with ZipFile(path, "x", ZIP_DEFLATED, compresslevel=1) as archive:
        for file in sorted(files, key=lambda one: one.name):
            inside = f"{info.slug}/{file.name}"
            with (
                (directory / file.name).open("rb") as source,
                archive.open(inside, "w", force_zip64=True) as target,
            ):
                shutil.copyfileobj(source, target, 1024 * 1024)
    return weighed(path)
