"""Reading the relations between incidents."""

from collections.abc import Iterable
from typing import Self

from django.db.models import Q, QuerySet

from incidents.enums import RelationKind


class RelationQuerySet(QuerySet):
    def in_force(self) -> Self:
        return self.filter(in_force=True)

    def directed(self) -> Self:
        """Relations that lead from one incident up to another, so that no ring may close."""
        return self.exclude(kind=RelationKind.SAME_OPERATION)

    def of(self, incident_ids: Iterable[int]) -> Self:
        """Relations that name any of these, on either side."""
        named = list(incident_ids)
        return self.filter(Q(incident__in=named) | Q(other__in=named))
