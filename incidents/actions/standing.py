"""Keep an incident in line with its claims, whatever was decided on them."""

import uuid
from collections.abc import Iterable, Sequence

from django.db.models import F

from accounts.models import User
from incidents.actions.decisions import decide_on_incident
from incidents.actions.facts import refresh
from incidents.enums import Action, Status, Verdict
from incidents.models import Decision, Incident, IncidentClaim

NOTHING_ACCEPTED = "No accepted claim is left in it."
NOTHING_LEFT = "No claim is left in it."
CAME_BACK = "A claim came back."


def settle(*incidents: Incident, by: User, batch: uuid.UUID) -> None:
    """Work out locked incidents anew; pages that show them are now old.

    A confirmed incident without an accepted claim is a candidate again, and a candidate without
    any claim is rejected until one comes back, unless a person rejected it. Both are decisions of
    the same act.
    """
    Incident.objects.filter(pk__in=[row.pk for row in incidents]).update(version=F("version") + 1)
    verdicts = _verdicts_in(incidents)
    turned = _last_turns(row for row in incidents if row.status == Status.REJECTED)
    for incident in incidents:
        incident.version += 1
        found = verdicts[incident.pk] - {Verdict.REPLACED}
        if incident.status == Status.CONFIRMED and Verdict.ACCEPTED not in found:
            _turn(incident, Action.REOPEN, Status.CANDIDATE, NOTHING_ACCEPTED, by=by, batch=batch)
        if incident.status == Status.CANDIDATE and not found:
            _turn(incident, Action.REJECT, Status.REJECTED, NOTHING_LEFT, by=by, batch=batch)
        elif incident.status == Status.REJECTED and _stands(found, turned.get(incident.pk)):
            _turn(incident, Action.REOPEN, Status.CANDIDATE, CAME_BACK, by=by, batch=batch)
    refresh(*incidents)


def _verdicts_in(incidents: Sequence[Incident]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {row.pk: set() for row in incidents}
    links = IncidentClaim.objects.filter(incident__in=incidents).order_by()
    for pk, verdict in links.values_list("incident", "verdict").distinct():
        found[pk].add(verdict)
    return found


def _last_turns(incidents: Iterable[Incident]) -> dict[int, Decision]:
    """Return for each incident the decision that last changed its status and still holds."""
    about = list(incidents)
    if not about:
        return {}
    turns = Decision.objects.filter(
        incident__in=about, claim=None, changes__has_key="status", undone_by=None
    ).exclude(action=Action.UNDO)
    last = turns.order_by("incident", "-pk").distinct("incident")
    return {turn.incident_id: turn for turn in last if turn.incident_id}


def _turn(
    incident: Incident, action: Action, status: Status, reason: str, *, by: User, batch: uuid.UUID
) -> None:
    decide_on_incident(
        incident,
        action,
        by=by,
        version=incident.version,
        reason=reason,
        batch=batch,
        changes={"status": status},
    )


def _stands(verdicts: set[str], last: Decision | None) -> bool:
    """Return whether a claim speaks for a rejected incident that no person has rejected."""
    if not verdicts - {Verdict.REJECTED}:
        return False
    return last is None or last.action != Action.REJECT or last.reason == NOTHING_LEFT
