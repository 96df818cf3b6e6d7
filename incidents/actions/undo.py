"""Take decisions back, at any later time: what can be restored is, and the rest is named."""

import uuid
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from incidents.actions.bulk import take_back
from incidents.actions.confirmations import ask_again, joined_confirmed
from incidents.actions.decisions import lock, name_of, plain
from incidents.actions.disclosure import refuse_lifting
from incidents.actions.relations import put_back
from incidents.actions.standing import settle
from incidents.actions.suggestions import wait_to_suggest
from incidents.enums import Action, Answer, Verdict
from incidents.exceptions import ReviewError
from incidents.models import Bulk, Decision, Incident, IncidentClaim, Suggestion
from incidents.querysets import IncidentClaimQuerySet
from incidents.references import parse

# What an undo puts back, and the columns that say who and when beside each.
COLUMNS: dict[str, tuple[str, ...]] = {
    "verdict": ("decided_by", "decided_at", "awaits"),
    "incident": (),
    "status": ("merged_into", "confirmed_by", "confirmed_at"),
    "overrides": (),
    "grade": (),
    "sensitivity": (),
    "named_openly": (),
}
FOREIGN = {"incident", "merged_into", "decided_by", "confirmed_by"}


@transaction.atomic
def undo(decision: Decision, *, by: User) -> list[str]:
    """Take a decision back, with all that was decided in the same act.

    Returns:
        A sentence for each part that a later decision changed and that therefore stays.

    Raises:
        ReviewError: it is undone already, is itself an undoing, only a lead may undo it, or
            nothing of it can be restored.
    """
    if decision.batch and (bulk := Bulk.objects.filter(pk=decision.batch).first()):
        return take_back(bulk, by=by)
    act = [decision]
    if decision.batch:
        act = list(Decision.objects.filter(batch=decision.batch))
    if any(done.action == Action.UNDO for done in act):
        raise ReviewError("This decision is the undoing of another; decide anew instead.")
    if any(done.action == Action.UNRELATE for done in act):
        wait_to_suggest()  # nobody else relates or merges incidents meanwhile
    for done in act:
        refuse_lifting(done, by)
    touched = _incidents_of(act)
    lock(*touched)
    list(_links_of(act).locked())
    if Decision.objects.filter(undoes__in=act).exists():
        raise ReviewError("This decision is undone already.")
    merges = [done for done in act if done.action == Action.MERGE]
    if joined_confirmed(merges) and not by.has_perm("incidents.lead_review"):
        raise ReviewError("This merged confirmed incidents: only a lead undoes that.")
    batch = uuid.uuid4()
    act.sort(key=lambda done: (done.claim_id is not None, -done.pk))  # incidents before claims
    undoings = [_reverse(done, by=by, batch=batch) for done in act]
    kept = [sentence for _, sentences in undoings for sentence in sentences]
    if kept and not any(restored for restored, _ in undoings):
        raise ReviewError(f"{kept[0]} Undo that first.")
    for incident in lock(*touched).values():
        ask_again(incident, by=by, batch=batch)
        settle(incident, by=by, batch=batch)
    return kept


def _reverse(decision: Decision, *, by: User, batch: uuid.UUID) -> tuple[bool, list[str]]:
    """Put back what a decision changed and record that: whether anything was, and what stays."""
    target = _target(decision)
    record: dict[str, list[Any]] = {}
    kept: list[str] = []
    for column in (name for name in COLUMNS if name in decision.changes):
        if column == "overrides":
            _put_back_overrides(target, decision, record, kept)
        elif column == "verdict" and decision.claim_id and target.awaits:
            kept.append(f"{name_of(target)} stays as it is: two people read it now.")
        elif later := _later(decision, target, column):
            kept.append(_sentence(target, later))
        elif column == "incident":
            _take_home(target, decision, record)
        else:
            _put_back(target, decision, column, record)
    target.version += 1
    target.save(update_fields=[*record, "version"])
    if decision.action == Action.ANSWER:
        record["answer"] = [decision.changes["answer"][1], Answer.OPEN]
        _open_suggestion(decision)
    if decision.action in (Action.RELATE, Action.UNRELATE):
        put_back(decision, record, kept)
    Decision.objects.create(
        incident_id=decision.incident_id,
        claim_id=decision.claim_id,
        action=Action.UNDO,
        undoes=decision,
        by=by,
        changes=record,
        batch=batch,
    )
    return bool(record), kept


