"""Freeze a dataset, write its files, publish it, withdraw it. What is frozen never changes."""

import errno
import shutil
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, Sum
from django.db.models.functions import Coalesce, Now

from accounts.models import User
from incidents.actions.release_freeze import freeze, info_of, parts_of
from incidents.actions.release_progress import Progress, report
from incidents.enums import ReleaseStatus
from incidents.exceptions import ReleaseError
from incidents.models import Release, ReleaseFile, ReleaseLine
from incidents.releases.check import ReleaseError as RowError
from incidents.releases.info import WrittenFile
from incidents.releases.privacy.profiles import profiles
from incidents.releases.write import write_release
from incidents.signals import release_queued
from sources.locks import held, sole_holder, wait_for_turn

MAX_ATTEMPTS = 3
MAIN_LINE = "Main"
LOCK_SPACE = 0x52454C  # "REL"
FREE_SPACE = "Free space on that disk"
GIVE_ACCESS = "Let the worker write to that folder"
REMEDIES = {
    errno.ENOSPC: FREE_SPACE,
    errno.EDQUOT: FREE_SPACE,
    errno.EACCES: GIVE_ACCESS,
    errno.EPERM: GIVE_ACCESS,
    errno.EROFS: GIVE_ACCESS,
}


@transaction.atomic
def order(
    *,
    name: str,
    notes: str = "",
    filters: Mapping[str, str],
    profile: str = "standard",
    line: str = MAIN_LINE,
    by: User,
) -> Release:
    """Ask for a release of the confirmed incidents that pass the filters. A worker builds it.

    In all releases of a ``line`` a person has the same pseudonym; a new name starts a line.
    """
    wait_for_turn(LOCK_SPACE)  # numbers without gaps
    last = Release.objects.aggregate(last=Coalesce(Max("number"), 0))["last"]
    release = Release.objects.create(
        number=last + 1,
        name=name,
        notes=notes,
        filters=dict(filters),
        profile=profile,
        line=ReleaseLine.objects.get_or_create(name=line)[0],
        created_by=by,
    )
    release_queued.send(sender=Release, release=release)
    return release


def build(release_id: int) -> None:
    """Freeze the rows in one snapshot and write the files. Safe to repeat after a crash."""
    with sole_holder(LOCK_SPACE, release_id) as alone:
        release = _begin(release_id) if alone else None
        if release is None:
            return
        try:
            freeze(release)
            _write_files(release)
        except RowError as error:
            _fail(release, str(error))
        except OSError as error:
            _fail(release, _unwritten(release, error))


def folder(release: Release) -> Path:
    """Return where the files of a release lie."""
    return Path(settings.MEDIA_ROOT) / "releases" / f"{release.number:04d}"


def write_into(release: Release, directory: Path) -> list[WrittenFile]:
    """Write the files of a frozen release anew, byte for byte the same, into an empty directory."""
    total = release.parts.filter(table="incidents").aggregate(n=Coalesce(Sum("rows"), 0))["n"]

    def progress(done: int) -> None:
        report(release.pk, Progress("Writing the files", done, total))

    return write_release(directory, parts_of(release), info=info_of(release), progress=progress)


@transaction.atomic
def publish(release: Release, *, by: User) -> None:
    """Declare a frozen release public; one whose profile is closed never is."""
    profile = profiles()[release.profile]
    if not profile.publishable:
        raise ReleaseError(f"A release with the profile “{profile.label}” is never published.")
    changed = Release.objects.filter(pk=release.pk, status=ReleaseStatus.FROZEN).update(
        status=ReleaseStatus.PUBLISHED, published_by=by, published_at=Now()
    )
    if not changed:
        raise ReleaseError("Only a frozen release that is not yet published can be published.")


@transaction.atomic
def withdraw(release: Release, *, by: User, reason: str) -> None:
    """Mark a release as withdrawn. Its files stay; a wrong release is mended by the next."""
    if not reason.strip():
        raise ReleaseError("Say why it is withdrawn: those who use it need to know.")
    changed = Release.objects.filter(
        pk=release.pk, status__in=[ReleaseStatus.FROZEN, ReleaseStatus.PUBLISHED]
    ).update(
        status=ReleaseStatus.WITHDRAWN,
        withdrawn_by=by,
        withdrawn_at=Now(),
        withdrawn_reason=reason.strip(),
    )
    if not changed:
        raise ReleaseError("Only a finished release can be withdrawn.")


def take_lost(*, older_than: timedelta) -> list[int]:
    """Return unfinished releases that no worker builds, and mark them as announced again."""
    waiting = Release.objects.filter(
        status__in=[ReleaseStatus.QUEUED, ReleaseStatus.BUILDING],
        nudged_at__lt=Now() - older_than,
    ).exclude(pk__in=held(LOCK_SPACE))
    lost = list(waiting.values_list("pk", flat=True))
    Release.objects.filter(pk__in=lost).update(nudged_at=Now())
    return lost


def _begin(release_id: int) -> Release | None:
    unfinished = Release.objects.filter(
        pk=release_id, status__in=[ReleaseStatus.QUEUED, ReleaseStatus.BUILDING]
    )
    begun = unfinished.filter(attempts__lt=MAX_ATTEMPTS).update(
        status=ReleaseStatus.BUILDING,
        attempts=F("attempts") + 1,
    )
    if begun:
        return Release.objects.get(pk=release_id)
    unfinished.update(
        status=ReleaseStatus.FAILED,
        error=f"Building this release stopped the worker {MAX_ATTEMPTS} times. "
        "Narrow its filters or look into the worker's log.",
    )
    return None


def _fail(release: Release, error: str) -> None:
    Release.objects.filter(pk=release.pk).update(status=ReleaseStatus.FAILED, error=error)


def _unwritten(release: Release, error: OSError) -> str:
    """Return what kept the files from being written and what to do, as a person needs it."""
    home = folder(release).parent
    remedy = REMEDIES.get(error.errno or 0, f"Look into {home} and mend that")
    return (
        f"The files could not be written to {home}: {error.strerror or error}. "
        f"{remedy}, then order the release again."
    )


def _write_files(release: Release) -> None:
    """Write the files beside their place, then move them there and call the release frozen."""
    home = folder(release)
    home.parent.mkdir(parents=True, exist_ok=True)
    unfinished = f".building-{home.name}-"
    for left in home.parent.glob(f"{unfinished}*"):  # by a worker that was killed
        shutil.rmtree(left)
    with TemporaryDirectory(dir=home.parent, prefix=unfinished) as scratch:
        directory = Path(scratch) / home.name
        written = write_into(release, directory)
        for file in directory.iterdir():
            file.chmod(0o444)
        with transaction.atomic():
            ReleaseFile.objects.bulk_create(
                ReleaseFile(release=release, name=f.name, sha256=f.sha256, size=f.size, rows=f.rows)
                for f in written
            )
            Release.objects.filter(pk=release.pk).update(status=ReleaseStatus.FROZEN, error="")
            shutil.rmtree(home, ignore_errors=True)  # what a crash just before this line left
            directory.replace(home)
