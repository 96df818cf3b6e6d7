from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier, Event

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models.functions import Now

from sources.actions import runs
from sources.actions.documents import add_document, describe_document, find_or_add_source
from sources.enums import RunStatus
from sources.exceptions import DuplicateDocumentError
from sources.extraction.types import Claim as FoundClaim
from sources.extraction.types import Count, Extraction, Mention, Place, Span, When
from sources.models import Claim, Document, ExtractionRun, Original, Source
from sources.reading import ReadingError
from tests.factories import TEXT, make_claim, make_document, make_run, make_source, make_user

FOUND = Extraction(
    pipeline="test 1",
    model="none",
    language="en",
    claims=(
        FoundClaim(
            start=0,
            end=len(TEXT),
            event_type="unlawful_killing",
            trigger=Span(9, 18),
            stance="alleged",
            confidence=0.7,
            place=Place("Gao", Span(46, 49), "settlement", country="ML"),
            when=When(Span(53, 61), None, None, None),
            counts=(Count("killed", 12, None, "at_least", Span(19, 30)),),
            speakers=(Mention("a teacher", Span(63, 72)),),
        ),
    ),
)


def _run_under_way(**fields) -> ExtractionRun:
    run = runs.begin_run(make_run(make_document(**fields), status=RunStatus.QUEUED).pk)
    assert run is not None
    return run


def _in_another_session(action):
    """Run an action on a connection of its own."""

    def closing_after():
        try:
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(closing_after).result(30)


@pytest.mark.django_db
def test_added_document_keeps_bytes_text_and_a_waiting_run():
    uploader = make_user("contributor")

    document = add_document(TEXT.encode(), filename="a.txt", by=uploader)

    assert bytes(Original.objects.get(document=document).content) == TEXT.encode()
    assert (document.text, document.title, document.language) == (TEXT, TEXT, "en")
    assert (document.published, document.source, document.url) == (None, None, "")
    assert [(run.status, run.asked_by) for run in document.runs.all()] == [("queued", uploader)]


@pytest.mark.django_db
def test_file_that_cannot_be_read_leaves_nothing_behind():
    with pytest.raises(ReadingError):
        add_document(b"", filename="a.txt", by=make_user("contributor"))

    assert (Document.objects.count(), ExtractionRun.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_same_bytes_are_refused_under_any_name():
    uploader = make_user("contributor")
    twin = add_document(TEXT.encode(), filename="a.txt", by=uploader)

    with pytest.raises(DuplicateDocumentError) as refused:
        add_document(TEXT.encode(), filename="b.html", by=uploader, title="Another")

    assert refused.value.document == twin


@pytest.mark.django_db(transaction=True)
def test_same_bytes_uploaded_at_one_moment_are_stored_once():
    uploader = make_user("contributor")
    together = Barrier(2)

    def upload() -> str:
        together.wait()
        try:
            add_document(TEXT.encode(), filename="a.txt", by=uploader)
        except DuplicateDocumentError:
            return "duplicate"
        finally:
            connection.close()
        return "stored"

    with ThreadPoolExecutor(2) as pool:
        answers = [future.result(30) for future in [pool.submit(upload), pool.submit(upload)]]

    assert sorted(answers) == ["duplicate", "stored"]
    assert (Document.objects.count(), ExtractionRun.objects.count()) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"title": "New", "url": "https://example.org"}, []),
        ({"published": date(2022, 9, 17)}, ["published date set to 2022-09-17"]),
        ({"published": None}, ["published date removed"]),
        ({"language": "uk"}, []),
    ],
)
def test_description_that_changes_the_meaning_of_words_has_them_read_again(changes, reasons):
    document = make_document(published=date(2022, 9, 1))
    same = {"title": "An article", "published": date(2022, 9, 1), "url": "", "language": "en"}

    reread = describe_document(
        document, by=make_user("contributor"), source=None, **(same | changes)
    )

    assert reread == bool(reasons)
    assert [run.reason for run in document.runs.all()] == reasons
    (edit,) = document.edits.all()
    assert edit.changes == {
        field: [str(same[field]), None if value is None else str(value)]
        for field, value in changes.items()
    }


@pytest.mark.django_db
def test_description_saved_unchanged_leaves_no_trace():
    document = make_document(published=date(2022, 9, 1))

    describe_document(
        document,
        by=make_user("contributor"),
        title=document.title,
        source=None,
        published=document.published,
        url="",
        language="en",
    )

    assert (document.edits.count(), document.runs.count()) == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["herald", " HERALD ", "Herald"])
def test_source_is_found_whatever_its_case(name):
    known = make_source("Herald")

    assert find_or_add_source(name) == known


@pytest.mark.django_db
def test_names_that_the_database_holds_for_one_are_one():
    known = make_source("Straße")

    assert find_or_add_source("STRAẞE") == known


@pytest.mark.django_db
def test_no_name_is_no_source():
    assert (find_or_add_source("  "), Source.objects.count()) == (None, 0)


@pytest.mark.django_db
def test_document_waits_for_one_reading_however_often_it_is_asked():
    document, asker = make_document(), make_user("contributor")

    asked = [runs.queue_run(document, by=asker, reason=reason) for reason in ("a", "b", "c" * 300)]

    assert (len(set(asked)), asked[0].reason) == (1, "a")


@pytest.mark.django_db
def test_database_refuses_a_second_unfinished_run():
    document = make_document()
    make_run(document, status=RunStatus.RUNNING)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_run(document, status=RunStatus.QUEUED)


