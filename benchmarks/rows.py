"""Many rows at once: documents, claims, candidates, through PostgreSQL's COPY."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db import connection
from psycopg import sql

from accounts.models import User
from incidents.models import Incident
from sources.models import Claim, Document, ExtractionRun

CLAIMS_PER_DOCUMENT = 10
CLAIMS_PER_INCIDENT = 5
SENTENCE = "Gunmen killed {} villagers near Gao on Monday, a local teacher said."
FIRST_DAY = date(2015, 1, 1)


def fill(size: int, *, by: User) -> None:
    """Make ``size`` pending claims with all that they hang on, then let the planner look."""
    text = "\n".join(SENTENCE.format(n + 2) for n in range(CLAIMS_PER_DOCUMENT))
    digest = hashlib.sha256(text.encode()).hexdigest()
    documents = -(-size // CLAIMS_PER_DOCUMENT)
    incidents = -(-size // CLAIMS_PER_INCIDENT)
    _copy(
        Document,
        "sha256 filename media_type encoding size text text_sha256 warnings uploaded_by_id title "
        "published url language",
        (
            (
                *(f"{n:064x}", f"{n}.txt", "text/plain", "utf-8", len(text), text, digest, "[]"),
                *(by.pk, f"Killings near Gao, report {n}", _day(n), "", "en"),
            )
            for n in range(1, documents + 1)
        ),
    )
    _copy(
        ExtractionRun,
        "document_id status reason pipeline model attempts error",
        ((n, "done", "uploaded", "bench", "none", 1, "") for n in range(1, documents + 1)),
    )
    _copy(
        Incident,
        "status version title event_type place_name place_precision place_country place_latitude "
        "place_longitude date_start date_end date_precision perpetrators overrides blocks",
        (
            (
                *("candidate", 0, f"Unlawful killing near Gao, {n}", "unlawful_killing", "Gao"),
                *("settlement", "ML", 16.27, -0.05, _day(n), _day(n), "day", "{}", "{}", "{}"),
            )
            for n in range(1, incidents + 1)
        ),
    )
    line = len(SENTENCE.format(2)) + 1
    _copy(
        Claim,
        "document_id run_id position start end quote event_type stance aggregate confidence scores "
        "rules place_name place_precision",
        (
            (
                *(doc, doc, position, position * line, position * line + line - 1),
                *(SENTENCE.format(position + 2), "unlawful_killing", "alleged", False, 0.8),
                *("{}", "{}", "Gao", "settlement"),
            )
            for doc, position in (
                (1 + n // CLAIMS_PER_DOCUMENT, n % CLAIMS_PER_DOCUMENT) for n in range(size)
            )
        ),
    )
    _copy(
        Incident.claims.through,
        "incident_id claim_id verdict version",
        ((1 + n // CLAIMS_PER_INCIDENT, n + 1, "pending", 0) for n in range(size)),
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _day(n: int) -> date:
    return FIRST_DAY + timedelta(days=n % 3000)


def _copy(model: type, columns: str, rows: Iterable[Sequence[object]]) -> None:
    table = model._meta.db_table  # type: ignore[attr-defined]
    names = sql.SQL(", ").join(sql.Identifier(name) for name in columns.split())
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            copy.write_row(row)
