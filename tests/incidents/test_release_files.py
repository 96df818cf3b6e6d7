"""The files of a release: which there are, that they are checked, and how far their making is."""

import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, transaction
from django.test import Client

from accounts.models import User
from incidents.actions import releases, review
from incidents.actions.release_progress import Progress, report
from incidents.enums import ReleaseStatus
from incidents.models import Release, ReleasePart
from incidents.releases.tables import TABLES
from tests.factories import (
    make_claim,
    make_count,
    make_incident,
    make_link,
    make_release,
    make_speaker,
    make_user,
)
from tests.releases.read import read_csv

pytestmark = pytest.mark.django_db(transaction=True)

PROMISED = (
    *(f"incidents.{end}" for end in ("csv", "xlsx", "geojson", "jsonl", "parquet")),
    *("counts.csv", "claims.csv", "documents.csv", "sources.csv", "provenance.csv"),
    *("decisions.csv", "relations.csv", "acled_like.csv", "ucdp_like.csv", "airwars_like.csv"),
    *("hxl.csv", "datapackage.json", "codebook.csv", "README.md", "CITATION.cff"),
    *("MANIFEST.sha256", "withheld.csv", "atrocity-tracker-release-1.zip"),
)


@pytest.fixture
def lead_user() -> User:
    return make_user("lead", username="lena")


@pytest.fixture
def release(lead_user: User, settings, tmp_path: Path) -> Release:
    settings.MEDIA_ROOT = tmp_path / "files"
    for title in ("Killing near Gao", "=Shelling, near\r\n“Kidal”"):
        claim = make_claim(place_name="Gao", place_precision="settlement", place_country="ML")
        make_count(claim)
        make_speaker(claim)
        link = make_link(claim, make_incident(title=title))
        review.confirm(link.incident, by=lead_user, version=0, accept_pending=True)
    release = releases.order(name="First", filters={}, by=lead_user)
    releases.build(release.pk)
    release.refresh_from_db()
    return release


def verified(number: int, **options: object) -> list[str]:
    out = StringIO()
    call_command("verify_release", number, stdout=out, **options)
    return out.getvalue().splitlines()


def test_a_release_holds_the_promised_files_and_frictionless_accepts_them(release, tmp_path):
    folder = releases.folder(release)
    checked = subprocess.run(
        [sys.executable, "-c", VALIDATE, str(folder / "datapackage.json")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert sorted(file.name for file in folder.iterdir()) == sorted(PROMISED)
    assert {oct(file.stat().st_mode & 0o777) for file in folder.iterdir()} == {"0o444"}
    assert checked.stdout.splitlines() == ["True []"], checked.stderr


VALIDATE = """
import sys, frictionless
report = frictionless.validate(sys.argv[1])
print(report.valid, report.flatten(["fieldName", "note"]))
"""


def test_every_claim_of_provenance_is_a_row_of_claims(release):
    folder = releases.folder(release)
    rows = {
        name: list(read_csv(folder / f"{name}.csv", TABLES[name]))
        for name in ("claims", "provenance")
    }

    claims = {row["id"]: row for row in rows["claims"]}
    behind = [row for row in rows["provenance"] if row["claim"] is not None]
    assert {row["claim"] for row in behind} == set(claims)
    assert [
        row
        for row in behind
        if (row["sentence"], row["document_sha256"], row["reviewer"])
        != tuple(claims[row["claim"]][name] for name in ("sentence", "document_sha256", "reviewer"))
    ] == []


def test_verifying_says_of_each_file_that_it_is_as_it_was_made(release):
    *files, last = verified(1)

    assert files == [f"{name}: OK" for name in sorted(PROMISED)]
    assert last.endswith("every file is as it was made.")


def test_verifying_names_what_was_changed_is_missing_or_came_later(release, tmp_path):
    copy = shutil.copytree(releases.folder(release), tmp_path / "copy")
    (copy / "counts.csv").unlink()
    (copy / "claims.csv").chmod(0o644)
    (copy / "claims.csv").write_text("id\r\n")
    (copy / "notes.txt").write_text("mine")
    out = StringIO()

    with pytest.raises(CommandError, match="3 files differ"):
        call_command("verify_release", 1, dir=copy, stdout=out)

    wrong = [line for line in out.getvalue().splitlines() if not line.endswith(": OK")]
    assert wrong == [
        "claims.csv: is not what was recorded when the release was made",
        "counts.csv: is missing",
        "notes.txt: is no file of this release",
    ]


def test_verifying_needs_a_frozen_release(lead_user):
    with pytest.raises(CommandError, match="There is no release 7"):
        verified(7)
    make_release(status=ReleaseStatus.QUEUED, frozen_at=None, created_by=lead_user)
    with pytest.raises(CommandError, match="is not frozen"):
        verified(1)


def test_no_rows_are_added_to_a_frozen_release(release):
    with pytest.raises(ProgrammingError, match="frozen release"), transaction.atomic():
        ReleasePart.objects.create(release=release, table="sources", number=9, rows=0, text="")


def test_withdrawn_files_stay_and_the_page_says_why(release, lead_user, viewer: Client):
    before = verified(1)

    releases.withdraw(release, by=lead_user, reason="A wrong place")

    page = viewer.get(release.get_absolute_url()).content.decode()
    assert verified(1) == before
    assert "by lena: A wrong place" in page


def test_the_command_writes_the_same_files_into_a_folder(release, tmp_path):
    call_command("build_release", out=tmp_path / "out", stdout=StringIO())

    again = Release.objects.get(number=2)
    names = sorted(file.name for file in (tmp_path / "out").iterdir())
    assert names == sorted(again.files.values_list("name", flat=True))
    assert len(verified(2, dir=tmp_path / "out")) == len(names) + 1


def test_the_page_says_how_far_the_building_is(lead_user, viewer: Client):
    release = make_release(status=ReleaseStatus.BUILDING, frozen_at=None, created_by=lead_user)
    report(release.pk, Progress("Freezing", 1500, 4000))

    page = viewer.get(release.get_absolute_url()).content.decode()

    assert "1,500 of 4,000 incidents" in page
    assert '<progress id="progress" max="4000" value="1500">' in page