@pytest.mark.django_db
def test_run_has_one_reader_at_a_time():
    def hold() -> bool:
        with runs.sole_reader(7) as alone:
            return alone

    with runs.sole_reader(7) as first:
        during = _in_another_session(hold)
    after = _in_another_session(hold)

    assert (first, during, after) == (True, False, True)


@pytest.mark.django_db
def test_run_that_stops_every_worker_is_given_up_in_words():
    run = make_run(status=RunStatus.QUEUED)

    begun = [runs.begin_run(run.pk) is not None for _ in range(runs.MAX_ATTEMPTS + 1)]

    run.refresh_from_db()
    assert begun == [True, True, True, False]
    assert (run.status, run.error) == (
        "failed",
        "Reading this document stopped the worker 3 times. Try again, or upload it as plain text.",
    )


@pytest.mark.django_db
@pytest.mark.parametrize("status", [RunStatus.DONE, RunStatus.FAILED])
def test_finished_run_is_not_begun_again(status):
    run = make_run(status=status, error="Why.")

    assert runs.begin_run(run.pk) is None

    run.refresh_from_db()
    assert (run.status, run.error) == (status, "Why.")


@pytest.mark.django_db
def test_claims_are_recorded_with_a_span_for_every_field():
    run = _run_under_way()

    stored = runs.record_claims(run, FOUND)

    run.refresh_from_db()
    claim = Claim.objects.get()
    count, speaker = claim.counts.get(), claim.speakers.get()
    spans = [claim.event_type_span, claim.place_span, claim.date_span, count.span, speaker.span]
    assert (stored, run.status, run.pipeline) == (1, "done", "test 1")
    assert [TEXT[span.lower : span.upper] for span in spans] == [
        "shot dead",
        "Gao",
        "Thursday",
        "at least 12",
        "a teacher",
    ]
    assert claim.quote == TEXT
    assert (claim.place_name, claim.date_start, claim.weapon) == ("Gao", None, None)
    assert (count.effect, count.lower, count.upper) == ("killed", 12, None)


@pytest.mark.django_db
def test_second_worker_to_finish_a_run_records_nothing():
    run = _run_under_way()

    stored = [runs.record_claims(run, FOUND) for _ in range(2)]

    assert (stored, Claim.objects.count()) == ([1, 0], 1)


@pytest.mark.django_db
def test_failure_after_the_end_changes_nothing():
    run = _run_under_way()
    runs.record_claims(run, FOUND)

    runs.fail_run(run.pk, error="Too late.")

    run.refresh_from_db()
    assert (run.status, run.error) == ("done", "")


@pytest.mark.django_db
def test_date_that_changes_while_an_article_is_read_has_it_read_again():
    run = _run_under_way()
    Document.objects.filter(pk=run.document_id).update(published=date(2022, 9, 17))

    runs.record_claims(run, FOUND)

    assert list(run.document.runs.order_by("pk").values_list("status", "reason")) == [
        ("done", "uploaded"),
        ("queued", "the date changed while it was read"),
    ]


@pytest.mark.django_db(transaction=True)
def test_date_and_claims_saved_at_one_moment_lead_to_another_reading():
    run, person = _run_under_way(), make_user("contributor")
    described, recording = Event(), Event()

    def describe() -> None:
        try:
            with transaction.atomic():
                describe_document(
                    run.document,
                    by=person,
                    title="A",
                    source=None,
                    published=date(2022, 9, 17),
                    url="",
                    language="en",
                )
                described.set()
                recording.wait(0.5)  # cannot be set: the record waits for this transaction
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        saved = pool.submit(describe)
        described.wait(30)
        runs.record_claims(run, FOUND)
        recording.set()
        saved.result(30)

    assert list(run.document.runs.order_by("pk").values_list("status", flat=True)) == [
        "done",
        "queued",
    ]


@pytest.mark.django_db
def test_sweep_finds_what_a_dead_worker_or_a_lost_message_left_lying():
    long_ago = Now() - timedelta(minutes=5)
    orphan = make_run(status=RunStatus.RUNNING, nudged_at=long_ago)
    unheard = make_run(status=RunStatus.QUEUED, nudged_at=long_ago)
    make_run(status=RunStatus.QUEUED)
    make_run(status=RunStatus.RUNNING)
    make_run(nudged_at=long_ago)
    being_read = make_run(status=RunStatus.RUNNING, nudged_at=long_ago)

    with runs.sole_reader(being_read.pk):
        lost = runs.take_lost_runs(older_than=timedelta(minutes=1), limit=10)
        again = runs.take_lost_runs(older_than=timedelta(minutes=1), limit=10)

    assert (lost, again) == ([orphan.pk, unheard.pk], [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Document, {"text": "Nothing happened."}),
        (Document, {"sha256": "0" * 64}),
        (Original, {"content": b"Nothing happened."}),
        (Claim, {"quote": "Nothing happened."}),
        (Claim, {"confidence": 1}),
    ],
)
def test_database_refuses_to_change_what_the_press_said(model, change):
    make_claim()

    with pytest.raises(ProgrammingError, match="pgtrigger: Cannot"), transaction.atomic():
        model.objects.update(**change)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Original, Claim])
def test_database_refuses_to_delete_what_the_press_said(model):
    make_claim()

    with pytest.raises(ProgrammingError, match="pgtrigger: Cannot"), transaction.atomic():
        model.objects.all()._raw_delete("default")
