"""Releases: ordered, frozen, written, checked; and never changed again."""

import hashlib
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from incidents.actions import releases, review
from incidents.actions.release_freeze import parts_of
from incidents.enums import ReleaseStatus, Verdict
from incidents.exceptions import ReleaseError
from incidents.models import Decision, Release, ReleaseFile, ReleasePart
from sources.models import Claim, ClaimCount, ClaimSpeaker, Document, Original
from tests.factories import (
    make_claim,
    make_count,
    make_incident,
    make_link,
    make_release,
    make_speaker,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lead_user():
    return make_user("lead", username="lena")


@pytest.fixture
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def confirmed(lead_user):
    claim = make_claim(place_name="Gao", place_precision="settlement", place_country="ML")
    make_count(claim)
    make_speaker(claim)
    link = make_link(claim, make_incident())
    review.confirm(link.incident, by=lead_user, version=0, accept_pending=True)
    return link


def build(by, **options) -> Release:
    release = releases.order(**({"name": "First", "filters": {}, "by": by} | options))
    releases.build(release.pk)
    release.refresh_from_db()
    return release


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def test_files_carry_the_checksums_that_the_manifest_and_the_rows_say(confirmed, store, lead_user):
    release = build(lead_user)

    files = bytes_of(releases.folder(release))
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    manifest = files["MANIFEST.sha256"].decode()
    listed = {line[66:]: line[:64] for line in manifest.splitlines()}
    assert release.status == ReleaseStatus.FROZEN
    packed = ("MANIFEST.sha256", "atrocity-tracker-release-1.zip")  # the zip holds the manifest
    assert listed == {name: sums[name] for name in sums if name not in packed}
    assert dict(release.files.values_list("name", "sha256")) == sums


def test_release_is_written_again_byte_for_byte_after_everything_changed(
    confirmed, store, tmp_path, lead_user
):
    release = build(lead_user)
    before = bytes_of(releases.folder(release))
    confirmed.refresh_from_db()
    review.judge(confirmed, Verdict.REJECTED, by=lead_user, version=confirmed.version)

    releases.write_into(release, tmp_path / "again")

    assert bytes_of(tmp_path / "again") == before


def test_only_incidents_that_pass_the_filters_are_released(confirmed, store, lead_user):
    rows = [
        sum(part.rows for part in parts_of(build(lead_user, filters=filters))("incidents"))
        for filters in ({"country": "ml"}, {"country": "UA"}, {"event_type": "unlawful_killing"})
    ]

    assert rows == [1, 0, 1]


def test_releases_are_numbered_without_gaps(store, lead_user):
    numbers = [releases.order(name="R", filters={}, by=lead_user).number for _ in range(3)]

    assert numbers == [1, 2, 3]


def test_build_that_a_crash_cut_short_is_found_and_finished(
    confirmed, store, lead_user, monkeypatch
):
    release = releases.order(name="First", filters={}, by=lead_user)

    def crash(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(releases, "_write_files", crash)
        with pytest.raises(KeyboardInterrupt):
            releases.build(release.pk)
    left = releases.folder(release)
    left.mkdir(parents=True)
    (left / "half.csv").write_text("half")

    lost = releases.take_lost(older_than=timedelta(0))
    releases.build(*lost)

    release.refresh_from_db()
    assert (lost, release.status, release.attempts) == ([release.pk], ReleaseStatus.FROZEN, 2)
    assert sorted(bytes_of(left)) == sorted(release.files.values_list("name", flat=True))


def test_finished_release_is_not_built_again(confirmed, store, lead_user):
    release = build(lead_user)
    before = bytes_of(releases.folder(release))

    releases.build(release.pk)

    assert bytes_of(releases.folder(release)) == before


def test_release_that_stops_every_worker_fails_with_a_sentence(store, lead_user):
    release = releases.order(name="First", filters={}, by=lead_user)
    Release.objects.update(attempts=releases.MAX_ATTEMPTS)

    releases.build(release.pk)

    release.refresh_from_db()
    assert (release.status, release.error[:40]) == (
        ReleaseStatus.FAILED,
        "Building this release stopped the worker",
    )


def test_release_is_published_once_and_withdrawn_with_a_reason(lead_user):
    release = make_release()
    releases.publish(release, by=lead_user)
    with pytest.raises(ReleaseError, match="Only a frozen release"):
        releases.publish(release, by=lead_user)

    with pytest.raises(ReleaseError, match="Say why"):
        releases.withdraw(release, by=lead_user, reason=" ")
    releases.withdraw(release, by=lead_user, reason="A wrong place")

    release.refresh_from_db()
    assert (release.status, release.withdrawn_reason) == (
        ReleaseStatus.WITHDRAWN,
        "A wrong place",
    )
    with pytest.raises(ReleaseError, match="Only a finished release"):
        releases.withdraw(release, by=lead_user, reason="Again")


FROZEN: dict[Any, dict[str, Any]] = {
    Decision: {"reason": "Other"},
    Claim: {"stance": "denied"},
    ClaimCount: {"lower": 1},
    ClaimSpeaker: {"name": "Nobody"},
    Original: {"content": b"other"},
    ReleasePart: {"text": ""},
    ReleaseFile: {"sha256": "0" * 64},
}


def test_database_refuses_to_change_or_delete_what_is_frozen(confirmed, store, lead_user):
    build(lead_user)
    allowed = []
    for model, values in FROZEN.items():
        rows = model.objects.filter(pk__in=model.objects.values("pk")[:1])
        for name, change in (
            ("update", lambda rows=rows, values=values: rows.update(**values)),
            ("delete", lambda rows=rows: rows._raw_delete(rows.db)),
        ):
            with suppress(ProgrammingError), transaction.atomic():  # what pgtrigger raises
                change()
                allowed.append((model.__name__, name))

    assert allowed == []


def test_database_refuses_to_change_the_text_of_an_article(confirmed):
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        Document.objects.update(text="Another text")
