"""Many rows at once, through PostgreSQL's COPY: as a room would look after some months of work.

Articles of 900 words with 1 to 60 claims, incidents of 1 to 40 claims; a third of them judged,
by several people, and some claims held by somebody at this moment.
"""

import json
import random
import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import Model
from django.utils import timezone
from psycopg import sql

from accounts.models import User
from accounts.roles import REVIEWER
from benchmarks.articles import (
    EVENTS,
    MOST_CLAIMS,
    PLACES,
    SPEAKERS,
    Article,
    Said,
    make_article,
    sizes,
)
from incidents.enums import Action, Status, Verdict
from incidents.models import Decision, Incident, IncidentClaim, IncidentCount, Proposal, Suggestion
from sources.models import Claim, ClaimCount, ClaimSpeaker, Document, ExtractionRun, Source

FIRST_DAY = date(2015, 1, 1)
DAYS = 3000
SOURCES = 40
REVIEWERS = 6
VARIANTS = 4  # articles of each length
JUDGED = 0.33  # the share of incidents on which people have worked
HELD = 20  # claims that somebody is judging right now
KINDS = ("outlet", "agency", "ngo", "government", "social", "other")
ACTIONS = {
    Verdict.ACCEPTED: Action.ACCEPT_CLAIM,
    Verdict.REJECTED: Action.REJECT_CLAIM,
    Verdict.UNSURE: Action.UNSURE_CLAIM,
}


def fill(size: int, *, by: User) -> None:
    """Make ``size`` claims in an empty database with all that they hang on; then let it settle."""
    let_the_database_fill_in(Incident, IncidentClaim, Document, Claim, ClaimCount, Suggestion)
    chance = random.Random(7)
    people = [by, *(_reviewer(n) for n in range(REVIEWERS))]
    pool = [
        [make_article(claims, chance) for _ in range(VARIANTS)]
        for claims in range(1, MOST_CLAIMS + 1)
    ]
    articles = [chance.choice(pool[n - 1]) for n in sizes(size, 12, MOST_CLAIMS, chance)]
    groups = list(sizes(size, 5, 40, chance))
    _articles(articles, by=by)
    claims = [(n, said) for n, one in enumerate(articles, 1) for said in one.claims]
    _claims(claims)
    firsts = _firsts(groups)
    verdicts = [_verdicts(group, n / len(groups), chance) for n, group in enumerate(groups)]
    _incidents([claims[first - 1] for first in firsts], verdicts, by=by)
    _links(firsts, verdicts, people, chance)
    _suggestions(len(groups), chance)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def let_the_database_fill_in(*models: type[Model]) -> None:
    """Give every column of these the default that Django would fill in."""
    with connection.cursor() as cursor:
        for model in models:
            for field in model._meta.local_concrete_fields:
                if field.has_default() and not field.has_db_default():
                    value = field.get_db_prep_save(field.get_default(), connection)
                    cursor.execute(
                        sql.SQL("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT {}").format(
                            sql.Identifier(model._meta.db_table),
                            sql.Identifier(str(field.column)),
                            sql.Literal(value),
                        )
                    )


def _reviewer(number: int) -> User:
    user = User.objects.create_user(f"bench-{number}")
    user.groups.add(Group.objects.get(name=REVIEWER))
    return user


def _articles(articles: Sequence[Article], *, by: User) -> None:
    copy_rows(
        Source,
        "name kind country is_wire",
        ((f"Source {n}", KINDS[n % len(KINDS)], "", n % 7 == 0) for n in range(1, SOURCES + 1)),
    )
    copy_rows(
        Document,
        "sha256 filename media_type encoding size text text_sha256 warnings uploaded_by_id title "
        "published url language source_id",
        (
            (
                *(f"{n:064x}", f"{n}.txt", "text/plain", "utf-8", len(one.text), one.text),
                *(f"{n:064x}", "[]", by.pk, f"Report {n}: {one.text[:60]}", _day(n), "", "en"),
                n * n % SOURCES + 1,
            )
            for n, one in enumerate(articles, 1)
        ),
    )
    runs = range(1, len(articles) + 1)
    copy_rows(
        ExtractionRun,
        "document_id status reason pipeline model gazetteer attempts error",
        (
            (n, "failed", "uploaded", "", "", "", 3, "It took too long.")
            if n % 2000 == 0
            else (n, "done", "uploaded", "bench", "none", "", 1, "")
            for n in runs
        ),
    )
    copy_rows(Proposal, "run_id", ((n,) for n in runs))


def _claims(claims: Sequence[tuple[int, Said]]) -> None:
    copy_rows(
        Claim,
        "document_id run_id position start end quote event_type event_type_span stance aggregate "
        "confidence scores rules place_name place_precision place_country place_latitude "
        "place_longitude place_span date_start date_end date_precision date_span",
        (
            (
                *(doc, doc, said.start, said.start, said.end, said.quote, EVENTS[said.event][0]),
                *(_range(said.event_span), "asserted" if said.speaker is None else "alleged"),
                *(False, said.score, "{}", "{}", PLACES[said.place][0], "settlement"),
                *(*PLACES[said.place][1:], _range(said.place_span)),
                *(_said_day(doc, said), _said_day(doc, said)),
                *("day" if said.date_span else None, _range(said.date_span)),
            )
            for doc, said in claims
        ),
    )
    copy_rows(
        ClaimCount,
        "claim_id effect lower upper qualifier unit part span",
        (
            (n, _effect(said), said.number, None, "at_least", "persons", False, _range(span))
            for n, (_, said) in enumerate(claims, 1)
            if (span := said.count_span)
        ),
    )
    copy_rows(
        ClaimSpeaker,
        "claim_id name span",
        (
            (n, SPEAKERS[said.speaker], _range(said.speaker_span))
            for n, (_, said) in enumerate(claims, 1)
            if said.speaker is not None
        ),
    )


