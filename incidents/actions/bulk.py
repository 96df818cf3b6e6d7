"""Decide on many rows as one act: seen in a preview, carried out in stretches, undone as one."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db import transaction
from django.db.models import Count, F, QuerySet, TextField, Value
from django.db.models.functions import MD5, Cast, Concat, Now
from django.utils import timezone

from accounts.models import User
from incidents.actions.bulk_undo import restore
from incidents.actions.decisions import lock, plain
from incidents.actions.facts import refresh
from incidents.actions.standing import settle
from incidents.enums import Action, BulkStatus, Obstacle, Verdict
from incidents.exceptions import ReviewError, StaleError
from incidents.models import Bulk, Decision, Incident, IncidentClaim
from incidents.obstacles import STATUSES, VERDICTS, with_obstacles
from incidents.signals import bulk_ordered

STRETCH = 250  # rows in one transaction: nobody waits long for one of them
AT_ONCE = 500  # rows that are decided on before the page answers
MOST = 20_000
PROGRESS = [
    *("passed", "changed", "left_out", "status"),
    *("restored", "kept_rows", "kept", "moved_at"),
]
NEEDS_REASON = {Action.REJECT_CLAIM, Action.RETURN_CLAIM, Action.REJECT, Action.REOPEN}

LeftOut = list[tuple[str, str | None, int]]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a bulk decision would do to the rows that were chosen.

    ``now`` says what those that change are now. ``digest`` names the rows and their versions: it
    differs as soon as one comes, goes or is decided on.
    """

    chosen: int
    changing: int
    now: list[tuple[str, int]]
    left_out: LeftOut
    incidents: int
    digest: str

    @property
    def staying(self) -> int:
        return self.chosen - self.changing


def preview(rows: QuerySet, action: Action, *, by: User) -> Preview:
    """Return what would happen, in a fixed number of queries.

    Raises:
        ReviewError: more rows are chosen than one act may change.
    """
    rows = rows.order_by()
    if rows.values("pk")[: MOST + 1].count() > MOST:
        raise ReviewError(f"More than {MOST:,} rows are chosen. Narrow the filters first.")
    seen = with_obstacles(rows, action, by)
    state, incident = ("verdict", "incident") if action in VERDICTS else ("status", "pk")
    groups = seen.values_list("obstacle", "whose", state).annotate(n=Count("pk"))
    now: Counter[str] = Counter()
    out: Counter[tuple[str, str | None]] = Counter()
    for obstacle, whose, value, number in groups:
        if obstacle:
            out[obstacle, whose] += number
        else:
            now[value] += number
    touched = seen.filter(obstacle="").aggregate(n=Count(incident, distinct=True))
    return Preview(
        chosen=now.total() + out.total(),
        changing=now.total(),
        now=now.most_common(),
        left_out=_in_order(out),
        incidents=touched["n"],
        digest=_digest(rows),
    )


def order(
    rows: QuerySet, action: Action, *, by: User, seen: str, reason: str = "", filters: str = ""
) -> Bulk:
    """Decide on all of these rows that allow it; the rest is left out and named.

    Few are decided on at once. Many are left to a worker, which comes back to what it has begun.

    Args:
        seen: the digest of the preview that the person saw.

    Raises:
        StaleError: the rows are no longer those of the preview.
        ReviewError: no reason is given, or none of the rows can be decided on so.
    """
    if action in NEEDS_REASON and not reason.strip():
        raise ReviewError("Say why: the reason is part of the record of every row.")
    found = preview(rows, action, by=by)
    if found.digest != seen:
        raise StaleError("These rows are not those of the preview any more. Look again.")
    going = with_obstacles(rows.order_by("pk"), action, by).filter(obstacle="")
    frozen = list(going.values_list("pk", "version"))
    if not frozen:
        raise ReviewError("None of these rows can be decided on so.")
    with transaction.atomic():
        bulk = Bulk.objects.create(
            action=action,
            by=by,
            reason=reason.strip(),
            filters=filters,
            rows=[pk for pk, _ in frozen],
            versions=[version for _, version in frozen],
            left_out=found.left_out,
        )
        _announce(bulk)
    _begin(bulk)
    return bulk


