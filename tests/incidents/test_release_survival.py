"""A release outlives the worker that builds it. All processes are real."""

from datetime import timedelta
from pathlib import Path

import pytest

from accounts.models import User
from incidents.actions import releases, review
from incidents.enums import ReleaseStatus
from incidents.models import Release
from incidents.tasks import build_release
from tests.factories import make_claim, make_count, make_incident, make_link, make_user
from tests.processes import Process, kill, running_worker, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_killed_worker_leaves_its_release_to_the_next_one(worker: Process) -> None:
    lead = make_user("lead")
    for number in range(20):
        confirm(f"Killing {number}", by=lead)
    release = releases.order(name="First", filters={}, by=lead)
    wait_until(lambda: status(release) == ReleaseStatus.BUILDING, seconds=60)
    kill(worker)

    with running_worker():
        wait_until(lambda: swept(release), seconds=120)

    release.refresh_from_db()
    folder: Path = releases.folder(release)
    assert (release.attempts, release.error) == (2, "")
    assert sorted(file.name for file in folder.iterdir()) == sorted(
        release.files.values_list("name", flat=True)
    )
    assert [path.name for path in folder.parent.glob(".building-*")] == []


def confirm(title: str, *, by: User) -> None:
    claim = make_claim()
    make_count(claim)
    link = make_link(claim, make_incident(title=title))
    review.confirm(link.incident, by=by, version=0, accept_pending=True)


def status(release: Release) -> str:
    return Release.objects.values_list("status", flat=True).get(pk=release.pk)


def swept(release: Release) -> bool:
    """Do what the beat does every minute, and say whether the release is finished."""
    for lost in releases.take_lost(older_than=timedelta(0)):
        build_release.delay(lost)
    return status(release) == ReleaseStatus.FROZEN
