"""Give each reviewer a claim that nobody else is judging."""

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from incidents.models import IncidentClaim
from incidents.querysets import LEASE, IncidentClaimQuerySet


@transaction.atomic
def take_next(
    claims: IncidentClaimQuerySet, *, by: User, after: int | None = None
) -> IncidentClaim | None:
    """Lease the first free claim behind the link ``after``, or start again from the top.

    Without ``after`` the reviewer gets the claim on which they stopped. ``claims`` narrows the
    queue. None: everything is judged, or held by somebody else.
    """
    held = _held(by)
    free = claims.to_judge().free_for(by).order_by("pk")
    free = free.select_for_update(skip_locked=True, of=("self",))
    if after is None:
        link = free.filter(leased_to=by).order_by("-leased_until").first() or free.first()
    else:
        link = free.filter(pk__gt=after).first() or free.first()
    if link:
        _lease(link, held, by=by)
    return link


@transaction.atomic
def take(link: IncidentClaim, *, by: User) -> bool:
    """Lease this very claim. Returns whether it is to judge and nobody else holds it."""
    held = _held(by)
    free = IncidentClaim.objects.to_judge().free_for(by).filter(pk=link.pk)
    if not free.select_for_update(skip_locked=True, of=("self",)).exists():
        return False
    _lease(link, held, by=by)
    return True


def _held(by: User) -> list[int]:
    """Lock and return what a person holds: before any other row, the only wait in a lease."""
    # A lease that has run out is nobody's business: to touch its row could block on its new holder.
    held = IncidentClaim.objects.filter(leased_to=by, leased_until__gte=Now())
    return [link.pk for link in held.locked()]


def _lease(link: IncidentClaim, held: list[int], *, by: User) -> None:
    """Mark the claim as being judged by this person, for a while, and free what they held."""
    others = IncidentClaim.objects.filter(pk__in=held).exclude(pk=link.pk)
    others.update(leased_to=None, leased_until=None)
    IncidentClaim.objects.filter(pk=link.pk).update(leased_to=by, leased_until=Now() + LEASE)
    link.leased_to, link.leased_until = by, timezone.now() + LEASE