def take_back(bulk: Bulk, *, by: User) -> list[str]:
    """Undo a bulk decision as one, also one that is still running: it stops where it is.

    Returns:
        A sentence for each row that somebody decided on again since and that therefore stays.
        What a worker has to take back it names on the page of the bulk decision instead.

    Raises:
        ReviewError: it is taken back already, or nothing of it can be restored.
    """
    with transaction.atomic():
        bulk = Bulk.objects.select_for_update().get(pk=bulk.pk)
        if bulk.status in (BulkStatus.UNDOING, BulkStatus.UNDONE):
            raise ReviewError("This is undone already.")
        decided = Decision.objects.filter(batch=bulk.pk)
        if decided.exists() and not decided.last_words().exists():
            raise ReviewError("Every row of it was decided on again since. Undo that first.")
        bulk.status, bulk.undone_by = BulkStatus.UNDOING, by
        bulk.save(update_fields=["status", "undone_by"])
        _announce(bulk)
    _begin(bulk)
    return list(bulk.kept)


def carry_on(batch: uuid.UUID) -> None:
    """Do what is left of a bulk decision or of its undoing. Safe to repeat, and beside others."""
    while take_stretch(batch):
        pass


@transaction.atomic
def take_stretch(batch: uuid.UUID, *, size: int = STRETCH) -> bool:
    """Decide on the next rows, or take the next decisions back. Returns whether more is left."""
    waiting = Bulk.objects.filter(pk=batch, status__in=[BulkStatus.RUNNING, BulkStatus.UNDOING])
    bulk = waiting.select_for_update(skip_locked=True).first()
    if bulk is None:
        return False
    if bulk.status == BulkStatus.RUNNING:
        _decide(bulk, size)
    else:
        restore(bulk, size)
    bulk.moved_at = timezone.now()
    bulk.save(update_fields=PROGRESS)
    return bulk.is_under_way


def unfinished(*, older_than: timedelta, limit: int) -> list[uuid.UUID]:
    """Return the bulk decisions that are under way and came no further for this long."""
    stuck = Bulk.objects.filter(
        status__in=[BulkStatus.RUNNING, BulkStatus.UNDOING], moved_at__lt=Now() - older_than
    )
    return list(stuck.order_by("moved_at").values_list("pk", flat=True)[:limit])


def _announce(bulk: Bulk) -> None:
    if len(bulk.rows) > AT_ONCE:
        bulk_ordered.send(Bulk, bulk=bulk)


def _begin(bulk: Bulk) -> None:
    """Do a short one at once. Each stretch is a transaction of its own, which locks in one go."""
    if len(bulk.rows) <= AT_ONCE:
        carry_on(bulk.pk)
        bulk.refresh_from_db()


def _decide(bulk: Bulk, size: int) -> None:
    stretch = slice(bulk.passed, bulk.passed + size)
    seen = dict(zip(bulk.rows[stretch], bulk.versions[stretch], strict=True))
    act = _judge if bulk.action in VERDICTS else _turn
    changed, out = act(bulk, seen)
    bulk.passed += len(seen)
    bulk.changed += changed
    counted = Counter({(code, whose): number for code, whose, number in bulk.left_out})
    bulk.left_out = _in_order(counted + out)
    if bulk.passed >= len(bulk.rows):
        bulk.status = BulkStatus.DONE


def _judge(bulk: Bulk, seen: Mapping[int, int]) -> tuple[int, Counter]:
    """Give claims their verdict; return how many, and what is left out."""
    claims = IncidentClaim.objects.filter(pk__in=seen)
    incidents = lock(*claims.values_list("incident", flat=True))
    rows = with_obstacles(claims.select_related("claim"), Action(bulk.action), bulk.by).locked()
    fit, out = _sorted_out(rows, seen, moved=lambda link: link.incident_id not in incidents)
    _give(VERDICTS[Action(bulk.action)], fit, bulk, Action(bulk.action), reason=bulk.reason)
    touched = sorted({link.incident_id for link in fit})
    settle(*(incidents[pk] for pk in touched), by=bulk.by, batch=bulk.pk)
    return len(fit), out


