"""Reading the record: acts of people, told apart by person and by field, and notes that call."""

from collections.abc import Iterable
from typing import Self

from django.apps import apps
from django.db.models import Exists, F, JSONField, OuterRef, Q, QuerySet, Subquery, Value
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
        """What a person did and nobody has undone, the newest first: the head of each act.

        ``at_once`` is the number of rows of a bulk act, else None.
        """
        decisions: DecisionQuerySet = DecisionQuerySet(self.model)
        undoing = decisions.filter(undoes=OuterRef("pk"))
        earlier = decisions.filter(batch=OuterRef("batch"), pk__lt=OuterRef("pk"))
        bulks = apps.get_model("incidents", "Bulk").objects.filter(pk=OuterRef("batch"))
        mine = self.filter(~Exists(undoing), ~Exists(earlier), by=person)
        mine = mine.annotate(at_once=Subquery(bulks.values("changed")))
        return mine.exclude(action=Action.UNDO).order_by("-pk")

    def last_words(self) -> Self:
        """What no later act has decided again: of a claim its verdict, of an incident its status.

        Nothing that was undone counts, nor another decision of the same act.
        """
        decisions: DecisionQuerySet = DecisionQuerySet(self.model)
        later = decisions.filter(pk__gt=OuterRef("pk"), undone_by=None)
        later = later.exclude(action=Action.UNDO).exclude(batch=OuterRef("batch"))
        of_claim = later.filter(claim=OuterRef("claim"), changes__has_key="verdict")
        of_incident = later.filter(incident=OuterRef("incident"), changes__has_key="status")
        return self.filter(
            Q(~Exists(of_claim), claim__isnull=False)
            | Q(~Exists(of_incident.filter(claim=None)), claim=None)
        )

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
            "claim__event_type",
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
