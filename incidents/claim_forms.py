"""A claim as a reviewer states it: the claim itself, its numbers, and who says so.

An empty field means that the article does not say. What a form shows of a claim and gets back
untouched is stored as it was, to the letter and with the words of the article that it rests on.
"""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import NumericRange

from incidents.lookup import read_date, read_number, why_no_date
from sources.actions.claims import ClaimDraft, CountDraft, SpeakerDraft
from sources.enums import (
    EFFECTS,
    EVENT_TYPES,
    QUALIFIERS,
    STANCES,
    UNITS,
    DatePrecision,
    PlacePrecision,
)
from sources.extraction.actors import actor_name
from sources.models import Claim, ClaimCount, ClaimSpeaker, Document
from sources.widgets import DayInput

SPAN = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)
OF_A_PLACE = ("country", "admin1", "latitude", "longitude", "gazetteer_id")
FIELD_OF_SPAN = {
    "event_type_span": "event_type",
    "stance_span": "stance",
    "place_span": "place_name",
    "date_span": "date_start",
    "perpetrator_span": "perpetrator",
    "victims_span": "victims",
    "weapon_span": "weapon",
}
IN_THE_WORDS_OF_THE_TEXT = ("perpetrator", "victims", "weapon")
WORDED = ("place_name", "place_admin1", "perpetrator", "perpetrator_actor", "victims", "weapon")


def plain(words: str | None) -> str:
    """Return words as one line, as an input shows them."""
    return " ".join((words or "").split())


def _offering(names: str) -> forms.TextInput:
    """Return an input that suggests the names of a list of the page."""
    return forms.TextInput(attrs={"list": names, "autocomplete": "off"})


def _as_it_stood(words: str, original: str | None) -> str | None:
    """Return what was shown in its original form, None for nothing."""
    words = plain(words)
    return original if words == plain(original) else words


