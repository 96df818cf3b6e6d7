"""The reviewer's verbs. Each is one transaction and leaves a decision that says who and why."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from incidents.actions.decisions import (
    READ_BY_TWO,
    decide_on_claim,
    decide_on_incident,
    lock,
    plain,
)
from incidents.actions.facts import refresh
from incidents.actions.standing import settle
from incidents.enums import TRANSITIONS, Action, Status, Verdict
from incidents.exceptions import ReviewError
from incidents.models import Decision, Incident, IncidentClaim
from sources.actions.claims import ClaimDraft, make_claim
from sources.models import Document

JUDGEMENTS = {
    Verdict.ACCEPTED: Action.ACCEPT_CLAIM,
    Verdict.REJECTED: Action.REJECT_CLAIM,
    Verdict.UNSURE: Action.UNSURE_CLAIM,
}


@transaction.atomic
def judge(
    link: IncidentClaim,
    verdict: Verdict,
    *,
    by: User,
    version: int,
    reason: str = "",
    settles: bool = False,
    batch: uuid.UUID | None = None,
) -> Decision:
    """Accept or reject a claim, or say that one is unsure.

    ``settles``: two people have read it blind, and this is what comes of it.
    """
    incident, link = lock_claim(link, version)
    batch = batch or uuid.uuid4()
    decision = decide_on_claim(
        link,
        JUDGEMENTS[verdict],
        by=by,
        version=version,
        reason=reason,
        batch=batch,
        verdict=verdict,
        **({"awaits": None} if settles else {}),
    )
    settle(incident, by=by, batch=batch)
    return decision


@transaction.atomic
def correct(
    link: IncidentClaim,
    draft: ClaimDraft,
    *,
    by: User,
    version: int,
    reason: str = "",
    settles: bool = False,
    batch: uuid.UUID | None = None,
) -> IncidentClaim:
    """Put a claim stated by a person in the place of this one. The old one stays readable.

    ``settles``: two people have read it blind, and this is what comes of it.
    """
    incident, link = lock_claim(link, version)
    batch = batch or uuid.uuid4()
    decide_on_claim(
        link,
        Action.CORRECT_CLAIM,
        by=by,
        version=version,
        reason=reason,
        batch=batch,
        verdict=Verdict.REPLACED,
        **({"awaits": None} if settles else {}),
    )
    old = link.claim
    claim = make_claim(old.document, draft, by=by, supersedes=old)
    new = _link(incident, claim.pk, by)
    fields = [
        name
        for name in ClaimDraft.__dataclass_fields__
        if name not in ("counts", "speakers") and not name.endswith("_span")
    ]
    Decision.objects.create(
        incident=incident,
        claim=claim,
        action=Action.CORRECT_CLAIM,
        by=by,
        reason=reason,
        batch=batch,
        changes={"verdict": [None, Verdict.ACCEPTED]}
        | {
            f: [plain(getattr(old, f)), plain(getattr(claim, f))]
            for f in fields
            if getattr(old, f) != getattr(claim, f)
        },
    )
    settle(incident, by=by, batch=batch)
    return new


@transaction.atomic
def add_claim(
    document: Document, draft: ClaimDraft, *, by: User, incident: Incident | None = None
) -> IncidentClaim:
    """Add a claim that the machine missed, to an incident or to a new candidate."""
    claim = make_claim(document, draft, by=by)
    if incident is None:
        incident = Incident.objects.create(event_type=draft.event_type, title=claim.quote[:300])
    incident = lock(incident.pk)[incident.pk]
    _refuse_closed(incident)
    batch = uuid.uuid4()
    link = _link(incident, claim.pk, by)
    Decision.objects.create(
        incident=incident,
        claim=claim,
        action=Action.ADD_CLAIM,
        by=by,
        batch=batch,
        changes={"verdict": [None, Verdict.ACCEPTED]},
    )
    settle(incident, by=by, batch=batch)
    return link


@transaction.atomic
def move_claim(
    link: IncidentClaim, *, to: Incident | None, by: User, version: int, reason: str = ""
) -> Incident:
    """Attach a claim to another incident, or to a new candidate of its own if ``to`` is None."""
    target = to or Incident.objects.create(
        event_type=link.claim.event_type, title=link.claim.quote[:300]
    )
    rows = lock(_reload(link).incident_id, target.pk)
    link = _reload(link)
    if link.version == version:
        _refuse_replaced(link)
        if target.pk == link.incident_id:
            raise ReviewError("The claim belongs to this incident already.")
        if link.awaits:
            raise ReviewError(READ_BY_TWO)
        _refuse_closed(rows[target.pk])
    batch = uuid.uuid4()
    left = link.incident
    decide_on_claim(
        link,
        Action.MOVE_CLAIM,
        by=by,
        version=version,
        reason=reason,
        batch=batch,
        incident=rows[target.pk],
    )
    Decision.objects.create(
        incident=left,
        action=Action.MOVE_CLAIM,
        by=by,
        reason=reason,
        batch=batch,
        changes={"claim": [link.claim_id, None], "moved to": [None, target.reference]},
    )
    for row in rows.values():
        settle(row, by=by, batch=batch)
    return rows[target.pk]


@transaction.atomic
def confirm(
    incident: Incident, *, by: User, version: int, accept_pending: bool = False, reason: str = ""
) -> Decision:
    """Take a candidate into the dataset, on the strength of its accepted claims.

    With ``accept_pending`` the claims that nobody has judged yet are accepted with it.
    """
    incident = _lock_for(Action.CONFIRM, incident, version)
    batch = uuid.uuid4()
    decision = _transition(
        incident,
        Action.CONFIRM,
        by=by,
        version=version,
        reason=reason,
        batch=batch,
        confirmed_by=by,
        confirmed_at=timezone.now(),
    )
    if accept_pending:
        _judge_pending(incident, Verdict.ACCEPTED, by=by, batch=batch)
    if not incident.links.filter(verdict=Verdict.ACCEPTED).exists():
        raise ReviewError("Accept at least one claim first: an incident stands on its claims.")
    refresh(incident)
    return decision


@transaction.atomic
def reject(incident: Incident, *, by: User, version: int, reason: str) -> Decision:
    """Drop an incident and the claims of it that nobody has judged. It can be reopened."""
    if not reason.strip():
        raise ReviewError("Say why this is not an incident: the reason is part of the record.")
    incident = _lock_for(Action.REJECT, incident, version)
    batch = uuid.uuid4()
    decision = _transition(
        incident, Action.REJECT, by=by, version=version, reason=reason, batch=batch
    )
    _judge_pending(incident, Verdict.REJECTED, by=by, batch=batch)
    refresh(incident)
    return decision


@transaction.atomic
def reopen(incident: Incident, *, by: User, version: int, reason: str) -> Decision:
    """Make a confirmed or rejected incident a candidate again."""
    if not reason.strip():
        raise ReviewError("Say why this is opened again.")
    incident = _lock_for(Action.REOPEN, incident, version)
    return _transition(incident, Action.REOPEN, by=by, version=version, reason=reason)


@transaction.atomic
def override(
    incident: Incident, fact: str, value: list[Any], *, by: User, version: int, reason: str
) -> Decision:
    """Set a fact by hand. ``value`` holds one entry for each column of the fact."""
    if not reason.strip():
        raise ReviewError("Say why this differs from what the claims say.")
    incident = lock(incident.pk)[incident.pk]
    if incident.version == version:
        _refuse_closed(incident)
    entry = {"value": value, "reason": reason, "by": by.pk, "at": timezone.now().isoformat()}
    decision = decide_on_incident(
        incident,
        Action.OVERRIDE,
        by=by,
        version=version,
        reason=reason,
        changes={"overrides": incident.overrides | {fact: entry}},
    )
    refresh(incident)
    return decision


def lock_claim(link: IncidentClaim, version: int | None) -> tuple[Incident, IncidentClaim]:
    """Lock the incident of a claim that may still be judged; return both as they are now.

    A claim that is no longer at this version passes: the decision itself says who was first.
    """
    held_by = _reload(link).incident_id
    incident = lock(held_by)[held_by]
    link = _reload(link)
    if link.version == version:
        _refuse_replaced(link)
        _refuse_closed(incident)
    return incident, link


def _reload(link: IncidentClaim) -> IncidentClaim:
    rows = IncidentClaim.objects.select_related("claim__document", "incident")
    return rows.get(pk=link.pk)


def _refuse_replaced(link: IncidentClaim) -> None:
    if link.verdict == Verdict.REPLACED:
        raise ReviewError("A newer claim has taken the place of this one. Go on with that one.")


def _refuse_closed(incident: Incident) -> None:
    if incident.status == Status.MERGED:
        raise ReviewError(f"{incident.reference} was merged into another incident.")
    if incident.status == Status.REJECTED:
        raise ReviewError(f"{incident.reference} is rejected: reopen it first.")


def _lock_for(action: Action, incident: Incident, version: int) -> Incident:
    row = lock(incident.pk)[incident.pk]
    allowed, _ = TRANSITIONS[action]
    if row.status not in allowed and row.version == version:
        raise ReviewError(f"{row.reference} is {row.get_status_display().lower()} already.")
    return row


def _transition(
    incident: Incident,
    action: Action,
    *,
    by: User,
    version: int,
    reason: str = "",
    batch: uuid.UUID | None = None,
    **columns: Any,
) -> Decision:
    _, status = TRANSITIONS[action]
    return decide_on_incident(
        incident,
        action,
        by=by,
        version=version,
        reason=reason,
        batch=batch,
        changes={"status": status, **columns},
    )


def _judge_pending(incident: Incident, verdict: Verdict, *, by: User, batch: uuid.UUID) -> None:
    pending = incident.links.filter(verdict=Verdict.PENDING, awaits=None)
    for link in pending.select_related("claim").locked():
        decide_on_claim(
            link, JUDGEMENTS[verdict], by=by, version=link.version, batch=batch, verdict=verdict
        )


def _link(incident: Incident, claim_id: int, by: User) -> IncidentClaim:
    return IncidentClaim.objects.create(
        incident=incident,
        claim_id=claim_id,
        verdict=Verdict.ACCEPTED,
        decided_by=by,
        decided_at=timezone.now(),
    )
