"""What releases may say of one incident: whether they hold it, and whom they name."""

from django.db import transaction

from accounts.models import User
from incidents.actions.decisions import decide_on_incident, lock
from incidents.actions.release_withholding import people_named, texts_of
from incidents.enums import Action, Sensitivity, Verdict
from incidents.exceptions import ReviewError
from incidents.models import Decision, Incident
from incidents.releases.privacy.rules import normal

DISCLOSING = (Action.SENSITIVITY, Action.NAMING)


@transaction.atomic
def mark(
    incident: Incident, sensitivity: str | None, *, by: User, version: int, reason: str
) -> Decision:
    """Say whether releases may hold an incident; None leaves it to the rules.

    Everyone who judges may hold it back; only a lead may let it through or lift a mark.
    """
    if not reason.strip():
        raise ReviewError("Say why: whoever makes a release needs to know.")
    if sensitivity != Sensitivity.SENSITIVE and not by.has_perm("incidents.lead_review"):
        raise ReviewError("Only a lead lets a sensitive incident into releases.")
    return decide_on_incident(
        lock(incident.pk)[incident.pk],
        Action.SENSITIVITY,
        by=by,
        version=version,
        reason=reason.strip(),
        changes={"sensitivity": sensitivity},
    )


@transaction.atomic
def allow_name(
    incident: Incident, name: str, *, allowed: bool, by: User, version: int, reason: str
) -> Decision:
    """Let releases name one private person in this incident, or no longer. Only a lead may."""
    if not by.has_perm("incidents.lead_review"):
        raise ReviewError("Only a lead lets releases name a private person.")
    if not reason.strip():
        raise ReviewError("Say why: a person who is named cannot be unnamed.")
    row = lock(incident.pk)[incident.pk]
    others = [one for one in row.named_openly if normal(one) != normal(name)]
    if allowed and normal(name) not in map(normal, private_names(row)):
        raise ReviewError(f"No accepted claim of {row.reference} names {name}.")
    return decide_on_incident(
        row,
        Action.NAMING,
        by=by,
        version=version,
        reason=reason.strip(),
        changes={"named_openly": sorted([*others, name]) if allowed else others},
    )


def private_names(incident: Incident) -> list[str]:
    """Return the private people whom the accepted claims name, in reading order."""
    accepted = incident.links.filter(verdict=Verdict.ACCEPTED)
    people = people_named(accepted)
    claims = accepted.select_related("claim").prefetch_related("claim__speakers", "claim__counts")
    found: dict[str, str] = {}
    for link in claims.order_by("claim"):
        for text in texts_of(link.claim):
            for name in people.private_names(text):
                found.setdefault(people.whole_name(name.text), " ".join(name.text.split()))
    return list(found.values())


def refuse_lifting(decision: Decision, by: User) -> None:
    """Raise ReviewError if taking this back could release what a lead must release."""
    lifts = decision.action in DISCLOSING and decision.by != by
    if lifts and not by.has_perm("incidents.lead_review"):
        raise ReviewError("This says what releases may hold: only a lead takes it back.")
