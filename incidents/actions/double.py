"""Two people read a claim blind to each other; where they differ, a third one decides.

A reading changes nothing that others see: the claim stays to be judged until both are in.
"""

import uuid
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from incidents import agreement
from incidents.actions import review
from incidents.actions.queue import LONGEST_FILTERS
from incidents.actions.readings import as_json, draft_of, from_json
from incidents.enums import Awaited, Verdict
from incidents.exceptions import ReviewError, StaleError
from incidents.models import Assessment, DoubleSet, IncidentClaim
from incidents.querysets import LEASE, IncidentClaimQuerySet
from sources.actions.claims import ClaimDraft

MOST = 10_000  # claims of a set: more narrow no interval that anybody reads
AGREED = "Two readers agree, blind to each other."


@transaction.atomic
def make_set(
    claims: IncidentClaimQuerySet, *, by: User, title: str, share: int, seed: int, filters: str = ""
) -> DoubleSet:
    """Have two people read these claims, or a share of them drawn by lot.

    Pages that show one of them are now old: whoever judges one just now is told.

    Raises:
        ReviewError: there is nothing to draw from, or too much.
    """
    size = size_of(claims, share)
    if size == 0:
        raise ReviewError("No claim that waits for its first verdict passes these filters.")
    if size > MOST:
        raise ReviewError(f"That is {size:,} claims; a set holds at most {MOST:,}. Draw fewer.")
    made = DoubleSet.objects.create(
        title=title,
        filters=filters[:LONGEST_FILTERS],
        share=share,
        seed=seed,
        size=size,
        made_by=by,
    )
    drawn = list(claims.drawable().by_lot(seed).values_list("pk", flat=True)[:size])
    rows = IncidentClaim.objects.filter(pk__in=drawn).drawable().locked()
    locked = list(rows.values_list("pk", flat=True))
    IncidentClaim.objects.filter(pk__in=locked).update(
        awaits=Awaited.FIRST, double_set=made, version=F("version") + 1
    )
    if len(locked) < size:  # somebody judged one meanwhile
        made.size = len(locked)
        made.save(update_fields=["size"])
    return made


