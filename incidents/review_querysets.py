"""Reading the record: acts of people, told apart by person and by field, and notes that call."""

from collections.abc import Iterable
from typing import Self

from django.db.models import Exists, F, JSONField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from accounts.models import User
from incidents.enums import Action

# What the history can be narrowed to: the columns of an incident and of the claims behind it.
FIELD_COLUMNS: dict[str, tuple[str, ...]] = {
    "status": ("status", "merged_into"),
    "grade": ("grade",),
    "claims": ("verdict", "incident", "claim"),
    "event_type": ("event_type",),
    "place": ("place_name", "place_precision", "place_country", "place_latitude"),
    "date": ("date_start", "date_end", "date_precision"),
    "perpetrators": ("perpetrator",),
    "title": (),
}
BY_HAND = ("title", "event_type", "place", "date", "perpetrators")


class DecisionQuerySet(QuerySet):
    def about(self, incident_ids: Iterable[int]) -> Self:
        return self.filter(incident__in=list(incident_ids))

    def acts(self, incident_ids: Iterable[int]) -> Self:
        """The first decision of each act on these incidents: decisions of one batch are one act."""
        ours: DecisionQuerySet = DecisionQuerySet(self.model).about(incident_ids).order_by()
        earlier = ours.filter(batch=OuterRef("batch"), pk__lt=OuterRef("pk"))
        return self.about(incident_ids).filter(~Exists(earlier))

    def acts_of(self, person: User) -> Self:
        """What a person did and nobody has undone, the newest first: the head of each act."""
        decisions: DecisionQuerySet = DecisionQuerySet(self.model)
        undoing = decisions.filter(undoes=OuterRef("pk"))
        earlier = decisions.filter(batch=OuterRef("batch"), pk__lt=OuterRef("pk"))
        mine = self.filter(~Exists(undoing), ~Exists(earlier), by=person)
        return mine.exclude(action=Action.UNDO).order_by("-pk")

    def touching(self, field: str, incident_ids: Iterable[int]) -> Self:
        """Acts of which any decision changed this field."""
        ours: DecisionQuerySet = DecisionQuerySet(self.model).about(incident_ids)
        found = ours.filter(changing(field)).order_by()
        beside = found.filter(batch=OuterRef("batch"))
        return self.filter(Q(pk__in=found.values("pk")) | Exists(beside))

    def in_full(self) -> Self:
        """Everything that a line of history says, in one query and without an article."""
        return self.select_related("by", "claim", "undone_by__by", "undoes__by").only(
            "at",
            "action",
            "incident_id",
            "reason",
            "changes",
            "batch",
            "by__username",
            "claim__quote",
            "claim__start",
            "claim__document_id",
            "undone_by__at",
            "undone_by__by__username",
            "undoes__action",
            "undoes__at",
            "undoes__by__username",
        )


class MentionQuerySet(QuerySet):
    def waiting_for(self, person: User) -> Self:
        """Notes that call this person and that nobody has resolved, the newest first."""
        rows = self.filter(person=person, note__resolved_by=None)
        return rows.select_related("note__by", "note__incident").order_by("-pk")


def changing(field: str) -> Q:
    """Return the decisions that changed a field, of the incident or of a claim behind it."""
    changed = Q(pk__in=[])
    for column in FIELD_COLUMNS[field]:
        changed |= Q(changes__has_key=column)
    if field in BY_HAND:
        same = Exact(_by_hand(field, 0), _by_hand(field, 1))
        changed |= Q(changes__has_key="overrides") & ~Q(same)
    return changed


def _by_hand(field: str, side: int) -> Coalesce:
    """Return what a decision found (0) or left (1) set by hand, nothing being an empty object."""
    return Coalesce(F(f"changes__overrides__{side}__{field}"), Value({}, output_field=JSONField()))
