"""Upload every article below a folder, as a person would with the page."""

import csv
import os
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.new_database import make_tables_if_new
from accounts.roles import ADMIN
from sources.actions.uploads import Upload, take_file
from sources.enums import RunStatus, UploadStatus
from sources.metadata import Metadata, MetadataError, metadata_for, read_metadata
from sources.models import Document
from sources.reading import MAX_BYTES
from sources.workers import worker_at_hand

COLUMNS = ["file", "status", "reason", "document", "claims"]
IMPORTER = "importer"
SILENCE_SECONDS = 30.0  # without progress, before we say that no worker seems to answer
READING = ["pk", "run_status", "run_error", "claim_count"]
STATUS_WORDS = {RunStatus.DONE: "ready", RunStatus.FAILED: "failed"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report."""

    file: str
    status: str
    reason: str
    document: int | None
    claims: int | None


class Command(BaseCommand):
    help = "Upload every article below a folder. Exits 1 if one of them failed or was refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument(
            "--metadata",
            metavar="FILE",
            type=Path,
            help='JSON: {"documents": {file name: {published, publisher, url, title, language, '
            "kind}}}; all optional",
        )
        parser.add_argument("--wait", action="store_true", help="until every article is read")
        parser.add_argument("--report", metavar="CSV", type=Path, help="what became of each file")
        parser.add_argument(
            "--by", metavar="USERNAME", help="who uploads; without it, the first administrator"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["folder"])
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.", returncode=2)
        metadata, report = (
            Path(options[name]) if options[name] else None for name in ("metadata", "report")
        )
        known = _known(metadata)
        make_tables_if_new()
        by = _uploader(options["by"])
        left_out = {path.resolve() for path in (metadata, report) if path}
        files = [path for path in _files_below(folder) if path.resolve() not in left_out]
        uploads = []
        for number, path in enumerate(files, start=1):
            upload = _take(path, folder, by, known)
            uploads.append(upload)
            self._say(f"{number} of {len(files)}: {upload.filename}: {upload.status.label.lower()}")
        try:
            if options["wait"]:
                with worker_at_hand():
                    self._wait([upload.document.pk for upload in uploads if upload.document])
        finally:
            rows = list(_report(uploads))
            if report:
                _write(rows, report)
        self._conclude(rows)

    def _wait(self, documents: Sequence[int]) -> None:
        """Return once no document waits for a worker any more."""
        left, silent_since = len(documents) + 1, time.monotonic()
        while waiting := _unread(documents):
            if waiting < left:
                left, silent_since = waiting, time.monotonic()
                self._say(f"{len(documents) - waiting} of {len(documents)} read")
            if time.monotonic() - silent_since > SILENCE_SECONDS:
                silent_since = time.monotonic()
                self._say(
                    f"No article was finished for {SILENCE_SECONDS:.0f} seconds. Is a worker "
                    "running? `python3 dev.py run` starts one. Still waiting; Ctrl-C stops "
                    "waiting and loses nothing."
                )
            time.sleep(0.3)

    def _conclude(self, rows: Sequence[Row]) -> None:
        counts = Counter(row.status for row in rows)
        self._say(", ".join(f"{number} {status}" for status, number in counts.items()) or "No file")
        for row in rows:
            if row.status in ("failed", "refused"):
                self._say(f"{row.file}: {row.reason}")
        bad = counts["failed"] + counts["refused"]
        if bad:
            raise CommandError(f"{bad} of {len(rows)} files could not be read.")

    def _say(self, sentence: str) -> None:
        self.stdout.write(_printable(sentence))


def _known(path: Path | None) -> dict[str, Metadata]:
    try:
        return read_metadata(path) if path else {}
    except MetadataError as error:
        raise CommandError(str(error), returncode=2) from error


def _uploader(username: str | None) -> User:
    if username:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no user {username!r}.", returncode=2)
        return user
    people = User.objects.filter(is_active=True).order_by("pk")
    chosen = people.filter(is_superuser=True).first() or people.filter(groups__name=ADMIN).first()
    if chosen:
        return chosen
    made = User.objects.filter(username=IMPORTER).first()
    return made or User.objects.create_user(IMPORTER, is_active=False)


def _files_below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden:
            yield path


def _take(path: Path, folder: Path, by: User, known: dict[str, Metadata]) -> Upload:
    name = PurePosixPath(_printable(path.relative_to(folder).as_posix()))
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)  # enough to be refused for its size
    except OSError as error:
        reason = f"The file cannot be opened: {error.strerror}."
        return Upload(filename=str(name), status=UploadStatus.REFUSED, reason=reason)
    upload = take_file(content, filename=name.name, by=by, metadata=metadata_for(name, known))
    return replace(upload, filename=str(name))


def _printable(name: str) -> str:
    """Return a name that can be stored and printed, also if its bytes are no UTF-8."""
    return os.fsencode(name).decode(errors="replace")


def _unread(documents: Sequence[int]) -> int:
    unfinished = [RunStatus.QUEUED, RunStatus.RUNNING]
    rows = Document.objects.filter(pk__in=documents, runs__status__in=unfinished)
    return rows.distinct().count()


def _report(uploads: Iterable[Upload]) -> Iterator[Row]:
    uploads = list(uploads)
    stored = Document.objects.with_run().with_claim_count()
    stored = stored.filter(pk__in=[upload.document.pk for upload in uploads if upload.document])
    readings = {row["pk"]: row for row in stored.values(*READING)}
    for upload in uploads:
        if upload.document is None:
            yield Row(upload.filename, upload.status.value, upload.reason, None, None)
            continue
        reading = readings[upload.document.pk]
        if upload.status == UploadStatus.DUPLICATE:
            status, reason = upload.status.value, upload.reason
        else:
            status, reason = STATUS_WORDS.get(reading["run_status"], "queued"), reading["run_error"]
        yield Row(upload.filename, status, reason or "", reading["pk"], reading["claim_count"])


def _write(rows: Iterable[Row], path: Path) -> None:
    try:
        with path.open("w", newline="", encoding="utf-8") as file:
            report = csv.writer(file)
            report.writerow(COLUMNS)
            report.writerows(
                [row.file, row.status, row.reason, row.document, row.claims] for row in rows
            )
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.", returncode=2) from error
