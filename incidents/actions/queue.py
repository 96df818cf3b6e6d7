"""Give each reviewer a claim that nobody else is judging, and remember where they stopped."""

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from incidents.models import IncidentClaim, Skip, Stop
from incidents.orders import READING
from incidents.querysets import LEASE, IncidentClaimQuerySet
from sources.paging import Order

LONGEST_FILTERS = 500


@transaction.atomic
def take_next(
    claims: IncidentClaimQuerySet,
    *,
    by: User,
    after: int | None = None,
    order: Order = READING,
    filters: str = "",
) -> IncidentClaim | None:
    """Lease the first free claim behind the link ``after``, or start again from the top.

    Without ``after`` the reviewer gets the claim on which they stopped when they last used these
    filters. What they skipped comes back once nothing else is left. ``claims`` narrows the queue.
    None: everything is judged, or held by somebody else.
    """
    held = _held(by)
    free = claims.open().live().free_for(by)
    free = free.select_for_update(skip_locked=True, of=("self",))
    fresh = order.sort(free.not_skipped_by(by))
    link = None
    if after is None:
        stop = Stop.objects.filter(by=by, filters=filters[:LONGEST_FILTERS])
        after = stop.values_list("link", flat=True).first()
        link = free.filter(pk=after).first() if after else None
    place = order.place_of(IncidentClaim.objects.all(), after) if after and not link else None
    if place:
        link = order.behind(fresh, place).first()
    link = link or fresh.first() or free.skipped_by(by).first()
    if link:
        _lease(link, held, by=by, filters=filters)
    return link


@transaction.atomic
def take(link: IncidentClaim, *, by: User, filters: str = "") -> bool:
    """Lease this very claim. Returns whether it is to judge and nobody else holds it."""
    held = _held(by)
    free = IncidentClaim.objects.open().live().free_for(by).filter(pk=link.pk)
    if not free.select_for_update(skip_locked=True, of=("self",)).exists():
        return False
    _lease(link, held, by=by, filters=filters)
    return True


@transaction.atomic
def take_disputed(*, by: User, after: int | None = None) -> IncidentClaim | None:
    """Lease the first claim on which two readers differ that this person may settle.

    Behind the link ``after`` first. None: there is none, or others are settling them.
    """
    held = _held(by)
    free = IncidentClaim.objects.disputed_for(by).not_leased_to_others(by)
    free = free.select_for_update(skip_locked=True, of=("self",))
    link = (free.filter(pk__gt=after).first() if after else None) or free.first()
    if link:
        _hold(link, held, by=by)
    return link


@transaction.atomic
def skip(link: IncidentClaim, *, by: User) -> None:
    """Put a claim off until the others are done, and let somebody else have it."""
    Skip.objects.filter(by=by).exclude(link__in=IncidentClaim.objects.open()).delete()
    Skip.objects.update_or_create(by=by, link=link, defaults={"at": Now()})
    IncidentClaim.objects.filter(pk=link.pk, leased_to=by).update(leased_to=None, leased_until=None)


def last_filters(by: User) -> str:
    """Return the filters with which this person last looked at the queue, as in the address."""
    stops = Stop.objects.filter(by=by).order_by("-at")
    return stops.values_list("filters", flat=True).first() or ""


def _held(by: User) -> list[int]:
    """Lock and return what a person holds: before any other row, the only wait in a lease."""
    # A lease that has run out is nobody's business: to touch its row could block on its new holder.
    held = IncidentClaim.objects.filter(leased_to=by, leased_until__gte=Now())
    return list(held.locked().values_list("pk", flat=True))


def _hold(link: IncidentClaim, held: list[int], *, by: User) -> None:
    """Mark the claim as being judged by this person, for a while, and free what they held."""
    if others := [pk for pk in held if pk != link.pk]:
        IncidentClaim.objects.filter(pk__in=others).update(leased_to=None, leased_until=None)
    IncidentClaim.objects.filter(pk=link.pk).update(leased_to=by, leased_until=Now() + LEASE)
    link.leased_to, link.leased_until = by, timezone.now() + LEASE


def _lease(link: IncidentClaim, held: list[int], *, by: User, filters: str) -> None:
    """The same, and remember that this person stopped here with these filters."""
    _hold(link, held, by=by)
    Stop.objects.bulk_create(
        [Stop(by=by, filters=filters[:LONGEST_FILTERS], link=link, at=timezone.now())],
        update_conflicts=True,
        unique_fields=["by", "filters"],
        update_fields=["link", "at"],
    )
