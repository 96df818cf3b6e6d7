"""How long somebody has been judging, and how much of the hardest they have read today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from incidents.models import Assessment, Decision
from sources.enums import SENSITIVE

PAUSE = timedelta(minutes=10)
REMINDED = timedelta(minutes=5)  # for so long the reminder stays in view
NEWEST = 400  # more than anybody judges in a day


@dataclass(frozen=True, slots=True)
class Shift:
    """A person's day so far: minutes since their last pause, and sensitive claims decided on."""

    minutes: int
    exposures: int
    reminder: bool


def shift_of(person: User, now: datetime) -> Shift:
    """Return the day of a person, read from their newest decisions and readings in one query."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    newest = Decision.objects.filter(by=person).order_by("-pk").values("pk")[:NEWEST]
    today = Decision.objects.filter(pk__in=newest, at__gte=midnight).order_by()
    read = Assessment.objects.in_force().filter(reader=person, number=1, at__gte=midnight)
    acts = today.values_list("at", "batch", "claim__event_type")
    blind = read.order_by().values_list("at", "batch", "link__event_type")
    decided = list(acts.union(blind, all=True).order_by("-at"))
    worked = _stretch((at for at, _, _ in decided), now)
    every = timedelta(minutes=person.break_minutes)
    return Shift(
        minutes=int(worked.total_seconds()) // 60,
        # What is decided in one act is read in one go: a bulk of a hundred is not read at all.
        exposures=len({batch for _, batch, code in decided if code in SENSITIVE}),
        reminder=bool(every) and worked >= every and worked % every < REMINDED,
    )


def _stretch(moments: Iterable[datetime], now: datetime) -> timedelta:
    """Return for how long there was no pause; the moments come the newest first."""
    start = now
    for moment in moments:
        if start - moment >= PAUSE:
            break
        start = moment
    return now - start