def _target(decision: Decision) -> Any:
    if decision.claim_id:
        return IncidentClaim.objects.select_related("claim").get(claim=decision.claim_id)
    return Incident.objects.get(decisions=decision)


def _put_back(target: Any, decision: Decision, column: str, record: dict[str, list[Any]]) -> None:
    for name in (column, *COLUMNS[column]):
        if name not in decision.changes:
            continue
        before = decision.changes[name][0]
        if name == "verdict" and before is None:
            before = Verdict.REPLACED  # a claim that a person had added goes out of force
        record[name] = [plain(getattr(target, name)), before]
        setattr(target, f"{name}_id" if name in FOREIGN else name, before)


def _put_back_overrides(
    target: Any, decision: Decision, record: dict[str, list[Any]], kept: list[str]
) -> None:
    """Put back fact by fact, so that facts set by hand later stay."""
    before, after = decision.changes["overrides"]
    now = dict(target.overrides)
    for fact in before.keys() | after.keys():
        if before.get(fact) == after.get(fact):
            continue
        if now.get(fact) != after.get(fact):
            kept.append(f"{target.reference}: the {fact} was set by hand again since.")
        elif fact in before:
            now[fact] = before[fact]
        else:
            del now[fact]
    record["overrides"] = [target.overrides, now]
    target.overrides = now


def _later(decision: Decision, target: Any, column: str) -> Decision | None:
    """Return the first decision that changed a column again. To be carried by a merge is none."""
    about = {"claim": decision.claim_id}
    if decision.claim_id is None:
        about = {"claim": None, "incident": decision.incident_id}
    later = Decision.objects.filter(
        **about, pk__gt=decision.pk, undone_by=None, changes__has_key=column
    )
    later = later.exclude(action=Action.UNDO)
    if decision.batch:
        later = later.exclude(batch=decision.batch)
    if column == "incident":
        merges = Decision.objects.filter(action=Action.MERGE, batch=OuterRef("batch"))
        later = later.exclude(Exists(merges))
    return later.select_related("by").order_by("pk").first()


def _take_home(link: IncidentClaim, decision: Decision, record: dict[str, list[Any]]) -> None:
    """Put a claim where it belongs without this decision: where a standing one last put it.

    A merge puts no claim anywhere: it belongs to whatever bears its incident at the time.
    """
    moves = Decision.objects.filter(claim=decision.claim_id, changes__has_key="incident")
    moves = moves.exclude(action=Action.UNDO).order_by("pk")
    merges = Decision.objects.filter(action=Action.MERGE, batch=OuterRef("batch"))
    placed = moves.filter(~Exists(merges), undone_by=None).exclude(pk=decision.pk).last()
    first = moves[0]
    home = placed.changes["incident"][1] if placed else first.changes["incident"][0]
    home = _bearers(home)[-1]
    if home != link.incident_id:
        record["incident"] = [link.incident_id, home]
        link.incident_id = home


def _bearers(incident_id: int) -> list[int]:
    """Return an incident and those that it was merged into, one after the other."""
    chain = [incident_id]
    while into := Incident.objects.values_list("merged_into", flat=True).get(pk=chain[-1]):
        chain.append(into)
    return chain


def _sentence(target: Any, later: Decision) -> str:
    return f"{name_of(target)} stays as it is: {later.by} {later.get_action_display()} since."


def _open_suggestion(decision: Decision) -> None:
    """Open a suggestion again whose answer is taken back."""
    other = parse(decision.changes["other"][1])
    Suggestion.objects.filter(older=decision.incident_id, newer=other).update(
        answer=Answer.OPEN, answered_by=None, answered_at=None
    )


def _incidents_of(act: list[Decision]) -> set[int]:
    """Return the incidents that undoing an act can touch, with those that bear them now."""
    touched = {done.incident_id for done in act if done.incident_id}
    for done in act:
        touched |= {pk for pk in done.changes.get("merged_into", []) if pk}
    touched |= set(_links_of(act).values_list("incident", flat=True))
    claims = [done.claim_id for done in act if done.claim_id]
    moves = Decision.objects.filter(claim__in=claims, changes__has_key="incident")
    touched |= {pk for places in moves.values_list("changes__incident", flat=True) for pk in places}
    return {bearer for pk in touched for bearer in _bearers(pk)}


def _links_of(act: list[Decision]) -> IncidentClaimQuerySet:
    claims = [done.claim_id for done in act if done.claim_id]
    return IncidentClaim.objects.filter(claim__in=claims)
