"""Rows for tests: each function makes one, with what a test does not name filled in."""

import hashlib
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.db.models.functions import Now

from accounts.models import User
from incidents.enums import ReleaseStatus, Verdict
from incidents.models import Incident, IncidentClaim, ReferenceSet, Release
from sources.enums import RunStatus
from sources.models import (
    Claim,
    ClaimCount,
    ClaimSpeaker,
    Document,
    ExtractionRun,
    Original,
    Source,
)

TEXT = "Soldiers shot dead at least 12 villagers near Gao on Thursday, a teacher said."
_numbers = count(1)


def make_user(role: str | None = None, **fields: Any) -> User:
    fields.setdefault("username", f"{role or 'nobody'}-{next(_numbers)}")
    user = User.objects.create_user(**fields)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def make_source(name: str | None = None, **fields: Any) -> Source:
    return Source.objects.create(name=name or f"Source {next(_numbers)}", **fields)


def make_document(text: str = TEXT, **fields: Any) -> Document:
    content = fields.pop("content", None) or f"{text}{next(_numbers)}".encode()
    values = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "filename": "article.txt",
        "media_type": "text/plain",
        "encoding": "utf-8",
        "size": len(content),
        "text": text,
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "title": "An article",
        "language": "en",
    } | fields
    values.setdefault("uploaded_by", None)
    values["uploaded_by"] = values["uploaded_by"] or make_user("contributor")
    document = Document.objects.create(**values)
    Original.objects.create(document=document, content=content)
    return document


def make_run(document: Document | None = None, **fields: Any) -> ExtractionRun:
    values: dict[str, Any] = {"status": RunStatus.DONE, "reason": "uploaded"} | fields
    if values["status"] == RunStatus.DONE:
        values = {"pipeline": "test 1", "model": "none", "finished_at": Now()} | values
    return ExtractionRun.objects.create(document=document or make_document(), **values)


def make_claim(
    document: Document | None = None, *, quote: str | None = None, **fields: Any
) -> Claim:
    """Make a claim of a finished run, or of ``made_by``, about ``quote`` or all the text."""
    document = document or make_document()
    if "run" not in fields and "made_by" not in fields:
        fields["run"] = document.runs.first() or make_run(document)
    quote = quote or document.text
    start = document.text.index(quote)
    values: dict[str, Any] = {
        "start": start,
        "end": start + len(quote),
        "quote": quote,
        "event_type": "unlawful_killing",
        "stance": "alleged",
        "confidence": 0.8,
    }
    return Claim.objects.create(document=document, **(values | fields))


def make_count(claim: Claim, **fields: Any) -> ClaimCount:
    values = {"effect": "killed", "lower": 12, "upper": None, "qualifier": "at_least"}
    return ClaimCount.objects.create(claim=claim, **(values | fields))


def make_speaker(claim: Claim, name: str = "a teacher", **fields: Any) -> ClaimSpeaker:
    return ClaimSpeaker.objects.create(claim=claim, name=name, **fields)


def make_incident(**fields: Any) -> Incident:
    values = {"title": "Killing near Gao", "event_type": "unlawful_killing"}
    return Incident.objects.create(**(values | fields))


def make_link(
    claim: Claim | None = None, incident: Incident | None = None, **fields: Any
) -> IncidentClaim:
    """Put a claim before the reviewers; a verdict other than pending is somebody's."""
    verdict = fields.get("verdict", Verdict.PENDING)
    if verdict not in (Verdict.PENDING, Verdict.REPLACED):
        fields.setdefault("decided_at", Now())
        fields["decided_by"] = fields.get("decided_by") or make_user("reviewer")
    return IncidentClaim.objects.create(
        claim=claim or make_claim(), incident=incident or make_incident(), **fields
    )


def make_reference_set(**fields: Any) -> ReferenceSet:
    """Make a set of which nothing was read yet."""
    values: dict[str, Any] = {
        "name": "Their events",
        "format": "acled",
        "filename": "a.csv",
        "content": b"",
    }
    values |= {"sha256": "0" * 64} | fields
    values["uploaded_by"] = values.get("uploaded_by") or make_user("lead")
    return ReferenceSet.objects.create(**values)


def make_release(**fields: Any) -> Release:
    """Make a frozen release without rows; tests that need these build one."""
    values = {"name": "A release", "status": ReleaseStatus.FROZEN, "frozen_at": Now()} | fields
    values.setdefault("number", Release.objects.count() + 1)
    values["created_by"] = values.get("created_by") or make_user("lead")
    release = Release.objects.create(**values)
    release.refresh_from_db()
    return release
