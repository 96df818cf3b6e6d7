"""The trail behind a released incident: what was merged into it, and what people decided."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from incidents.enums import Action
from incidents.models import Decision, Incident

PEOPLE = {"confirmed_by", "decided_by"}


def merged_into(bearers: QuerySet[Incident]) -> dict[int, int]:
    """Return for each incident that now leads to one of these the one it was merged into."""
    found: dict[int, int] = {}
    level = Incident.objects.filter(merged_into__in=bearers.order_by().values("pk"))
    while rows := dict(level.order_by("pk").values_list("pk", "merged_into")):
        found |= {pk: into for pk, into in rows.items() if into}
        level = Incident.objects.filter(merged_into__in=list(rows))
    return found


def by_bearer(into: Mapping[int, int]) -> dict[int, list[int]]:
    """Return for each incident that bears others today those that lead to it, near or far.

    >>> by_bearer({2: 1, 3: 2, 5: 4})
    {1: [2, 3], 4: [5]}
    """
    borne: dict[int, list[int]] = {}
    for pk in sorted(into):
        bearer = into[pk]
        while bearer in into:
            bearer = into[bearer]
        borne.setdefault(bearer, []).append(pk)
    return borne


def telling_decisions() -> QuerySet[Decision]:
    """Return the decisions that a cell of an incident can rest on, the oldest first."""
    telling = (
        Q(action=Action.CONFIRM)
        | Q(changes__has_key="grade")
        | Q(changes__has_key="overrides")
        | Q(changes__has_key="merged_into")
    )
    return Decision.objects.filter(telling).prefetch_related("by").order_by("pk")


def confirmation(incident: Incident, decisions: Iterable[Decision]) -> Decision | None:
    """Return the decision that confirmed it; after a merge it may be about another incident."""
    at = incident.confirmed_at and incident.confirmed_at.isoformat()
    confirming = (one for one in decisions if one.action == Action.CONFIRM)
    return next((one for one in confirming if _after(one, "confirmed_at") == at), None)


def overriding(incident: Incident, fact: str, decisions: Iterable[Decision]) -> Decision | None:
    """Return the decision that set a fact by hand; a merge carries it along, with its time."""
    entry = incident.overrides[fact]
    setting = (one for one in decisions if (_after(one, "overrides") or {}).get(fact) == entry)
    return next(setting, None)


def merging(incident: Incident, decisions: Iterable[Decision]) -> Decision | None:
    """Return the last decision that merged another incident into this one."""
    merges = [one for one in decisions if _after(one, "merged_into") == incident.pk]
    return merges[-1] if merges else None


def grading(incident: Incident, decisions: Iterable[Decision]) -> Decision | None:
    """Return the last decision that gave it its grade; a merge leaves that of the other behind."""
    own = (one for one in decisions if one.incident_id == incident.pk)
    grades = [one for one in own if _after(one, "grade") == incident.grade]
    return grades[-1] if grades else None


def released_changes(changes: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """Return what a decision changed, with the pseudonyms of people in place of their keys."""
    released: dict[str, list[Any]] = {}
    for field, values in changes.items():
        if field in PEOPLE:
            released[field] = [_pseudonym(value) for value in values]
        elif field == "overrides":
            released[field] = [_released_overrides(value) for value in values]
        else:
            released[field] = values
    return released


def _released_overrides(overrides: Mapping[str, Mapping[str, Any]] | None) -> dict[str, Any]:
    return {
        fact: {**entry, "by": _pseudonym(entry["by"])} for fact, entry in (overrides or {}).items()
    }


def _pseudonym(pk: int | None) -> str | None:
    return None if pk is None else User(pk=pk).pseudonym


def _after(decision: Decision, column: str) -> Any:
    return decision.changes.get(column, (None, None))[1]