def _turn(bulk: Bulk, seen: Mapping[int, int]) -> tuple[int, Counter]:
    """Give incidents their status; return how many, and what is left out."""
    action = Action(bulk.action)
    lock(*seen)
    rows = with_obstacles(Incident.objects.filter(pk__in=seen).order_by("pk"), action, bulk.by)
    fit, out = _sorted_out(rows, seen)
    columns: dict[str, Any] = {"status": STATUSES[action]}
    if action == Action.CONFIRM:
        columns |= {"confirmed_by_id": bulk.by_id, "confirmed_at": timezone.now()}
    _record(fit, columns, bulk, action, reason=bulk.reason)
    Incident.objects.filter(pk__in=[row.pk for row in fit]).update(
        **columns, version=F("version") + 1
    )
    if action == Action.REJECT:
        pending = IncidentClaim.objects.pending().filter(incident__in=fit, awaits=None)
        claims = list(pending.select_related("claim").locked())
        _give(Verdict.REJECTED, claims, bulk, Action.REJECT_CLAIM)
    if action != Action.REOPEN:
        refresh(*fit)
    return len(fit), out


def _give(
    verdict: Verdict, links: Sequence[IncidentClaim], bulk: Bulk, action: Action, reason: str = ""
) -> None:
    judged = verdict != Verdict.PENDING
    columns: dict[str, Any] = {
        "verdict": verdict,
        "decided_by_id": bulk.by_id if judged else None,
        "decided_at": timezone.now() if judged else None,
    }
    _record(links, columns, bulk, action, reason=reason)
    IncidentClaim.objects.filter(pk__in=[link.pk for link in links]).update(
        **columns, version=F("version") + 1, leased_to=None, leased_until=None
    )


def _record(
    rows: Sequence[Any], columns: Mapping[str, Any], bulk: Bulk, action: Action, reason: str
) -> None:
    """Write down what happens to rows, as decisions of one batch."""
    Decision.objects.bulk_create(
        Decision(
            incident_id=row.pk if isinstance(row, Incident) else row.incident_id,
            claim_id=None if isinstance(row, Incident) else row.claim_id,
            action=action,
            by_id=bulk.by_id,
            reason=reason,
            batch=bulk.pk,
            changes={
                name.removesuffix("_id"): [plain(getattr(row, name)), plain(value)]
                for name, value in columns.items()
            },
        )
        for row in rows
    )


def _sorted_out(
    rows: Iterable[Any], seen: Mapping[int, int], moved: Any = lambda row: False
) -> tuple[list[Any], Counter]:
    """Part rows into those that are still as they were seen and nothing stands in the way of."""
    fit = []
    out: Counter[tuple[str, str | None]] = Counter()
    for row in rows:
        if row.version != seen[row.pk] or moved(row):
            out[Obstacle.CHANGED.value, None] += 1
        elif row.obstacle:
            out[row.obstacle, row.whose] += 1
        else:
            fit.append(row)
    return fit, out


def _in_order(out: Mapping[tuple[str, str | None], int]) -> LeftOut:
    return sorted(
        ((code, whose, number) for (code, whose), number in out.items()),
        key=lambda one: (-one[2], one[0], one[1] or ""),
    )


def _digest(rows: QuerySet) -> str:
    text = Concat(
        Cast("pk", TextField()),
        Value(":", TextField()),
        Cast("version", TextField()),
        output_field=TextField(),
    )
    joined = StringAgg(text, delimiter=",", order_by="pk", default=Value(""))
    found: str = rows.aggregate(digest=MD5(joined))["digest"]
    return found
