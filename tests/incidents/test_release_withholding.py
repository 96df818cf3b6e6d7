"""What a release does not say: no file names a private person, no sensitive incident is in it."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.actions import releases, review
from incidents.actions.release_withholding import plan
from incidents.enums import Sensitivity
from incidents.exceptions import ReleaseError
from incidents.models import Incident, Release, ReleaseLine
from incidents.releases.frozen import KEPT
from incidents.releases.privacy.profiles import profiles
from tests.factories import (
    make_claim,
    make_count,
    make_document,
    make_incident,
    make_link,
    make_release,
    make_source,
    make_speaker,
    make_user,
)

pytestmark = pytest.mark.django_db

TEXT = (
    "Anna Vesnik, 34, a teacher, said soldiers had beaten her cousin Petro Halvar in Verrin. "
    "Governor Mykyta Ostrik confirmed it. Vesnik wept."
)
PLACE: dict[str, Any] = {
    "place_name": "Verrin",
    "place_precision": "settlement",
    "place_admin1": "Upper Lasa",
    "place_country": "ML",
    "place_latitude": 16.271,
    "place_longitude": -0.044,
}
NAMES = ("Vesnik", "vesnik", "Halvar", "Petro")


@pytest.fixture
def lead_user():
    return make_user("lead", username="lena")


@pytest.fixture
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def incident(lead_user):
    document = make_document(
        TEXT,
        title="Anna Vesnik: “They beat him”",
        url="https://example.org/2021/anna-vesnik-they-beat-him",
        filename="anna-vesnik.txt",
        source=make_source("Lasa Morning Post"),
    )
    claim = make_claim(document, victims="her cousin Petro Halvar", **PLACE)
    make_count(claim, lower=1, upper=1, qualifier="exact", victims="her cousin Petro Halvar")
    make_speaker(claim, "Anna Vesnik, 34, a teacher")
    make_speaker(claim, "Governor Mykyta Ostrik")
    link = make_link(claim, make_incident())
    review.confirm(
        link.incident, by=lead_user, version=0, accept_pending=True, reason="Vesnik is sure."
    )
    return Incident.objects.get()


def build(by, **options) -> Release:
    release = releases.order(**({"name": "First", "filters": {}, "by": by} | options))
    releases.build(release.pk)
    release.refresh_from_db()
    assert release.error == ""
    return release


def texts_of(release: Release) -> dict[str, str]:
    home: Path = releases.folder(release)
    return {
        file.name: file.read_text(encoding="utf-8")
        for file in home.iterdir()
        if file.suffix in (".csv", ".json", ".jsonl", ".geojson", ".md", ".cff", ".sha256")
    }


def released(profile: str = "standard", *, salt: str = "00") -> dict[str, list[Any]]:
    """Return the rows of every table as a release would hold them now."""
    found: dict[str, list[Any]] = {name: [] for name in KEPT}
    for table, some in plan({}, profiles()[profile], salt=salt).batches():
        found[table] += some
    return found


@pytest.mark.django_db(transaction=True)
def test_no_file_names_a_private_person_or_holds_the_salt(incident, store, lead_user):
    release = build(lead_user)

    salt = ReleaseLine.objects.get().salt
    leaks = {
        (file, word)
        for file, text in texts_of(release).items()
        for word in (*NAMES, salt)
        if word in text
    }
    assert (leaks, len(salt)) == (set(), 64)
    assert list(release.withheld) == ["the name of a private person"]


def test_public_person_is_named(incident):
    claim = released()["claims"][0]

    assert claim["speakers"].endswith(";Governor Mykyta Ostrik")
    assert claim["sentence"].endswith(
        "Governor Mykyta Ostrik confirmed it. "
        + claim["speakers"].partition(",")[0]  # the surname alone stands for the same person
        + " wept."
    )


def test_list_says_where_and_by_which_rule(incident):
    listed = released()["withheld"]

    assert sorted({(row["table"], row["column"], row["rule"]) for row in listed}) == [
        ("claims", "sentence", "names"),
        ("claims", "speakers", "names"),
        ("counts", "rule", "names"),
        ("counts", "speakers", "names"),
        ("counts", "victims", "names"),
        ("decisions", "reason", "names"),
        ("documents", "filename", "names"),
        ("documents", "title", "names"),
        ("documents", "url", "names"),
        ("provenance", "rule", "names"),
    ]


def test_pseudonym_is_the_same_with_the_same_salt_only(incident):
    said = [released(salt=salt)["claims"][0]["speakers"] for salt in ("00", "00", "01")]

    assert said[0] == said[1]
    assert said[0] != said[2]


def test_releases_of_a_line_share_a_salt_and_lines_do_not(lead_user):
    made = [
        releases.order(name="A", filters={}, line=line, by=lead_user)
        for line in ("Main", "Main", "Other")
    ]

    salts = [one.line.salt for one in made if one.line]
    assert (len(set(salts[:2])), len(set(salts))) == (1, 2)


def test_name_that_a_lead_allowed_for_the_incident_is_released(incident):
    Incident.objects.update(named_openly=["Anna Vesnik"])

    found = released()

    assert found["claims"][0]["speakers"].startswith("Anna Vesnik, 34")
    assert found["documents"][0]["title"].startswith("Anna Vesnik")
    assert "Halvar" not in found["claims"][0]["sentence"]


@pytest.mark.parametrize("sensitivity", [None, Sensitivity.RELEASABLE, Sensitivity.SENSITIVE])
def test_sensitive_incident_is_left_out_unless_a_lead_lets_it_through(incident, sensitivity):
    Incident.objects.update(event_type="torture", sensitivity=sensitivity)

    found = released()

    left_out = sensitivity != Sensitivity.RELEASABLE
    assert len(found["incidents"]) == (0 if left_out else 1)
    assert [row["row"] for row in found["withheld"] if row["column"] is None] == (
        [incident.reference] if left_out else []
    )


def test_nothing_of_an_incident_left_out_stands_in_any_table(incident):
    Incident.objects.update(sensitivity=Sensitivity.SENSITIVE)

    found = released()

    assert {name for name, rows in found.items() if rows} == {"withheld"}


def test_closed_profile_holds_everything_and_is_never_published(incident, lead_user):
    Incident.objects.update(event_type="torture", sensitivity=Sensitivity.SENSITIVE)

    found = released("closed")

    assert (found["claims"][0]["sentence"], found["withheld"]) == (TEXT, [])
    with pytest.raises(ReleaseError, match="never published"):
        releases.publish(make_release(profile="closed"), by=lead_user)


@pytest.mark.parametrize("profile", ["coarse", "regions", "unplaced"])
def test_coarse_release_tells_the_close_place_nowhere(incident, profile):
    found = released(profile)

    told = {name: json.dumps(rows, default=str) for name, rows in found.items()}
    assert {name for name, text in told.items() if "Verrin" in text or "16.271" in text} == set()
    assert found["incidents"][0]["title"] == "Unlawful killing, Upper Lasa"


def test_dry_run_lists_what_the_release_then_withholds(incident):
    planned = list(plan({}, profiles()["standard"]).dry_run())

    kept = [(r["table"], r["row"], r["column"], r["rule"]) for r in released()["withheld"]]
    assert [(p.table, p.row, p.column, p.rule) for p in planned] == kept


def test_plan_asks_as_often_for_three_sensitive_incidents_as_for_one(incident, lead_user):
    asked = []
    for more in (1, 2):
        for _ in range(more):
            link = make_link(make_claim(event_type="torture"), make_incident())
            review.confirm(link.incident, by=lead_user, version=0, accept_pending=True)
        with CaptureQueriesContext(connection) as queries:
            plan({}, profiles()["standard"])
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_command_lists_what_would_be_withheld_and_builds_nothing(incident, capsys):
    call_command("build_release", "--dry-run", "--profile", "standard")

    said = capsys.readouterr()
    assert said.out.splitlines()[:2] == [
        "id,table,row,column,rule,reason",
        f"1,counts,{incident.links.get().claim.counts.get().pk},victims,names,"
        "the name of a private person",
    ]
    assert said.err.split(maxsplit=1) == [
        str(len(said.out.splitlines()) - 1),
        "the name of a private person\n",
    ]
    assert Release.objects.count() == 0
