import csv
import io
import os
from contextlib import nullcontext

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from sources.actions import runs
from sources.extraction.types import Extraction
from sources.management.commands import import_articles
from sources.models import Document, ExtractionRun, Source
from tests.factories import TEXT, make_user


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "articles"
    (path / "north").mkdir(parents=True)
    return path


@pytest.fixture
def report(tmp_path):
    return tmp_path / "report.csv"


def _import(folder, **options):
    out = options.pop("out", None) or io.StringIO()
    call_command("import_articles", folder, stdout=out, **options)
    return out.getvalue()


def _rows(report):
    with report.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


@pytest.mark.django_db
def test_every_file_below_the_folder_is_uploaded_in_order(folder, report):
    (folder / "north" / "b.txt").write_text(f"B. {TEXT}")
    (folder / "a.html").write_text(f"<p>A. {TEXT}</p>")
    (folder / ".hidden.txt").write_text("Hidden.")
    (folder / "north" / ".git").mkdir()
    (folder / "north" / ".git" / "c.txt").write_text("Hidden.")

    _import(folder, report=report)

    first, second = Document.objects.order_by("pk")
    assert _rows(report) == [
        ["file", "status", "reason", "document", "claims"],
        ["a.html", "queued", "", str(first.pk), "0"],
        ["north/b.txt", "queued", "", str(second.pk), "0"],
    ]
    assert (first.filename, second.filename) == ("a.html", "b.txt")


@pytest.mark.django_db
def test_metadata_is_used_and_left_out_of_the_import(folder):
    (folder / "a.txt").write_text(TEXT)
    (folder / "meta.json").write_text(
        '{"documents": {"a.txt": {"published": "2022-09-17", "publisher": "Relief Group",'
        ' "url": "https://example.org/", "title": "A", "language": "en", "kind": "ngo"}}}'
    )

    _import(folder, metadata=folder / "meta.json")

    document = Document.objects.get()
    assert (document.title, str(document.published)) == ("A", "2022-09-17")
    assert Source.objects.values_list("name", "kind").get() == ("Relief Group", "ngo")
    assert (document.url, document.language) == ("https://example.org/", "en")


@pytest.mark.django_db
def test_second_import_finds_duplicates_and_does_not_fail(folder, report):
    (folder / "a.txt").write_text(TEXT)
    _import(folder)

    _import(folder, report=report)

    document = Document.objects.get()
    assert _rows(report)[1:] == [
        ["a.txt", "duplicate", "This file is here already.", str(document.pk), "0"]
    ]


@pytest.mark.django_db
def test_refused_file_is_reported_and_fails_the_command(folder, report):
    (folder / "a.txt").write_text(TEXT)
    (folder / "empty.txt").touch()

    with pytest.raises(CommandError) as failed:
        _import(folder, report=report)

    assert (failed.value.returncode, str(failed.value)) == (1, "1 of 2 files could not be read.")
    assert _rows(report)[2] == [
        "empty.txt",
        "refused",
        "The file is empty; choose the file again or paste the text.",
        "",
        "",
    ]


@pytest.mark.django_db
def test_name_that_is_no_unicode_is_reported(folder, report):
    (folder / os.fsdecode(b"a\xff\n.txt")).write_text(TEXT)

    _import(folder, report=report)

    assert [row[0] for row in _rows(report)[1:]] == ["a\ufffd\n.txt"]
    assert Document.objects.get().filename == "a\ufffd.txt"


@pytest.fixture
def no_worker(monkeypatch) -> None:
    """The test itself plays the worker, as soon as the command asks for one."""
    monkeypatch.setattr(import_articles, "worker_at_hand", nullcontext)
    monkeypatch.setattr(import_articles, "SILENCE_SECONDS", 0.1)


class Listener(io.StringIO):
    """Does something once the command asks whether a worker is running."""

    def __init__(self, action):
        super().__init__()
        self.action = action

    def write(self, text):
        if "Is a worker running?" in text:
            self.action()
        return super().write(text)


def _read_everything() -> None:
    for run in ExtractionRun.objects.all():
        begun = runs.begin_run(run.pk)
        assert begun is not None
        runs.record_claims(begun, Extraction("test 1", "none", "en", claims=()))


def _fail_everything() -> None:
    for run in ExtractionRun.objects.all():
        runs.fail_run(run.pk, error="It took too long.")


@pytest.mark.django_db
def test_waiting_ends_when_a_worker_has_read_everything(folder, report, no_worker):
    (folder / "a.txt").write_text(TEXT)

    said = _import(folder, report=report, wait=True, out=Listener(_read_everything))

    assert _rows(report)[1:] == [["a.txt", "ready", "", str(Document.objects.get().pk), "0"]]
    assert said.count("Is a worker running?") == 1


@pytest.mark.django_db
def test_failed_reading_is_reported_and_fails_the_command(folder, report, no_worker):
    (folder / "a.txt").write_text(TEXT)

    with pytest.raises(CommandError) as failed:
        _import(folder, report=report, wait=True, out=Listener(_fail_everything))

    assert (failed.value.returncode, str(failed.value)) == (1, "1 of 1 files could not be read.")
    document = Document.objects.get()
    assert _rows(report)[1:] == [["a.txt", "failed", "It took too long.", str(document.pk), "0"]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("people", "uploader"),
    [
        ([], ("importer", False)),
        ([{"role": "lead", "username": "lena"}], ("importer", False)),
        ([{"role": "admin", "username": "ada"}], ("ada", True)),
        (
            [{"role": "admin", "username": "ada"}, {"username": "su", "is_superuser": True}],
            ("su", True),
        ),
        ([{"username": "su", "is_superuser": True, "is_active": False}], ("importer", False)),
    ],
)
def test_uploader_is_the_first_administrator_or_an_account_nobody_can_use(folder, people, uploader):
    for person in people:
        make_user(**person)
    (folder / "a.txt").write_text(TEXT)

    _import(folder)

    by = Document.objects.select_related("uploaded_by").get().uploaded_by
    assert (by.username, by.is_active) == uploader
    assert by.has_usable_password() is False


@pytest.mark.django_db
def test_uploader_can_be_named(folder):
    make_user("contributor", username="olena")
    (folder / "a.txt").write_text(TEXT)

    _import(folder, by="olena")

    assert Document.objects.get().uploaded_by == User.objects.get(username="olena")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "options", [{"by": "nobody"}, {"metadata": "nothing.json"}, {"folder": "nothing"}]
)
def test_argument_that_makes_no_sense_exits_with_two(folder, options):
    options = {"folder": folder} | options

    with pytest.raises(CommandError) as failed:
        _import(**options)

    assert failed.value.returncode == 2


@pytest.mark.django_db
def test_empty_folder_is_no_failure(folder):
    assert _import(folder).strip() == "No file"
