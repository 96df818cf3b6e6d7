"""What people type, turned into drafts and decisions. No rule of review lives here."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from incidents.actions.facts import FACTS
from incidents.enums import Verdict
from incidents.models import Incident
from incidents.references import parse
from sources.enums import EVENT_TYPES, DatePrecision, PlacePrecision
from sources.widgets import DayInput


def _or_none(words: str) -> str | None:
    return " ".join(words.split()) or None


class VerdictForm(forms.Form):
    """One key of the queue."""

    verdict = forms.ChoiceField(
        choices=[(v.value, v.label) for v in (Verdict.ACCEPTED, Verdict.REJECTED, Verdict.UNSURE)]
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = forms.CharField(required=False, max_length=2000)


class DecisionForm(forms.Form):
    """A decision on an incident, with the version that the person saw."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    accept_pending = forms.BooleanField(required=False)


class NoteForm(forms.Form):
    text = forms.CharField(
        label="Note", max_length=10_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReleaseForm(forms.Form):
    name = forms.CharField(max_length=200)
    notes = forms.CharField(
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What readers must know. Part of the release for ever.",
    )
    line = forms.CharField(
        required=False,
        max_length=100,
        initial="Main",
        help_text="In all releases of a line a person has the same pseudonym. "
        "A new name starts a line.",
    )


class ReferenceSetForm(forms.Form):
    """A file of another dataset, or of a release, to compare ours with."""

    file = forms.FileField(
        help_text="CSV from ACLED, UCDP GED or Airwars with all columns, or incidents.csv or the "
        "zip of a release. Up to 50 MB.",
    )
    name = forms.CharField(
        required=False, max_length=200, help_text="What to call it; else the name of the file."
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(label="Why", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class MoveForm(forms.Form):
    """The incident that a claim belongs to, as a person names it; empty means one of its own."""

    to = forms.CharField(required=False, max_length=20)
    version = forms.IntegerField(min_value=0)
    reason = forms.CharField(required=False, max_length=2000)

    def clean_to(self) -> Incident | None:
        words = self.cleaned_data["to"].strip()
        key = parse(words)
        found = Incident.objects.filter(pk=key).first() if key is not None else None
        if words and found is None:
            raise ValidationError(
                f"There is no incident “{words}”. References look like AT-000012."
            )
        while found and found.merged_into:
            found = found.merged_into
        return found


class MergeForm(forms.Form):
    """Which facts stand after a merge, with the version of each incident that was seen."""

    reason = forms.CharField(required=False, max_length=2000)

    def __init__(self, data: Any = None, *, incidents: Sequence[Incident]) -> None:
        super().__init__(data)
        self.keys = [row.pk for row in incidents]
        sides = [(str(row.pk), row.reference) for row in incidents]
        for key in self.keys:
            self.fields[f"version_{key}"] = forms.IntegerField(min_value=0)
        for fact in FACTS:
            self.fields[fact] = forms.ChoiceField(required=False, choices=sides)

    def versions(self) -> dict[int, int]:
        return {key: self.cleaned_data[f"version_{key}"] for key in self.keys}

    def kept(self) -> dict[str, int]:
        """Return the incident of each fact that was chosen by hand."""
        return {fact: int(side) for fact in FACTS if (side := self.cleaned_data[fact])}


class SplitForm(forms.Form):
    """The claims that leave an incident, each with the version that was seen, and why."""

    version = forms.IntegerField(min_value=0)
    reason = forms.CharField(max_length=2000)
    links = forms.CharField(required=False)

    def chosen(self) -> dict[int, int]:
        """Return the version of each claim that was chosen, by the key of its link."""
        sent = self.data.getlist("link") if isinstance(self.data, QueryDict) else []
        named = (value.partition("-") for value in sent)
        return {
            int(key): int(version)
            for key, _, version in named
            if re.fullmatch("[0-9]{1,18}", key) and re.fullmatch("[0-9]{1,9}", version)
        }

    def clean_links(self) -> dict[int, int]:
        if not (chosen := self.chosen()):
            raise ValidationError("Choose the claims that are about another event.")
        return chosen


class OverrideForm(forms.Form):
    """One fact of an incident, set by hand."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    title = forms.CharField(max_length=300)
    event_type = forms.ChoiceField(label="What happened", choices=EVENT_TYPES)
    place_name = forms.CharField(label="Place", required=False, max_length=200)
    place_precision = forms.ChoiceField(
        label="How exact", required=False, choices=[("", "—"), *PlacePrecision.choices]
    )
    place_admin1 = forms.CharField(label="Region", required=False, max_length=200)
    place_country = forms.RegexField(
        r"^[A-Z]{2}$",
        label="Country",
        required=False,
        max_length=2,
        help_text="Two letters, such as UA",
        error_messages={"invalid": "Use the two capital letters of ISO 3166, such as UA."},
    )
    place_latitude = forms.FloatField(label="Latitude", required=False, min_value=-90, max_value=90)
    place_longitude = forms.FloatField(
        label="Longitude", required=False, min_value=-180, max_value=180
    )
    date_start = forms.DateField(label="First possible day", required=False, widget=DayInput)
    date_end = forms.DateField(label="Last possible day", required=False, widget=DayInput)
    perpetrators = forms.CharField(
        label="Said to have done it",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One on each line.",
    )
    reason = forms.CharField(label="Why", max_length=2000)

    def __init__(self, data: Any = None, *, fact: str, incident: Incident) -> None:
        initial = {name: getattr(incident, name, None) for name in self.base_fields}
        initial["perpetrators"] = "\n".join(incident.perpetrators)
        super().__init__(data, initial=initial, auto_id=f"{fact}_%s")
        self.fact = fact
        for name in set(self.fields) - {*FACTS[fact], "version", "reason"}:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = data.get("date_start"), data.get("date_end")
        if start and end and start > end:
            self.add_error("date_end", "The last day is before the first.")
        if (data.get("place_latitude") is None) != (data.get("place_longitude") is None):
            self.add_error("place_longitude", "Give both coordinates or neither.")
        return data

    def value(self) -> list[Any]:
        """Return one entry for each column of the fact, as JSON holds it."""
        data = self.cleaned_data
        if self.fact == "place":
            return _place(data)
        if self.fact == "date":
            return _date(data)
        if self.fact == "perpetrators":
            lines = (_or_none(line) for line in data["perpetrators"].splitlines())
            return [[line[:300] for line in lines if line]]
        return [data[self.fact]]


def _place(data: dict[str, Any]) -> list[Any]:
    name = _or_none(data["place_name"])
    if name is None:
        return [None] * 7
    precision = data["place_precision"] or PlacePrecision.SETTLEMENT.value
    region, country = _or_none(data["place_admin1"]), data["place_country"] or None
    return [
        name,
        precision,
        None,
        region,
        country,
        data["place_latitude"],
        data["place_longitude"],
    ]


def _date(data: dict[str, Any]) -> list[Any]:
    start = data["date_start"] or data["date_end"]
    end = data["date_end"] or data["date_start"]
    if start is None or end is None:
        return [None, None, None]
    precision = DatePrecision.DAY if start == end else DatePrecision.RANGE
    return [start.isoformat(), end.isoformat(), precision.value]
