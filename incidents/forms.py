"""What people type, turned into drafts and decisions. No rule of review lives here."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from incidents.actions.facts import FACTS
from incidents.enums import Verdict
from incidents.models import Incident
from incidents.references import parse
from sources.actions.claims import ClaimDraft, CountDraft
from sources.enums import (
    EFFECTS,
    EVENT_TYPES,
    QUALIFIERS,
    STANCES,
    UNITS,
    DatePrecision,
    PlacePrecision,
)
from sources.models import Claim, Document
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


class CountForm(forms.Form):
    """One number of a claim. Both bounds empty: the row is left out."""

    effect = forms.ChoiceField(choices=EFFECTS)
    qualifier = forms.ChoiceField(choices=QUALIFIERS)
    lower = forms.IntegerField(label="From", required=False, min_value=0, max_value=10**9)
    upper = forms.IntegerField(label="To", required=False, min_value=0, max_value=10**9)
    unit = forms.ChoiceField(choices=UNITS)
    victims = forms.CharField(label="Of whom", required=False, max_length=300)
    part = forms.BooleanField(label="A share of another number", required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        lower, upper, qualifier = data.get("lower"), data.get("upper"), data.get("qualifier")
        if lower is None and upper is None:
            return data
        if lower is not None and upper is not None and lower > upper:
            raise ValidationError("The first number is larger than the second.")
        if qualifier == "exact":
            if lower is not None and upper is not None and lower != upper:
                raise ValidationError("An exact number has one value. Choose “about” for a range.")
            data["lower"] = data["upper"] = lower if lower is not None else upper
        if qualifier == "at_least":
            if lower is None:
                raise ValidationError("“At least” needs the first number.")
            data["upper"] = None
        if qualifier == "at_most":
            if upper is None:
                raise ValidationError("“At most” needs the second number.")
            data["lower"] = None
        if qualifier in ("about", "vague") and lower is None:
            raise ValidationError("Give the lowest number that the words can mean.")
        return data

    def draft(self) -> CountDraft | None:
        data = self.cleaned_data
        if data["lower"] is None and data["upper"] is None:
            return None
        return CountDraft(
            effect=data["effect"],
            lower=data["lower"],
            upper=data["upper"],
            qualifier=data["qualifier"],
            unit=data["unit"],
            victims=_or_none(data["victims"]),
            part=data["part"],
        )


CountFormSet = forms.formset_factory(CountForm, extra=1, max_num=12, absolute_max=20)


class ClaimForm(forms.Form):
    """A claim as a reviewer states it. An empty field means that the article does not say."""

    event_type = forms.ChoiceField(label="What happened", choices=EVENT_TYPES)
    stance = forms.ChoiceField(choices=STANCES)
    place_name = forms.CharField(label="Where", required=False, max_length=200)
    place_precision = forms.ChoiceField(
        label="How exact", required=False, choices=[("", "—"), *PlacePrecision.choices]
    )
    place_country = forms.RegexField(
        r"^[A-Z]{2}$",
        label="Country",
        required=False,
        max_length=2,
        help_text="Two letters, such as UA",
        error_messages={"invalid": "Use the two capital letters of ISO 3166, such as UA."},
    )
    place_admin1 = forms.CharField(label="Region", required=False, max_length=200)
    place_latitude = forms.FloatField(label="Latitude", required=False, min_value=-90, max_value=90)
    place_longitude = forms.FloatField(
        label="Longitude", required=False, min_value=-180, max_value=180
    )
    place_gazetteer_id = forms.IntegerField(
        required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput
    )
    date_start = forms.DateField(label="First possible day", required=False, widget=DayInput)
    date_end = forms.DateField(label="Last possible day", required=False, widget=DayInput)
    date_precision = forms.ChoiceField(
        label="How exact", required=False, choices=[("", "—"), *DatePrecision.choices]
    )
    perpetrator = forms.CharField(label="By whom", required=False, max_length=300)
    victims = forms.CharField(label="Against whom", required=False, max_length=300)
    weapon = forms.CharField(label="With what", required=False, max_length=200)
    speakers = forms.CharField(
        label="Who says so",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One on each line. Empty: the article says it in its own voice.",
    )
    start = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    reason = forms.CharField(label="Why", required=False, max_length=2000)

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document = document

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = data.get("start"), data.get("end")
        if start is not None and end is not None and not start < end <= len(self.document.text):
            raise ValidationError("Select the sentence that says it in the article first.")
        self._clean_place(data)
        self._clean_date(data)
        return data

    def _clean_place(self, data: dict[str, Any]) -> None:
        if not data.get("place_name"):
            names = ("precision", "country", "admin1", "latitude", "longitude", "gazetteer_id")
            data.update({f"place_{name}": None for name in names})
            return
        if "place_name" in self.changed_data:
            known = ("country", "admin1", "latitude", "longitude", "gazetteer_id")
            for name in {f"place_{name}" for name in known}.difference(self.changed_data):
                data[name] = None  # it was true of the place that stood here before
        data["place_precision"] = data.get("place_precision") or PlacePrecision.SETTLEMENT
        if (data.get("place_latitude") is None) != (data.get("place_longitude") is None):
            self.add_error("place_longitude", "Give both coordinates or neither.")

    def _clean_date(self, data: dict[str, Any]) -> None:
        start, end = data.get("date_start"), data.get("date_end")
        data["date_start"], data["date_end"] = start or end, end or start
        if start and end and start > end:
            self.add_error("date_end", "The last day is before the first.")
        elif not (start or end):
            data["date_precision"] = None
        elif not data.get("date_precision") or self._date_outgrew_its_precision():
            same = data["date_start"] == data["date_end"]
            data["date_precision"] = DatePrecision.DAY if same else DatePrecision.RANGE

    def _date_outgrew_its_precision(self) -> bool:
        """Whether a day was changed and how exact it is was left as it stood."""
        changed = {"date_start", "date_end"} & set(self.changed_data)
        return bool(changed) and "date_precision" not in self.changed_data

    def draft(self, counts: tuple[CountDraft, ...]) -> ClaimDraft:
        """Return what was typed as a claim."""
        data = self.cleaned_data
        words = ("place_name", "place_admin1", "place_country", "perpetrator", "victims", "weapon")
        fields: dict[str, Any] = {name: _or_none(data[name] or "") for name in words}
        same = (
            "start",
            "end",
            "event_type",
            "stance",
            "place_precision",
            "place_latitude",
            "place_longitude",
            "place_gazetteer_id",
            "date_start",
            "date_end",
            "date_precision",
        )
        speakers = (_or_none(line) for line in data["speakers"].splitlines())
        return ClaimDraft(
            **fields,
            **{name: data[name] for name in same},
            counts=counts,
            speakers=tuple(speaker[:300] for speaker in speakers if speaker),
        )

    @staticmethod
    def initial_of(claim: Claim, *, version: int) -> dict[str, Any]:
        """Return what the form shows at first when it corrects this claim."""
        names = [name for name in ClaimForm.base_fields if hasattr(claim, name)]
        return {name: getattr(claim, name) for name in names} | {
            "speakers": "\n".join(speaker.name for speaker in claim.speakers.all()),
            "version": version,
        }


def counts_of(claim: Claim) -> list[dict[str, Any]]:
    """Return what the count rows show at first when they correct this claim."""
    names = list(CountForm.base_fields)
    return [{name: getattr(count, name) for name in names} for count in claim.counts.all()]


class ReleaseForm(forms.Form):
    name = forms.CharField(max_length=200)
    notes = forms.CharField(
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What readers must know. Part of the release for ever.",
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
    """Which facts stand after a merge, with the versions of both incidents that were seen."""

    survivor_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    other_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = forms.CharField(required=False, max_length=2000)
    title = event_type = place = date = perpetrators = forms.ChoiceField(
        required=False, choices=[("survivor", "From this"), ("other", "From the other")]
    )

    def kept(self) -> dict[str, str]:
        """Return the side of each fact that was chosen by hand."""
        return {fact: side for fact in FACTS if (side := self.cleaned_data[fact])}


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
