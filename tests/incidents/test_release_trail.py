"""From every value of a release back to the words and the people, who stay without names."""

import csv
import errno
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from accounts import roles
from accounts.models import User
from incidents.actions import merge, releases, review
from incidents.enums import Action, ReleaseStatus, Verdict
from incidents.models import Decision, Incident, IncidentClaim, Release
from incidents.releases.tables import TABLES
from tests.factories import (
    make_claim,
    make_count,
    make_document,
    make_incident,
    make_link,
    make_speaker,
    make_user,
)
from tests.incidents.states import draft_of
from tests.releases.read import read_csv

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = {"first_name": "Wilhelmina", "last_name": "Oosterhout", "email": "post@oosterhout.test"}


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def ana() -> User:
    return make_user(roles.REVIEWER, username="anneliese", **NAMES)


@pytest.fixture
def ben() -> User:
    return make_user(roles.LEAD, username="benedikt", first_name="Hieronymus")


def confirmed(by: User, place: str = "Gao", **count: Any) -> Incident:
    """Make an incident with one claim that a person has accepted and confirmed."""
    document = make_document(f"Soldiers shot villagers near {place} on Thursday, a nurse said.")
    claim = make_claim(document, place_name=place, place_precision="settlement")
    make_count(claim, **count)
    make_speaker(claim)
    link = make_link(claim, make_incident(title=f"Killing near {place}"))
    review.judge(link, Verdict.ACCEPTED, by=by, version=0)
    incident = now(link.incident)
    review.confirm(incident, by=by, version=incident.version)
    return now(incident)


def now(incident: Incident) -> Incident:
    return Incident.objects.get(pk=incident.pk)


def merged(survivor: Incident, other: Incident, by: User, **options: Any) -> Incident:
    survivor, other = now(survivor), now(other)
    versions = {row.pk: row.version for row in (survivor, other)}
    merge.merge(survivor, other, by=by, **({"versions": versions, "keep": {}} | options))
    return now(survivor)


def build(by: User) -> Release:
    release = releases.order(name="First", filters={}, by=by)
    releases.build(release.pk)
    release.refresh_from_db()
    return release


def table(release: Release, name: str, **cells: Any) -> list[dict[str, Any]]:
    """Return the released rows of a table that hold these cells."""
    rows = read_csv(releases.folder(release) / f"{name}.csv", TABLES[name])
    return [row for row in rows if cells.items() <= row.items()]


def trail(release: Release, column: str) -> list[tuple[Any, ...]]:
    """Return what provenance says of a column of the only incident: by whom, and on what."""
    rows = table(release, "provenance", table="incidents", column=column)
    return [(row["reviewer"], row["decision"], row["claim"]) for row in rows]


def test_no_released_file_names_a_person_who_works_here(ana, ben):
    first, second = confirmed(ana), confirmed(ben, "Ansongo")
    review.override(first, "title", ["Market"], by=ana, version=first.version, reason="Known so")
    kept = merged(first, second, ben, keep={"place": "other"})
    link = kept.links.order_by("pk")[0]
    review.correct(link, draft_of(link.claim, stance="denied"), by=ana, version=link.version)

    release = build(ben)

    words = [
        value.encode().lower()
        for row in User.objects.values_list("username", "first_name", "last_name", "email")
        for value in row
        if value
    ]
    assert [
        (file.name, word.decode())
        for file in sorted(releases.folder(release).iterdir())
        for word in words
        if word in file.read_bytes().lower()
    ] == []


def test_people_in_the_changes_of_decisions_have_pseudonyms(ana, ben):
    incident = confirmed(ana)
    review.override(incident, "title", ["Market"], by=ben, version=incident.version, reason="So")

    release = build(ana)

    def changes(action: Action) -> dict[str, Any]:
        (row,) = table(release, "decisions", action=action)
        return json.loads(row["changes"])

    assert changes(Action.ACCEPT_CLAIM)["decided_by"] == [None, ana.pseudonym]
    assert changes(Action.CONFIRM)["confirmed_by"] == [None, ana.pseudonym]
    assert changes(Action.OVERRIDE)["overrides"][1]["title"]["by"] == ben.pseudonym


