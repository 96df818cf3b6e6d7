"""What people type on the page of an incident, beside the forms that other pages share."""

from typing import Any, Self

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from incidents.enums import INVERSE, Grade, RelationKind, Sensitivity
from incidents.models import Decision, Incident, Suggestion
from incidents.references import parse
from incidents.review_querysets import FIELD_COLUMNS, DecisionQuerySet

DIRECTED = [kind for kind in RelationKind if kind != RelationKind.SAME_OPERATION]
ORDINALS = {"older": "first", "newer": "second"}
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


class RelationForm(forms.Form):
    """How an incident bears on another one, as a person names it; read from either side."""

    bears = forms.ChoiceField(
        label="This one is",
        choices=[
            *((f"to {kind}", kind.label) for kind in RelationKind),
            *((f"from {kind}", INVERSE[kind]) for kind in DIRECTED),
        ],
    )
    to = forms.CharField(label="Which", max_length=20, help_text="Its reference, AT-000012")
    reason = forms.CharField(label="Why", required=False, max_length=2000)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="relation_%s")

    def clean_to(self) -> Incident:
        words = self.cleaned_data["to"].strip()
        key = parse(words)
        found = Incident.objects.filter(pk=key).first() if key is not None else None
        if found is None:
            raise ValidationError(
                f"There is no incident “{words}”. References look like AT-000012."
            )
        while found.merged_into:
            found = found.merged_into
        return found

    def read_from(self, incident: Incident) -> tuple[Incident, RelationKind, Incident]:
        """Return which incident bears on which, and how, for one that the form stands beside."""
        side, kind = self.cleaned_data["bears"].split()
        pair = (incident, self.cleaned_data["to"])
        first, second = pair if side == "to" else pair[::-1]
        return first, RelationKind(kind), second


class SensitivityForm(forms.Form):
    """Whether releases may hold the incident; empty leaves it to the rules."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    sensitivity = forms.ChoiceField(required=False, choices=[("", ""), *Sensitivity.choices])
    reason = forms.CharField(label="Why", max_length=2000)


class NamingForm(forms.Form):
    """A private person whom releases may name in the incident, or no longer."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    name = forms.CharField(max_length=300)
    allowed = forms.BooleanField(required=False)
    reason = forms.CharField(label="Why", max_length=2000)


class BearingForm(forms.Form):
    """How one incident of a suggested pair bears on the other."""

    bears = forms.ChoiceField(
        label="Related how?",
        choices=[
            (f"{side} {kind}", f"the {ORDINALS[side]} is {kind.label} the {ORDINALS[other]}")
            for side, other in (("newer", "older"), ("older", "newer"))
            for kind in RelationKind
            if side == "newer" or kind in DIRECTED
        ],
    )

    @classmethod
    def of(cls, suggestion: Suggestion) -> Self:
        """Return the form as it first stands beside a suggestion: on what the machine guesses."""
        side = "older" if suggestion.older_bears else "newer"
        kind = suggestion.relation or RelationKind.PART_OF
        return cls(initial={"bears": f"{side} {kind}"}, auto_id=f"pair_{suggestion.pk}_%s")

    def said(self) -> dict[str, Any]:
        side, kind = self.cleaned_data["bears"].split()
        return {"kind": RelationKind(kind), "older_bears": side == "older"}


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