def _incidents(
    first_claims: Sequence[tuple[int, Said]], verdicts: Sequence[list[Verdict]], *, by: User
) -> None:
    now = timezone.now()
    copy_rows(
        Incident,
        "status version title event_type place_name place_precision place_country place_latitude "
        "place_longitude date_start date_end date_precision perpetrators overrides blocks "
        "confirmed_by_id confirmed_at",
        (
            (
                *((status := _status(judged)), 0, said.quote, EVENTS[said.event][0]),
                *(PLACES[said.place][0], "settlement", *PLACES[said.place][1:]),
                *(_said_day(doc, said), _said_day(doc, said), "day" if said.date_span else None),
                *("{}", "{}", "{}"),
                *((by.pk, now) if status == Status.CONFIRMED else (None, None)),
            )
            for (doc, said), judged in zip(first_claims, verdicts, strict=True)
        ),
    )
    copy_rows(
        IncidentCount,
        "incident_id effect unit part lower upper qualifier rule claims",
        (
            (n, _effect(said), "persons", False, said.number, None, "at_least", "the lowest", "{}")
            for n, (_, said) in enumerate(first_claims, 1)
            if said.number
        ),
    )


def _links(
    firsts: Sequence[int],
    verdicts: Sequence[list[Verdict]],
    people: Sequence[User],
    chance: random.Random,
) -> None:
    now = timezone.now()
    end = now + timedelta(days=1)
    pending = [
        claim
        for first, judged in zip(firsts, verdicts, strict=True)
        for claim, verdict in enumerate(judged, first)
        if verdict == Verdict.PENDING
    ]
    held = set(chance.sample(pending, min(HELD, len(pending) // 2)))
    others = [user.pk for user in people[1:]]
    keys = [user.pk for user in people]

    def rows() -> Iterator[tuple[int, int, Verdict, int | None]]:
        for incident, (first, judged) in enumerate(zip(firsts, verdicts, strict=True), 1):
            for claim, verdict in enumerate(judged, first):
                by = None if verdict == Verdict.PENDING else keys[claim % len(keys)]
                yield incident, claim, verdict, by

    copy_rows(
        IncidentClaim,
        "incident_id claim_id verdict version decided_by_id decided_at leased_to_id leased_until",
        (
            (incident, claim, verdict, int(by is not None), by, _if(by, now), *_lease(lease, end))
            for incident, claim, verdict, by in rows()
            for lease in [others[claim % len(others)] if claim in held else None]
        ),
    )
    changes = {verdict: json.dumps({"verdict": ["pending", verdict]}) for verdict in ACTIONS}
    copy_rows(
        Decision,
        "by_id action incident_id claim_id reason changes batch",
        (
            (by, ACTIONS[verdict], incident, claim, "", changes[verdict], uuid.UUID(int=claim))
            for incident, claim, verdict, by in rows()
            if by is not None
        ),
    )


def _suggestions(incidents: int, chance: random.Random) -> None:
    copy_rows(
        Suggestion,
        "older_id newer_id score reasons answer",
        (
            (n, n + 1, round(chance.uniform(0.3, 1), 3), "[]", "open")
            for n in range(1, incidents, 20)
        ),
    )


def _firsts(groups: Iterable[int]) -> list[int]:
    """Return the first claim of each incident; its claims follow one another."""
    firsts, claim = [], 1
    for group in groups:
        firsts.append(claim)
        claim += group
    return firsts


def _verdicts(group: int, age: float, chance: random.Random) -> list[Verdict]:
    if age > JUDGED:
        return [Verdict.PENDING] * group
    if chance.random() < 0.03:
        return [Verdict.REJECTED] * group
    choices = [Verdict.ACCEPTED, Verdict.REJECTED, Verdict.UNSURE, Verdict.PENDING]
    return chance.choices(choices, weights=[85, 8, 4, 3], k=group)


def _status(verdicts: list[Verdict]) -> Status:
    if set(verdicts) == {Verdict.REJECTED}:
        return Status.REJECTED
    judged = Verdict.PENDING not in verdicts and Verdict.ACCEPTED in verdicts
    return Status.CONFIRMED if judged and len(verdicts) % 3 else Status.CANDIDATE


def _day(document: int) -> date:
    return FIRST_DAY + timedelta(days=document * 7919 % DAYS)


def _said_day(document: int, said: Said) -> date | None:
    return None if said.days_ago is None else _day(document) - timedelta(days=said.days_ago)


def _effect(said: Said) -> str:
    return EVENTS[said.event][1]


def _range(span: tuple[int, int] | None) -> str | None:
    return f"[{span[0]},{span[1]})" if span else None


def _if(condition: object, value: datetime) -> datetime | None:
    return value if condition else None


def _lease(to: int | None, end: datetime) -> tuple[int | None, datetime | None]:
    return to, _if(to, end)


def copy_rows(model: type, columns: str, rows: Iterable[Sequence[object]]) -> None:
    table = model._meta.db_table  # type: ignore[attr-defined]
    names = sql.SQL(", ").join(sql.Identifier(name) for name in columns.split())
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            copy.write_row(row)