def test_page_names_who_set_a_fact_by_hand(reviewer, ana):
    incident = confirmed(ana)
    review.override(incident, "title", ["Market"], by=ana, version=incident.version, reason="So")

    page = reviewer.get(incident.get_absolute_url()).content.decode()

    assert page.count("Set by hand by anneliese: So") == 1


def test_fact_set_by_hand_leads_to_the_decision_and_then_to_the_claims(ana, ben):
    incident = confirmed(ana)
    first = ("title", ["Market of Gao"])
    review.override(incident, *first, by=ana, version=incident.version, reason="Known so")
    row = now(incident)
    set_by = review.override(row, "title", ["Market"], by=ben, version=row.version, reason="Short")
    row = now(incident)
    review.override(row, "event_type", ["torture"], by=ana, version=row.version, reason="Seen")

    release = build(ana)

    (claim,) = incident.links.values_list("claim", flat=True)
    assert trail(release, "title") == [
        (ben.pseudonym, set_by.pk, None),
        (ana.pseudonym, None, claim),
    ]
    (decided, _) = table(release, "provenance", table="incidents", column="title")
    assert (decided["value"], decided["rule"]) == ("Market", "set by a reviewer: Short")
    assert decided["decided_at"].isoformat()[:19] == set_by_time(set_by)


def test_fact_that_came_with_a_merge_leads_to_the_decision_that_set_it(ana, ben):
    first, second = confirmed(ana), confirmed(ben, "Ansongo")
    options = {"by": ben, "version": second.version, "reason": "Known so"}
    set_by = review.override(second, "title", ["Market"], **options)
    kept = merged(first, second, ben)

    release = build(ana)

    claims = kept.links.order_by("claim").values_list("claim", flat=True)
    assert [(decision, claim) for _, decision, claim in trail(release, "title")] == [
        (set_by.pk, None),
        *((None, claim) for claim in claims),
    ]


def set_by_time(decision: Decision) -> str:
    return Decision.objects.get(pk=decision.pk).at.isoformat()[:19]


def test_after_merges_the_trail_holds_every_accept_and_confirm(ana, ben):
    """The third goes into the second, the second into the first."""
    first, second, third = confirmed(ana), confirmed(ben, "Ansongo"), confirmed(ana, "Menaka")
    merged(second, third, ben)
    merged(first, second, ben)

    release = build(ben)

    judged = Decision.objects.filter(action__in=[Action.ACCEPT_CLAIM, Action.CONFIRM])
    rows = table(release, "decisions")
    kept = [row["id"] for row in rows if row["action"] in (Action.ACCEPT_CLAIM, Action.CONFIRM)]
    assert kept == list(judged.order_by("pk").values_list("pk", flat=True))
    assert len(rows) == Decision.objects.count()
    (row,) = table(release, "incidents")
    assert row["merged_from"] == f"{second.reference};{third.reference}"
    assert [(r["incident"], r["other"]) for r in table(release, "relations")] == [
        (second.reference, first.reference),
        (third.reference, second.reference),
    ]


@pytest.mark.parametrize("survivor_is_confirmed", [True, False])
def test_after_a_merge_the_confirmation_leads_to_its_own_decision(ana, ben, survivor_is_confirmed):
    survivor = confirmed(ana) if survivor_is_confirmed else make_incident()
    other = confirmed(ben, "Ansongo")
    merged(survivor, other, ben)

    release = build(ana)

    by, of = (ana, survivor) if survivor_is_confirmed else (ben, other)
    decision = Decision.objects.get(action=Action.CONFIRM, incident=of)
    expected = [(by.pseudonym, decision.pk, None)]
    columns = ("status", "confirmed_at", "confirmed_by")
    assert [trail(release, column) for column in columns] == [expected] * 3
    times = table(release, "provenance", decision=decision.pk)
    assert {row["decided_at"].isoformat()[:19] for row in times} == {set_by_time(decision)}
    into = Decision.objects.get(action=Action.MERGE, incident=other)
    assert trail(release, "merged_from") == [(ben.pseudonym, into.pk, None)]


def test_every_filled_cell_of_incidents_has_provenance(ana):
    confirmed(ana)

    release = build(ana)

    (row,) = table(release, "incidents")
    found = {one["column"] for one in table(release, "provenance", table="incidents")}
    assert found == {name for name, value in row.items() if value is not None}


