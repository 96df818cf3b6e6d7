"""What the API says is what the rows say, in a fixed number of queries."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import roles
from incidents.actions.double import assess
from incidents.enums import Action, Awaited, RelationKind, Verdict
from incidents.models import DoubleSet, Incident, IncidentClaim, Relation, Suggestion
from sources.models import DocumentLikeness, Signature
from tests.api.world import CONTENT, addresses, ask
from tests.factories import (
    TEXT,
    make_claim,
    make_count,
    make_document,
    make_incident,
    make_link,
    make_release,
    make_run,
    make_source,
    make_speaker,
    make_user,
)


def read(client, world, name):
    return client.get(addresses(world)[name]).json()


def moment(text):
    return datetime.fromisoformat(text)


def to_milliseconds(when):
    return when.astimezone(UTC).replace(microsecond=when.microsecond // 1000 * 1000)


def test_incident_in_a_list_is_the_row(world, program):
    row = world.incident
    shown = read(program, world, "list_incidents")["items"][1]

    assert moment(shown.pop("created_at")) == to_milliseconds(
        Incident.objects.get(pk=row.pk).created_at
    )
    assert shown == {
        "reference": row.reference,
        "title": "Killing near Gao",
        "status": "candidate",
        "version": 0,
        "event_type": "unlawful_killing",
        "place": {
            "name": "Gao",
            "precision": "settlement",
            "geonames_id": None,
            "admin1": None,
            "country": "ML",
            "latitude": 16.27,
            "longitude": -0.04,
        },
        "date": {"start": "2024-05-02", "end": "2024-05-02", "precision": "day"},
        "perpetrators": ["soldiers"],
        "grade": None,
        "counts": [
            {
                "effect": "killed",
                "lower": 12,
                "upper": None,
                "qualifier": "at_least",
                "unit": "persons",
                "victim_class": None,
                "part": False,
                "rule": "one claim",
                "claims": [world.link.claim_id],
            }
        ],
        "claim_count": 1,
        "document_count": 1,
        "merged_into": None,
    }


def test_incident_alone_names_the_claims_behind_each_fact(world, program):
    shown = read(program, world, "get_incident")

    claim = world.link.claim_id
    assert {fact["name"]: (fact["state"], fact["claims"]) for fact in shown["facts"]} == {
        "title": ("reviewed", []),
        "event_type": ("reviewed", [claim]),
        "place": ("reviewed", [claim]),
        "date": ("reviewed", [claim]),
        "perpetrators": ("reviewed", [claim]),
    }
    assert [voice["name"] for voice in shown["facts"][2]["independent"]] == ["a teacher"]
    assert (shown["suggested_grade"], shown["grounds"][0]["claims"]) == ("weak", [claim])
    assert [one["kind"] for one in shown["relations"]] == ["part_of"]
    assert [one["score"] for one in shown["suggestions"]] == [0.7]
    assert shown["merged_from"] == []


def test_merged_incident_names_what_took_it_in(world, program):
    gone = make_incident(status="merged", merged_into=world.incident)

    shown = program.get(f"/api/v1/incidents/{gone.reference}").json()
    survivor = read(program, world, "get_incident")

    assert (shown["status"], shown["merged_into"]) == ("merged", world.incident.reference)
    assert [one["reference"] for one in survivor["merged_from"]] == [gone.reference]


def test_claim_is_the_row_with_what_people_made_of_it(world, program):
    link = IncidentClaim.objects.select_related("claim", "decided_by").get(pk=world.link.pk)
    shown = read(program, world, "get_claim")

    assert link.decided_by
    made_at, decided_at = shown.pop("made_at"), shown["judgement"].pop("decided_at")
    assert moment(made_at) == to_milliseconds(link.claim.made_at)
    assert moment(decided_at) == to_milliseconds(link.decided_at)
    assert shown == {
        "id": link.claim_id,
        "document": world.document.pk,
        "document_title": "An article",
        "start": 0,
        "end": len(TEXT),
        "quote": TEXT,
        "event_type": "unlawful_killing",
        "place": {
            "name": "Gao",
            "precision": "settlement",
            "geonames_id": None,
            "admin1": None,
            "country": "ML",
            "latitude": 16.27,
            "longitude": -0.04,
        },
        "date": {"start": "2024-05-02", "end": "2024-05-02", "precision": "day"},
        "perpetrator": "soldiers",
        "perpetrator_actor": None,
        "victims": None,
        "weapon": None,
        "stance": "alleged",
        "aggregate": False,
        "confidence": 0.8,
        "counts": [
            {
                "effect": "killed",
                "lower": 12,
                "upper": None,
                "qualifier": "at_least",
                "unit": "persons",
                "victim_class": None,
                "victims": None,
                "part": False,
                "span": None,
            }
        ],
        "speakers": [{"name": "a teacher", "actor": None, "span": None}],
        "judgement": {
            "incident": world.incident.reference,
            "verdict": "accepted",
            "decided_by": link.decided_by.username,
        },
        "run": link.claim.run_id,
        "pipeline": "test 1",
        "model": "none",
        "made_by": None,
        "supersedes": None,
        "spans": {},
        "scores": {"place": 0.9},
        "rules": {},
    }


@pytest.mark.parametrize(
    "name", ["list_claims", "list_claims_of_incident", "list_claims_of_document"]
)
def test_lists_of_claims_say_the_same_as_the_claim(world, program, name):
    [listed] = read(program, world, name)["items"]
    alone = read(program, world, "get_claim")

    assert listed == {key: alone[key] for key in listed}


def test_replaced_claim_is_listed_only_to_who_asks_for_it(world, program):
    replaced = make_link(make_claim(), world.incident, verdict=Verdict.REPLACED)

    usual = read(program, world, "list_claims")["items"]
    asked = program.get("/api/v1/claims?verdict=replaced").json()["items"]

    assert [row["id"] for row in usual] == [world.link.claim_id]
    assert [row["id"] for row in asked] == [replaced.claim_id]


def test_document_is_the_row_without_its_text(world, program):
    shown = read(program, world, "get_document")
    [listed] = [
        row
        for row in read(program, world, "list_documents")["items"]
        if row["id"] == world.document.pk
    ]

    row = world.document
    assert listed == {key: shown[key] for key in listed}
    assert {key: shown[key] for key in ("sha256", "text_sha256", "size", "published")} == {
        "sha256": row.sha256,
        "text_sha256": row.text_sha256,
        "size": row.size,
        "published": "2024-05-04",
    }
    assert (shown["source"]["name"], shown["claim_count"]) == (world.source.name, 1)
    assert [run["pipeline"] for run in shown["runs"]] == ["test 1"]
    assert [edit["changes"] for edit in shown["edits"]] == [{"title": ["", "An article"]}]
    assert [(like["kind"], like["share"]) for like in shown["likes"]] == [("excerpt", 0.8)]
    assert TEXT not in str(shown)


def test_text_and_bytes_of_one_document_are_those_of_the_row(world, program):
    answers = [ask(program, addresses(world)[name]) for name in ("get_text", "get_original")]

    row = world.document
    assert [one.body for one in answers] == [row.text.encode(), bytes(row.original.content)]
    assert {one["Content-Disposition"] for one in answers} == {"attachment"}


def test_file_of_a_release_is_the_frozen_file(world, program):
    answer = ask(program, addresses(world)["get_file"])

    number = f"{world.release.number:04d}"
    assert answer.body == CONTENT
    assert answer["Content-Disposition"] == f'attachment; filename="{number}-incidents.csv"'


def test_release_is_the_row_with_its_files(world, program):
    shown = read(program, world, "get_release")

    assert read(program, world, "list_releases")["items"] == [shown]
    assert (shown["number"], shown["status"], shown["filters"]) == (1, "frozen", {"country": "ML"})
    assert shown["files"] == [
        {"name": "incidents.csv", "sha256": "0" * 64, "size": len(CONTENT), "rows": 1}
    ]


def test_decision_names_who_did_what_and_why(world, program):
    [listed] = read(program, world, "list_decisions")["items"]

    decision = world.incident.decisions.get()
    assert read(program, world, "list_decisions_on_incident")["items"] == [listed]
    assert moment(listed.pop("at")) == to_milliseconds(decision.at)
    assert listed == {
        "id": decision.pk,
        "by": decision.by.username,
        "action": "accept_claim",
        "incident": world.incident.reference,
        "claim": world.link.claim_id,
        "reason": "Clear",
        "changes": {},
        "act": None,
        "undone_by": None,
        "undoes": None,
    }


def test_relation_that_was_taken_away_is_gone(world, program):
    before = read(program, world, "list_relations")["items"]
    Relation.objects.update(in_force=False)

    after = read(program, world, "list_relations")["items"]

    assert ([one["incident"] for one in before], after) == ([world.incident.reference], [])


def test_note_names_whom_it_calls(world, program):
    [shown] = read(program, world, "list_notes_on_incident")["items"]

    note = world.incident.annotations.get()
    assert (shown["text"], shown["mentions"]) == ("Look again", [note.by.username])


def test_places_are_found_by_the_beginning_of_a_name(world, program):
    found = read(program, world, "search_places")["items"]

    assert (found[0]["name"], found[0]["country"]) == ("Gao", "ML")


def test_caller_is_told_who_they_are(program):
    shown = program.get("/api/v1/me").json()

    assert (shown["roles"], len(shown["scopes"]), shown["token"]) == (["reviewer"], 3, "token 0")


def test_unchanged_answer_is_not_sent_again(world, program):
    for name, path in addresses(world).items():
        etag = ask(program, path)["ETag"]
        again = ask(program, path, headers={"If-None-Match": etag})
        assert (name, again.status_code, again.body) == (name, 304, b"")


def test_changed_answer_is_sent_again(world, program):
    path = addresses(world)["get_incident"]
    etag = program.get(path)["ETag"]
    Incident.objects.filter(pk=world.incident.pk).update(version=1)

    assert program.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_blind_reading_shows_in_no_answer(world, program):
    """Until two have read a claim, an answer must be the same whatever the first one made of it."""
    link = make_link(make_claim(world.document), world.incident)
    paths = addresses(world) | {"get_claim": f"/api/v1/claims/{link.claim_id}"}
    by = make_user(roles.REVIEWER, username="first-reader")
    double = DoubleSet.objects.create(title="Sample", share=10, seed=1, size=1, made_by=by)
    IncidentClaim.objects.filter(pk=link.pk).update(double_set=double, awaits=Awaited.FIRST)
    before = {name: ask(program, path).body for name, path in paths.items()}

    link.refresh_from_db()
    assess(link, Verdict.REJECTED, by=by, version=link.version, reason="No")

    assert {name: ask(program, path).body for name, path in paths.items()} == before


def test_pages_cost_the_same_queries_for_one_row_and_three(world, program):
    make_incident(status="merged", merged_into=world.incident)
    before = queries(program, world)
    for _ in range(2):
        add_more(world)

    assert queries(program, world) == before


def queries(program, world):
    """Return how many queries each route costs."""
    found = {}
    for name, path in addresses(world).items():
        with CaptureQueriesContext(connection) as captured:
            assert ask(program, path).status_code == 200
        found[name] = len(captured)
    return found


def add_more(world):
    """Add one of everything that a list shows, and to what the world's own rows hang on."""
    by = make_user(roles.REVIEWER)
    document = make_document(source=make_source(), uploaded_by=by)
    Signature.objects.create(document=document, version=1)
    DocumentLikeness.objects.create(
        document=world.document,
        other=document,
        kind="passages",
        words=9,
        share=0.1,
        other_share=0.1,
    )
    make_run(world.document, asked_by=by)
    world.document.edits.create(by=by, changes={})
    for where in (world.document, document):
        claim = make_claim(
            where,
            perpetrator="soldiers",
            date_start=date(2024, 5, 2),
            date_end=date(2024, 5, 2),
            date_precision="day",
        )
        make_count(claim)
        make_count(claim, effect="injured")
        make_speaker(claim)
        make_link(claim, world.incident, verdict=Verdict.ACCEPTED, decided_by=by)
    other = make_incident(blocks=world.incident.blocks)
    other.counts.create(effect="killed", unit="persons", lower=1, qualifier="exact", rule="one")
    make_incident(status="merged", merged_into=world.incident)
    world.incident.decisions.create(by=by, action=Action.REOPEN, batch=uuid.uuid4())
    world.incident.annotations.create(by=by, text="And again").mentions.create(person=by)
    world.incident.relations.create(other=other, kind=RelationKind.PART_OF, by=by)
    Suggestion.objects.create(older=world.incident, newer=other, score=0.6)
    make_release(created_by=by).files.create(name="claims.csv", sha256="1" * 64, size=1)
