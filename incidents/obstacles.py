"""Which rows a bulk decision leaves out, and why: worked out by the database, row by row."""

from typing import TypeVar

from django.apps import apps
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Now

from accounts.models import User
from incidents.enums import Action, Obstacle, Status, Verdict

VERDICTS = {
    Action.ACCEPT_CLAIM: Verdict.ACCEPTED,
    Action.REJECT_CLAIM: Verdict.REJECTED,
    Action.UNSURE_CLAIM: Verdict.UNSURE,
    Action.RETURN_CLAIM: Verdict.PENDING,
}
STATUSES = {
    Action.CONFIRM: Status.CONFIRMED,
    Action.REJECT: Status.REJECTED,
    Action.REOPEN: Status.CANDIDATE,
}
CLOSED = [Status.REJECTED, Status.MERGED]

Rows = TypeVar("Rows", bound=QuerySet)


def with_obstacles(rows: Rows, action: Action, by: User) -> Rows:
    """Add ``obstacle``, empty for a row that this person can decide on so, and ``whose`` it is.

    In bulk nobody changes what a confirmed incident stands on, a verdict that somebody gave, what
    somebody is judging, or what two people read blind.
    """
    if action in VERDICTS:
        rows = rows.annotate(obstacle=_of_claims(action, by))
        judged = When(obstacle=Obstacle.JUDGED, then=F("decided_by__username"))
        held = When(obstacle=Obstacle.LEASED, then=F("leased_to__username"))
        return rows.annotate(whose=Case(judged, held, output_field=CharField()))
    holders = _held_claims(by).values("leased_to__username")[:1]
    rows = rows.annotate(obstacle=_of_incidents(action, by))
    return rows.annotate(whose=Case(When(obstacle=Obstacle.LEASED, then=Subquery(holders))))


def _of_claims(action: Action, by: User) -> Case:
    confirmed = Q(incident__status=Status.CONFIRMED)
    obstacles = [
        (Q(verdict=Verdict.REPLACED), Obstacle.REPLACED),
        (Q(incident__status__in=CLOSED), Obstacle.CLOSED),
        (Q(awaits__isnull=False), Obstacle.DOUBLE),
        (Q(verdict=VERDICTS[action]), Obstacle.SAME),
    ]
    if action == Action.RETURN_CLAIM:
        obstacles.append((confirmed & Q(verdict=Verdict.ACCEPTED), Obstacle.CONFIRMED))
    else:
        judged = Q(verdict__in=[Verdict.ACCEPTED, Verdict.REJECTED])
        obstacles.append((judged, Obstacle.JUDGED))
    if action == Action.ACCEPT_CLAIM:
        obstacles.append((confirmed, Obstacle.CONFIRMED))
    return _first(*obstacles, (_leased(by), Obstacle.LEASED))


def _of_incidents(action: Action, by: User) -> Case:
    merged = (Q(status=Status.MERGED), Obstacle.CLOSED)
    same = (Q(status=STATUSES[action]), Obstacle.SAME)
    if action == Action.CONFIRM:
        accepted = _links().filter(verdict=Verdict.ACCEPTED)
        closed = (Q(status=Status.REJECTED), Obstacle.CLOSED)
        return _first(merged, same, closed, (~Exists(accepted), Obstacle.UNACCEPTED))
    confirmed = (Q(status=Status.CONFIRMED), Obstacle.CONFIRMED)
    return _first(merged, same, confirmed, (Exists(_held_claims(by)), Obstacle.LEASED))


def _first(*obstacles: tuple[Q | Combinable, Obstacle]) -> Case:
    """Return the first obstacle that stands in the way of a row, else nothing."""
    cases = [When(condition, then=Value(obstacle.value)) for condition, obstacle in obstacles]
    return Case(*cases, default=Value(""), output_field=CharField())


def _leased(by: User) -> Q:
    return Q(leased_until__gte=Now()) & ~Q(leased_to=by)


def _held_claims(by: User) -> QuerySet:
    """Return the claims of an incident that somebody else is judging now."""
    return _links().filter(_leased(by), verdict=Verdict.PENDING)


def _links() -> QuerySet:
    return apps.get_model("incidents", "IncidentClaim").objects.filter(incident=OuterRef("pk"))