def test_every_cell_of_counts_that_the_words_gave_has_provenance(ana):
    incident = confirmed(ana, victim_class="civilians", victims="villagers")

    release = build(ana)

    (claim,) = incident.links.values_list("claim", flat=True)
    rows = table(release, "provenance", table="counts", claim=claim)
    assert {row["column"]: row["value"] for row in rows} == {
        "effect": "killed",
        "lower": "12",
        "qualifier": "at_least",
        "unit": "persons",
        "victim_class": "civilians",
        "victims": "villagers",
        "part": "false",
    }


def test_row_of_counts_says_whether_it_feeds_the_row_of_its_incident(ana):
    incident = confirmed(ana, effect="bodies_found", unit="graves")
    claim = IncidentClaim.objects.get(incident=incident).claim

    release = build(ana)

    (row,) = table(release, "incidents")
    (count,) = table(release, "counts", claim=claim.pk)
    assert (row["bodies_found_known"], row["bodies_found_lower"]) == (False, None)
    assert (count["lower"], count["unit"], count["used"]) == (12, "graves", False)


FROZEN: dict[str, Any] = {
    "number": 9,
    "name": "Other",
    "notes": "Other",
    "filters": {"country": "ML"},
    "created_by": None,
    "created_at": "2020-01-01T00:00:00Z",
    "frozen_at": None,
    "software_version": "0",
    "pipelines": ["other"],
}


def test_database_refuses_to_change_what_the_files_say_of_a_frozen_release(ana, tmp_path):
    confirmed(ana)
    release = build(ana)
    before = contents(releases.folder(release))
    rows = Release.objects.filter(pk=release.pk)
    allowed = []

    for field, value in (FROZEN | {"created_by": make_user()}).items():
        with suppress(ProgrammingError), transaction.atomic():  # what pgtrigger raises
            rows.update(**{field: value})
            allowed.append(field)
    with suppress(ProgrammingError), transaction.atomic():
        rows._raw_delete(rows.db)
        allowed.append("delete")

    releases.write_into(Release.objects.get(pk=release.pk), tmp_path / "again")
    assert (allowed, contents(tmp_path / "again")) == ([], before)


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def test_frozen_release_is_finished_by_a_newer_version_as_it_was(ana, settings, monkeypatch):
    """A crash between freezing and writing, and an upgrade before the next try."""
    confirmed(ana)
    release = releases.order(name="First", filters={}, by=ana)

    def crash(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(releases, "_write_files", crash)
        with pytest.raises(KeyboardInterrupt):
            releases.build(release.pk)
    version, settings.VERSION = settings.VERSION, "99.0"
    releases.build(release.pk)

    release.refresh_from_db()
    assert (release.status, release.software_version) == (ReleaseStatus.FROZEN, version)


@pytest.fixture
def blocked(store: Path) -> Iterator[Path]:
    """A file where the folder of all releases belongs."""
    place = store / "releases"
    store.mkdir(parents=True)
    place.write_text("in the way")
    yield place
    place.unlink()


def test_release_that_cannot_be_written_fails_at_once_and_says_what_to_do(ana, blocked):
    release = build(ana)

    assert (release.status, release.attempts) == (ReleaseStatus.FAILED, 1)
    assert release.error == (
        f"The files could not be written to {blocked}: File exists. "
        f"Look into {blocked} and mend that, then order the release again."
    )


def test_full_disk_is_named_and_a_new_order_succeeds_once_there_is_room(ana, monkeypatch):
    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(releases, "write_release", lambda *_args, **_options: full())
        failed = build(ana)
    again = build(ana)

    assert failed.error.endswith(
        "No space left on device. Free space on that disk, then order the release again."
    )
    assert (failed.status, again.status) == (ReleaseStatus.FAILED, ReleaseStatus.FROZEN)
    assert [row["status"] for row in Release.objects.order_by("number").values("status")] == [
        ReleaseStatus.FAILED,
        ReleaseStatus.FROZEN,
    ]


def test_decisions_in_the_file_are_those_in_the_rows(ana):
    confirmed(ana)

    release = build(ana)

    with (releases.folder(release) / "decisions.csv").open(encoding="utf-8", newline="") as stream:
        ids = [int(row["id"]) for row in csv.DictReader(stream)]
    assert ids == list(Decision.objects.order_by("pk").values_list("pk", flat=True))
