"""Filters that no page has, since a page of decisions or relations is about one incident."""

import django_filters as filters

from incidents.enums import Action, RelationKind
from incidents.models import Decision, Relation
from sources.widgets import DayInput


class DecisionFilter(filters.FilterSet):
    action = filters.ChoiceFilter(label="What was done", choices=Action.choices)
    by = filters.CharFilter(label="Who decided", field_name="by__username")
    since = filters.DateFilter(
        label="Decided on this day or later",
        field_name="at__date",
        lookup_expr="gte",
        widget=DayInput,
    )

    class Meta:
        model = Decision
        fields: list[str] = []


class RelationFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(label="How one bears on the other", choices=RelationKind.choices)

    class Meta:
        model = Relation
        fields: list[str] = []
