"""Reading what two reviewers made of the same claims, and how far each set has come."""

from datetime import timedelta
from typing import Self

from django.apps import apps
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Now

from accounts.models import User
from incidents.enums import Awaited

WAITING = Q(link__awaits=Awaited.SECOND)


class DoubleSetQuerySet(QuerySet):
    def with_progress(self) -> Self:
        """Add how many claims of each set wait for a first, a second and a third person."""
        links = apps.get_model("incidents", "IncidentClaim").objects
        return self.annotate(
            **{
                f"awaiting_{turn}": Coalesce(
                    Subquery(
                        links.filter(double_set=OuterRef("pk"), awaits=turn)
                        .order_by()
                        .values("double_set")
                        .annotate(n=Count("pk"))
                        .values("n")
                    ),
                    0,
                )
                for turn in Awaited.values
            }
        )


class AssessmentQuerySet(QuerySet):
    def in_force(self) -> Self:
        return self.filter(withdrawn_at=None)

    def waiting_of(self, reader: User) -> Self:
        """What this person read and nobody else has read since: they may still withdraw it."""
        return self.in_force().filter(WAITING, reader=reader).order_by("-pk")

    def recent(self, age: timedelta) -> Self:
        return self.filter(at__gte=Now() - age)

    def second(self) -> Self:
        """The second reading of every claim that two have read."""
        return self.in_force().filter(number=2)
