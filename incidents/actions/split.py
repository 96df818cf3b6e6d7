"""Make two incidents of one: claims leave it together, as one act that can be undone."""

import uuid
from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from incidents.actions.decisions import decide_on_claim, decide_on_incident, lock
from incidents.actions.standing import settle
from incidents.actions.suggestions import suggest, tell_apart, wait_to_suggest
from incidents.enums import Action, Sensitivity, Status, Verdict
from incidents.exceptions import ReviewError, StaleError
from incidents.models import Incident, IncidentClaim


@transaction.atomic
def split(
    incident: Incident, *, links: Iterable[IncidentClaim], by: User, version: int, reason: str
) -> Incident:
    """Move these claims to a new candidate and return it; the verdicts on them stay.

    What a person has set by hand, the grade and the relations stay with the incident that keeps
    its reference. The two are told apart: no suggestion offers them as one again.

    Raises:
        StaleError: somebody decided on the incident or on one of the claims first.
        ReviewError: there is nothing to split; the message says why.
    """
    if not reason.strip():
        raise ReviewError("Say why these are two events: the reason is part of the record.")
    seen = {link.pk: link.version for link in links}
    wait_to_suggest()
    row = lock(incident.pk)[incident.pk]
    leaving = list(row.links.filter(pk__in=seen).select_related("claim").locked())
    if row.version == version:
        _refuse(row, leaving, seen.keys())
    batch = uuid.uuid4()
    new = Incident.objects.create(
        event_type=row.event_type,
        title=row.title,
        sensitivity=row.sensitivity if row.sensitivity == Sensitivity.SENSITIVE else None,
    )
    told = {row: {"split off": [None, new.reference]}, new: {"split from": [None, row.reference]}}
    for one, record in told.items():
        decide_on_incident(
            one,
            Action.SPLIT,
            by=by,
            version=version if one == row else new.version,
            reason=reason,
            batch=batch,
            changes={},
            told=record,
        )
    for link in leaving:
        decide_on_claim(
            link, Action.MOVE_CLAIM, by=by, version=seen[link.pk], batch=batch, incident=new
        )
    for one in (row, new):
        settle(one, by=by, batch=batch)
    tell_apart(row, new, by=by, batch=batch)
    for one in (row, new):
        suggest(one)
    return new


def _refuse(incident: Incident, leaving: list[IncidentClaim], seen: Iterable[int]) -> None:
    if incident.status not in (Status.CANDIDATE, Status.CONFIRMED):
        status = incident.get_status_display().lower()
        raise ReviewError(f"{incident.reference} is {status}: it cannot be split.")
    if not leaving:
        raise ReviewError("Choose the claims that are about another event.")
    if {link.pk for link in leaving} != set(seen):
        raise StaleError("A claim that you chose has left this incident. Look at it again.")
    if any(link.verdict == Verdict.REPLACED for link in leaving):
        raise ReviewError("A newer claim has taken the place of one of these. Choose that one.")
    standing = incident.links.exclude(verdict=Verdict.REPLACED)
    if not standing.exclude(pk__in=[link.pk for link in leaving]).exists():
        raise ReviewError("Leave at least one claim here: to move them all splits nothing.")
