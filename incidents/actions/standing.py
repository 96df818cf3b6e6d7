"""Keep an incident in line with its claims, whatever was decided on them."""

import uuid

from accounts.models import User
from incidents.actions.decisions import decide_on_incident
from incidents.actions.facts import refresh
from incidents.enums import Action, Status, Verdict
from incidents.models import Incident

NOTHING_ACCEPTED = "No accepted claim is left in it."
NOTHING_LEFT = "No claim is left in it."


def settle(incident: Incident, *, by: User, batch: uuid.UUID) -> None:
    """Work out a locked incident anew; pages that show it are now old.

    A confirmed incident without an accepted claim is a candidate again, and a candidate without
    any claim is rejected until one comes back, unless a person rejected it. Both are decisions of
    the same act.
    """
    incident.version += 1
    incident.save(update_fields=["version"])
    verdicts = set(incident.links.values_list("verdict", flat=True)) - {Verdict.REPLACED}
    if incident.status == Status.CONFIRMED and Verdict.ACCEPTED not in verdicts:
        _turn(incident, Action.REOPEN, Status.CANDIDATE, NOTHING_ACCEPTED, by=by, batch=batch)
    if incident.status == Status.CANDIDATE and not verdicts:
        _turn(incident, Action.REJECT, Status.REJECTED, NOTHING_LEFT, by=by, batch=batch)
    elif incident.status == Status.REJECTED and _stands(incident, verdicts):
        _turn(incident, Action.REOPEN, Status.CANDIDATE, "A claim came back.", by=by, batch=batch)
    refresh(incident)


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


def _stands(incident: Incident, verdicts: set[str]) -> bool:
    """Return whether a claim speaks for a rejected incident that no person has rejected."""
    if not verdicts - {Verdict.REJECTED}:
        return False
    turns = incident.decisions.filter(claim=None, changes__has_key="status", undone_by=None)
    last = turns.exclude(action=Action.UNDO).first()
    return last is None or last.action != Action.REJECT or last.reason == NOTHING_LEFT