def size_of(claims: IncidentClaimQuerySet, share: int) -> int:
    """Return how many claims a share of these is: at least one, if there are any."""
    return -(-claims.drawable().count() * share // 100)


@transaction.atomic
def assess(
    link: IncidentClaim,
    verdict: Verdict,
    *,
    by: User,
    version: int,
    reason: str = "",
    draft: ClaimDraft | None = None,
) -> Assessment:
    """Write down what one reader makes of a claim; the second one that agrees decides.

    ``draft`` is the claim as it should read, if the machine misread it.

    Raises:
        StaleError: the claim was changed since this reader saw it, or two have read it.
        ReviewError: this person has read it.
    """
    _, now = review.lock_claim(link, version)
    if now.version != version:
        raise StaleError("This was changed meanwhile. Look at it again before you decide.")
    if now.awaits in (None, Awaited.THIRD):
        raise StaleError("Two colleagues have read this claim meanwhile. Go on with the next one.")
    if now.awaits == Awaited.SECOND and now.first_reader_id == by.pk:
        raise ReviewError("You have read this claim. It waits for a second reader now.")
    machine = draft_of(now.claim)
    read = (draft or machine) if verdict == Verdict.ACCEPTED else None
    stated = as_json(read) if read else None
    made = Assessment(
        double_set=now.double_set,
        link=now,
        reader=by,
        number=1 if now.awaits == Awaited.FIRST else 2,
        verdict=verdict,
        draft=stated,
        corrected=bool(stated and agreement.differing(as_json(machine), stated)),
        reason=reason,
        seconds=_seconds(now, by),
        batch=uuid.uuid4(),
    )
    made.save()
    free: dict[str, Any] = {"leased_to": None, "leased_until": None}
    same = IncidentClaim.objects.filter(pk=now.pk)
    if made.number == 1:
        same.update(awaits=Awaited.SECOND, first_reader=by, **free)
        return made
    same.update(awaits=Awaited.THIRD, **free)
    first, second = readings_of(now)
    if agree(first, second):
        _decide(now, first, by=by, reason=AGREED, batch=made.batch)
    return made


@transaction.atomic
def withdraw(assessment: Assessment, *, by: User) -> None:
    """Take a reading back, so that the claim waits for a first reader again.

    Raises:
        ReviewError: it is another person's, or somebody else has read the claim since.
    """
    _, link = review.lock_claim(assessment.link, None)
    if assessment.reader_id != by.pk:
        raise ReviewError("Only the reader takes a reading back.")
    if link.awaits != Awaited.SECOND or link.first_reader_id != by.pk:
        raise ReviewError("Somebody else has read this claim since. A third person looks at both.")
    rows = Assessment.objects.in_force().filter(pk=assessment.pk)
    if not rows.update(withdrawn_at=Now()):
        raise ReviewError("You have taken this reading back already.")
    IncidentClaim.objects.filter(pk=link.pk).update(awaits=Awaited.FIRST, first_reader=None)


@transaction.atomic
def adjudicate(
    link: IncidentClaim,
    verdict: Verdict,
    *,
    by: User,
    version: int,
    reason: str,
    draft: ClaimDraft | None = None,
) -> None:
    """Settle what two readers differ on. Both readings are kept beside the decision.

    Raises:
        StaleError: somebody settled it first.
        ReviewError: this person read it and is no lead, or gives no reason.
    """
    if not reason.strip():
        raise ReviewError("Say why: two careful readers saw it differently.")
    _, now = review.lock_claim(link, version)
    if now.awaits != Awaited.THIRD or now.version != version:
        raise StaleError("Somebody has settled this meanwhile.")
    if not may_adjudicate(now, by):
        raise ReviewError("You are one of its two readers: a third person settles it.")
    read = (draft or draft_of(now.claim)) if verdict == Verdict.ACCEPTED else None
    third = Assessment(verdict=verdict, draft=as_json(read) if read else None)
    _decide(now, third, by=by, reason=reason, batch=uuid.uuid4())


def may_adjudicate(link: IncidentClaim, person: User) -> bool:
    """Return whether this person is neither reader, or a lead."""
    if person.has_perm("incidents.lead_review"):
        return True
    return not link.assessments.in_force().filter(reader=person).exists()


def readings_of(link: IncidentClaim) -> tuple[Assessment, Assessment]:
    """Return both readings of a claim that two have read, in the order in which they came."""
    first, second = link.assessments.in_force().select_related("reader").order_by("number")
    return first, second


def agree(one: Assessment, other: Assessment) -> bool:
    """Return whether two readings say the same, in every field if both accept."""
    if one.draft and other.draft:
        return not agreement.differing(one.draft, other.draft)
    return one.verdict == other.verdict


def _decide(
    link: IncidentClaim, reading: Assessment, *, by: User, reason: str, batch: uuid.UUID
) -> None:
    """Put a reading into force, as the decision of the person who completed it."""
    settled: dict[str, Any] = {"by": by, "version": link.version, "reason": reason, "batch": batch}
    machine = as_json(draft_of(link.claim))
    if reading.draft and agreement.differing(machine, reading.draft):
        review.correct(link, from_json(reading.draft), settles=True, **settled)
    else:
        review.judge(link, Verdict(reading.verdict), settles=True, **settled)


def _seconds(link: IncidentClaim, by: User) -> int | None:
    """Return how long this reader has had the claim in view, if it is still theirs."""
    if link.leased_to_id != by.pk or link.leased_until is None:
        return None
    elapsed = timezone.now() - (link.leased_until - LEASE)
    return max(0, round(elapsed.total_seconds())) if elapsed <= LEASE else None
