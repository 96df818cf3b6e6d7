"""What people type on the page of an incident, beside the forms that other pages share."""

from typing import Any

import django_filters as filters
from django import forms

from accounts.models import User
from incidents.enums import Grade
from incidents.models import Decision, Incident
from incidents.review_querysets import FIELD_COLUMNS, DecisionQuerySet

FIELD_LABELS = {
    "status": "Status",
    "grade": "Grade",
    "claims": "Claims",
    "event_type": "What happened",
    "place": "Where",
    "date": "When",
    "perpetrators": "By whom",
    "title": "Title",
}


class GradeForm(forms.Form):
    """A grade, with the version of the incident that the person saw."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    grade = forms.ChoiceField(choices=Grade.choices)
    reason = forms.CharField(label="Why", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class HistoryFilter(filters.FilterSet):
    """The history of one incident, by who did it and by what it changed."""

    person = filters.ModelChoiceFilter(
        label="Person", field_name="by", queryset=User.objects.none(), empty_label="Anybody"
    )
    field = filters.ChoiceFilter(
        label="Field",
        choices=[(name, FIELD_LABELS[name]) for name in FIELD_COLUMNS],
        method="by_field",
        empty_label="Any",
    )

    class Meta:
        model = Decision
        fields: list[str] = []

    def __init__(self, data: Any, *, incidents: list[int]) -> None:
        super().__init__(data, Decision.objects.acts(incidents).in_full())
        self.incidents = incidents
        deciding = Decision.objects.about(incidents).order_by().values("by")
        self.filters["person"].queryset = User.objects.filter(pk__in=deciding).order_by("username")

    def by_field(self, rows: DecisionQuerySet, name: str, field: str) -> DecisionQuerySet:
        return rows.touching(field, self.incidents)


def first_grade_form(incident: Incident, suggested: str | None) -> GradeForm:
    """Return the form as it first stands: on the grade that was given, or else on the rule's."""
    return GradeForm(initial={"grade": incident.grade or suggested, "version": incident.version})
