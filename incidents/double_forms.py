"""What people type about claims that two read blind: a set, a choice between readings, a period."""

import random
from typing import Any

import django_filters as filters
from django import forms

from incidents.agreement import FIELDS
from incidents.concordance import FIELD_LABELS
from incidents.enums import Verdict
from incidents.models import Assessment, DoubleSet
from sources.widgets import DayInput

LARGEST_SEED = 999_999
VERDICTS = (Verdict.ACCEPTED, Verdict.REJECTED, Verdict.UNSURE)


def any_seed() -> int:
    return random.randint(1, LARGEST_SEED)  # noqa: S311 -- a lot to be drawn again, no secret


class DoubleSetForm(forms.Form):
    """How many of the claims that the filters let through, and by which lot."""

    title = forms.CharField(max_length=200)
    share = forms.IntegerField(
        label="Share, in per cent",
        min_value=1,
        max_value=100,
        initial=10,
        help_text="Drawn by lot from what the filters let through. 100: all of it.",
    )
    seed = forms.IntegerField(
        min_value=0,
        max_value=LARGEST_SEED,
        initial=any_seed,
        help_text="The same number draws the same claims again.",
    )


class AdjudicationForm(forms.Form):
    """What holds where two readers differ: a verdict, and whose reading of each field."""

    verdict = forms.ChoiceField(choices=[(v.value, v.label) for v in VERDICTS])
    version = forms.IntegerField(min_value=0)
    reason = forms.CharField(required=False, max_length=1500)

    def __init__(self, data: Any, *, differing: list[str]) -> None:
        super().__init__(data)
        self.differing = differing
        for name in differing:
            label = FIELD_LABELS[name]
            self.fields[name] = forms.ChoiceField(
                label=label, required=False, choices=[("a", "Reader A"), ("b", "Reader B")]
            )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("verdict") == Verdict.ACCEPTED:
            missing = [name for name in self.differing if not data.get(name)]
            for name in missing:
                self.add_error(name, "Choose a reading.")
        return data

    def taken(self) -> dict[str, bool]:
        """Return whether each field that differs is taken from Reader B."""
        return {name: self.cleaned_data[name] == "b" for name in self.differing}

    def reason_in_full(self) -> str:
        """Return what the record says: whose reading holds in what, and the remark."""
        chosen = [
            f"{FIELD_LABELS[name]} as Reader {self.cleaned_data[name].upper()}"
            for name in self.differing
            if self.cleaned_data["verdict"] == Verdict.ACCEPTED
        ]
        words = f"Two readers differed: {', '.join(chosen)}." if chosen else "Two readers differed."
        return f"{words} {self.cleaned_data['reason']}".strip()


def chosen_in(data: Any) -> dict[str, str]:
    """Return whose reading of each field an address or a form names, as ``a`` or ``b``."""
    return {name: data[name] for name in FIELDS if data.get(name) in ("a", "b")}


class AgreementFilter(filters.FilterSet):
    """Which claims the agreement is measured on, by the day of their second reading."""

    set = filters.ModelChoiceFilter(
        label="Set", field_name="double_set", queryset=DoubleSet.objects.all(), empty_label="All"
    )
    since = filters.DateFilter(
        label="Read since", field_name="at", lookup_expr="date__gte", widget=DayInput
    )
    until = filters.DateFilter(
        label="Read until", field_name="at", lookup_expr="date__lte", widget=DayInput
    )

    class Meta:
        model = Assessment
        fields: list[str] = []