class SpanField(forms.CharField):
    """A stretch of the article, as ``12-20``; empty where no words of it say the thing."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, max_length=19)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.lower}-{value.upper}" if isinstance(value, NumericRange) else value

    def clean(self, value: Any) -> NumericRange | None:
        words = super().clean(value)
        if not words:
            return None
        match = SPAN.fullmatch(words)
        if not match or not int(match[1]) < int(match[2]):
            raise ValidationError("Select the words in the article again.")
        return NumericRange(int(match[1]), int(match[2]))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (self.prepare_value(initial) or "") != (data or "")


class SpannedForm(forms.Form):
    """A form that rests on words of a document."""

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document = document

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            span = data.get(name) if isinstance(field, SpanField) else None
            if span and span.upper > len(self.document.text):
                self.add_error(name, "Select the words in the article again.")
        return data


class CountForm(SpannedForm):
    """One number of a claim. Without a number the row is left out."""

    effect = forms.ChoiceField(choices=EFFECTS)
    qualifier = forms.ChoiceField(choices=QUALIFIERS)
    lower = forms.IntegerField(label="From", required=False, min_value=0, max_value=10**9)
    upper = forms.IntegerField(label="To", required=False, min_value=0, max_value=10**9)
    words = forms.CharField(
        label="Or in words",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": "at least 10", "autocomplete": "off"}),
    )
    unit = forms.ChoiceField(choices=UNITS)
    victims = forms.CharField(label="Of whom", required=False, max_length=300)
    victim_class = forms.CharField(
        label="Class", required=False, max_length=40, widget=_offering("victim-classes")
    )
    part = forms.BooleanField(label="A share of another number", required=False)
    span = SpanField()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("words") and not {"lower", "upper"} & set(self.changed_data):
            self._read(data)
        lower, upper, qualifier = data.get("lower"), data.get("upper"), data.get("qualifier")
        if lower is None and upper is None:
            if not self.errors and not self.initial and (data["victims"] or data["victim_class"]):
                self.add_error("lower", "Give the number, or empty the row.")
            return data
        if lower is not None and upper is not None and lower > upper:
            self.add_error("upper", "The first number is larger than the second.")
        elif qualifier == "exact":
            if lower is not None and upper is not None and lower != upper:
                self.add_error(
                    "upper", "An exact number has one value. Choose “about” for a range."
                )
            data["lower"] = data["upper"] = lower if lower is not None else upper
        elif qualifier == "at_least":
            if lower is None:
                self.add_error("lower", "“At least” needs the first number.")
            data["upper"] = None
        elif qualifier == "at_most":
            if upper is None:
                self.add_error("upper", "“At most” needs the second number.")
            data["lower"] = None
        elif lower is None:
            self.add_error("lower", "Give the lowest number that the words can mean.")
        return data

    def _read(self, data: dict[str, Any]) -> None:
        number = read_number(data["words"])
        if number is None:
            self.add_error("words", "There is no number in these words.")
            return
        data["lower"], data["upper"] = number.lower, number.upper
        data["qualifier"] = number.qualifier

    def draft(self) -> CountDraft | None:
        data = self.cleaned_data
        if data.get("lower") is None and data.get("upper") is None:
            return None
        return CountDraft(
            effect=data["effect"],
            lower=data["lower"],
            upper=data["upper"],
            qualifier=data["qualifier"],
            unit=data["unit"],
            victim_class=_as_it_stood(data["victim_class"], self.initial.get("victim_class")),
            victims=_as_it_stood(data["victims"], self.initial.get("stated")),
            part=data["part"],
            span=data["span"],
        )


class SpeakerForm(SpannedForm):
    """Somebody who says so. Without a name the row is left out."""

    name = forms.CharField(
        label="Name or role", required=False, max_length=300, widget=_offering("speakers-known")
    )
    actor = forms.CharField(
        label="Known as", required=False, max_length=100, widget=_offering("actors")
    )
    span = SpanField()

    def draft(self) -> SpeakerDraft | None:
        data = self.cleaned_data
        name = _as_it_stood(data.get("name", ""), self.initial.get("stated"))
        if not name:
            return None
        span = data["span"]
        if "name" in self.changed_data and "span" not in self.changed_data:
            span = _found(name, self.document.text)
        actor = _actor(self, "name", "actor", self.initial.get("actor_stated"))
        return SpeakerDraft(name=name, actor=actor, span=span)


CountFormSet = forms.formset_factory(CountForm, extra=1, max_num=60, absolute_max=60)
SpeakerFormSet = forms.formset_factory(SpeakerForm, extra=1, max_num=60, absolute_max=60)


class ClaimForm(SpannedForm):
    """A claim without its numbers and speakers.

    ``*_as_shown`` says that a place or date is meant as all its fields stand. Without it, details
    that a person left alone under another name are taken for those of the place before.
    """

    event_type = forms.ChoiceField(label="What happened", choices=EVENT_TYPES)
    event_type_span = SpanField()
    stance = forms.ChoiceField(choices=STANCES)
    stance_span = SpanField()
    aggregate = forms.BooleanField(label="A running total, not one event", required=False)
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
    place_span = SpanField()
    place_as_shown = forms.BooleanField(required=False, widget=forms.HiddenInput)
    date_words = forms.CharField(
        label="In words",
        required=False,
        max_length=100,
        widget=forms.TextInput(
            attrs={"placeholder": "early March 2022, on Friday", "autocomplete": "off"}
        ),
    )
    date_start = forms.DateField(label="First possible day", required=False, widget=DayInput)
    date_end = forms.DateField(label="Last possible day", required=False, widget=DayInput)
    date_precision = forms.ChoiceField(
        label="How exact", required=False, choices=[("", "—"), *DatePrecision.choices]
    )
    date_span = SpanField()
    date_as_shown = forms.BooleanField(required=False, widget=forms.HiddenInput)
    perpetrator = forms.CharField(
        label="By whom", required=False, max_length=300, widget=_offering("parties")
    )
    perpetrator_actor = forms.CharField(
        label="Known as", required=False, max_length=100, widget=_offering("actors")
    )
    perpetrator_span = SpanField()
    victims = forms.CharField(label="Against whom", required=False, max_length=300)
    victims_span = SpanField()
    weapon = forms.CharField(label="With what", required=False, max_length=200)
    weapon_span = SpanField()
    start = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    reason = forms.CharField(label="Why", required=False, max_length=2000)

    def __init__(self, *args: Any, claim: Claim | ClaimDraft | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.claim = claim

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        start, end = data.get("start"), data.get("end")
        if start is not None and end is not None and not start < end <= len(self.document.text):
            raise ValidationError("Select the sentence that says it in the article first.")
        self._clean_place(data)
        self._clean_date(data)
        for span, name in FIELD_OF_SPAN.items():
            if name in self.changed_data and span not in self.changed_data:
                if not data.get(name):
                    data[span] = None
                elif name in IN_THE_WORDS_OF_THE_TEXT:
                    data[span] = _found(data[name], self.document.text, start or 0, end)
        return data

    def _clean_place(self, data: dict[str, Any]) -> None:
        if not data.get("place_name"):
            data.update({f"place_{name}": None for name in ("precision", *OF_A_PLACE)})
            return
        if "place_name" in self.changed_data and not data.get("place_as_shown"):
            for name in {f"place_{name}" for name in OF_A_PLACE}.difference(self.changed_data):
                data[name] = None  # it was true of the place that stood here before
        data["place_precision"] = data.get("place_precision") or PlacePrecision.SETTLEMENT
        if (data.get("place_latitude") is None) != (data.get("place_longitude") is None):
            self.add_error("place_longitude", "Give both coordinates or neither.")

    def _clean_date(self, data: dict[str, Any]) -> None:
        if data.get("date_words") and not {"date_start", "date_end"} & set(self.changed_data):
            self._read_date(data)
            return
        start, end = data.get("date_start"), data.get("date_end")
        data["date_start"], data["date_end"] = start or end, end or start
        if start and end and start > end:
            self.add_error("date_end", "The last day is before the first.")
        elif not (start or end):
            data["date_precision"] = None
        elif not data.get("date_precision") or self._date_outgrew_its_precision(data):
            same = data["date_start"] == data["date_end"]
            data["date_precision"] = DatePrecision.DAY if same else DatePrecision.RANGE

    def _read_date(self, data: dict[str, Any]) -> None:
        when = read_date(data["date_words"], self.document.published)
        if when is None or when.start is None:
            self.add_error("date_words", why_no_date(self.document.published))
            return
        data["date_start"], data["date_end"] = when.start, when.end
        data["date_precision"] = when.precision

    def _date_outgrew_its_precision(self, data: dict[str, Any]) -> bool:
        """Whether a day was changed and how exact it is was left as it stood."""
        changed = {"date_start", "date_end"} & set(self.changed_data)
        left = "date_precision" not in self.changed_data and not data.get("date_as_shown")
        return bool(changed) and left

    def draft(self, counts: Any, speakers: Any) -> ClaimDraft:
        """Return what was typed, rows of numbers and speakers included, as a claim."""
        data = self.cleaned_data
        stated = {name: data[name] for name in ClaimDraft.__dataclass_fields__ if name in data}
        for name in WORDED:
            stated[name] = _as_it_stood(data[name] or "", getattr(self.claim, name, None))
        stated["place_country"] = data["place_country"] or None
        stated["perpetrator_actor"] = _actor(
            self, "perpetrator", "perpetrator_actor", getattr(self.claim, "perpetrator_actor", None)
        )
        return ClaimDraft(**stated, counts=_drafts(counts), speakers=_drafts(speakers))

    @staticmethod
    def initial_of(claim: Claim | ClaimDraft, *, version: int) -> dict[str, Any]:
        """Return what the form shows at first when it corrects this claim, or goes on from it."""
        names = [name for name in ClaimForm.base_fields if hasattr(claim, name)]
        shown = {name: getattr(claim, name) for name in names} | {"version": version}
        return shown | {name: plain(shown[name]) for name in WORDED}


def counts_of(counts: Iterable[ClaimCount | CountDraft]) -> list[dict[str, Any]]:
    """Return what the count rows show at first when they correct these."""
    names = [name for name in CountForm.base_fields if name != "words"]
    return [
        {name: getattr(count, name) for name in names}
        | {"victims": plain(count.victims), "stated": count.victims}
        for count in counts
    ]


def speakers_of(speakers: Iterable[ClaimSpeaker | SpeakerDraft]) -> list[dict[str, Any]]:
    """Return what the rows of speakers show at first when they correct these."""
    return [
        {
            "name": plain(speaker.name),
            "actor": plain(speaker.actor),
            "span": speaker.span,
            "stated": speaker.name,
            "actor_stated": speaker.actor,
        }
        for speaker in speakers
    ]


def _found(words: str, text: str, start: int = 0, end: int | None = None) -> NumericRange | None:
    """Return where a stretch of the article has these words, None if it does not."""
    at = text.find(words, start, end)
    return NumericRange(at, at + len(words)) if at >= 0 else None


def _actor(form: forms.Form, words: str, actor: str, original: str | None) -> str | None:
    """Return the actor list's name for a party; words that changed alone get theirs anew."""
    if words in form.changed_data and actor not in form.changed_data:
        return actor_name(form.cleaned_data[words])
    return _as_it_stood(form.cleaned_data[actor], original)


def _drafts(rows: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(draft for row in rows if (draft := row.draft()))
