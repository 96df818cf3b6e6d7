"""The filters of the lists. Each lives in the address, so that it can be shared."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet, Value
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from incidents.enums import Status, Verdict
from incidents.models import DoubleSet, Incident, IncidentClaim
from incidents.models.release import PROFILES
from incidents.orders import HAPPENED, ORDERS, READING
from incidents.querysets import IncidentClaimQuerySet
from incidents.releases.privacy.profiles import Profile, profiles
from sources.enums import EVENT_TYPES, STANCES
from sources.models import Claim, ClaimSpeaker, Document, Source
from sources.paging import Order
from sources.widgets import DayInput

FEW = 4000  # claims; looking up each takes about 5 microseconds


class IncidentFilter(filters.FilterSet):
    words = filters.CharFilter(label="Title or place", method="by_words")
    status = filters.ChoiceFilter(choices=Status.choices, empty_label="Any")
    event_type = filters.ChoiceFilter(label="Event", choices=EVENT_TYPES, empty_label="Any")
    country = filters.CharFilter(label="Country", method="by_country")
    since = filters.DateFilter(
        label="Not before", field_name="date_end", lookup_expr="gte", widget=DayInput
    )
    until = filters.DateFilter(
        label="Not after", field_name="date_start", lookup_expr="lte", widget=DayInput
    )

    class Meta:
        model = Incident
        fields: list[str] = []

    def by_words(self, rows: QuerySet, name: str, words: str) -> QuerySet:
        return rows.filter(Q(title__icontains=words) | Q(place_name__icontains=words))

    def by_country(self, rows: QuerySet, name: str, code: str) -> QuerySet:
        return rows.filter(place_country=code.upper())


class ClaimFilter(filters.FilterSet):
    words = filters.CharFilter(label="Words", method="by_words")
    verdict = filters.ChoiceFilter(choices=Verdict.choices, empty_label="Any but replaced")
    event_type = filters.ChoiceFilter(label="Event", choices=EVENT_TYPES, empty_label="Any")
    stance = filters.ChoiceFilter(
        label="Stance", field_name="claim__stance", choices=STANCES, empty_label="Any"
    )
    source = filters.ModelChoiceFilter(
        label="Source",
        queryset=Source.objects.all(),
        empty_label="Any",
    )
    place = filters.CharFilter(label="Place", method="by_place")
    speaker = filters.CharFilter(label="Speaker", method="by_speaker")
    confidence = filters.NumberFilter(
        label="Confidence from", field_name="confidence", lookup_expr="gte"
    )

    class Meta:
        model = IncidentClaim
        fields: list[str] = []

    def by_words(self, rows: QuerySet, name: str, words: str) -> QuerySet:
        return _of(rows, Claim.objects.filter(quote__icontains=words).values_list("pk", flat=True))

    def by_place(self, rows: QuerySet, name: str, words: str) -> QuerySet:
        there = Claim.objects.filter(place_name__icontains=words)
        return _of(rows, there.values_list("pk", flat=True))

    def by_speaker(self, rows: QuerySet, name: str, words: str) -> QuerySet:
        saying = ClaimSpeaker.objects.filter(name__icontains=words).order_by()
        return _of(rows, saying.values_list("claim", flat=True))


def _of(rows: QuerySet, claims: QuerySet) -> QuerySet:
    """Keep the rows of these claims. Few are named one by one, so that they are looked up: else
    the database might walk through a whole list in search of them."""
    few = list(claims[: FEW + 1])
    return rows.filter(claim__in=few if len(few) <= FEW else claims)


class QueueFilter(ClaimFilter):
    """What a reviewer wants to judge, and in which order: the same on every page of the queue."""

    verdict: Any = None
    confidence_to = filters.NumberFilter(
        label="Confidence to", field_name="confidence", lookup_expr="lte"
    )
    since = filters.DateFilter(label="First day from", method="by_since", widget=DayInput)
    until = filters.DateFilter(label="First day to", method="by_until", widget=DayInput)
    document = filters.ModelChoiceFilter(
        label="Article", queryset=Document.objects.only("title"), widget=forms.HiddenInput
    )
    state = filters.ChoiceFilter(
        label="Judged so far",
        choices=[("unsure", "Somebody was unsure")],
        empty_label="Nobody has judged it",
        method="keep_all",
    )
    mine = filters.ChoiceFilter(
        label="Mine",
        choices=[
            ("unsure", "I was unsure"),
            ("skipped", "I skipped it"),
            ("mentioned", "A note asks me"),
        ],
        empty_label="Anybody’s",
        method="keep_all",
    )
    set = filters.ModelChoiceFilter(
        label="Read by two",
        field_name="double_set",
        queryset=DoubleSet.objects.all(),
        empty_label="Whether or not",
    )
    sort = filters.ChoiceFilter(
        label="Order",
        choices=[(name, label) for name, (label, _) in ORDERS.items()],
        empty_label=None,
        method="keep_all",
    )

    @property
    def order(self) -> Order:
        chosen = self.form.cleaned_data.get("sort") if self.is_valid() else ""
        return ORDERS[chosen][1] if chosen else READING

    @property
    def kept(self) -> str:
        """The filters as they stand in the address, always in the same order."""
        return urlencode({name: self.data[name] for name in self.filters if self.data.get(name)})

    def by_since(self, rows: QuerySet, name: str, day: date) -> QuerySet:
        return rows.filter(GreaterThanOrEqual(HAPPENED, Value(day)), date_start__isnull=False)

    def by_until(self, rows: QuerySet, name: str, day: date) -> QuerySet:
        return rows.filter(LessThanOrEqual(HAPPENED, Value(day)))

    def keep_all(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows

    def filter_queryset(self, queryset: QuerySet) -> IncidentClaimQuerySet:
        """Which claims are asked for depends on who asks and on what was said of them so far."""
        rows: Any = super().filter_queryset(queryset)
        user = self.request.user
        match self.form.cleaned_data["mine"], self.form.cleaned_data["state"]:
            case "unsure", _:
                return rows.filter(verdict=Verdict.UNSURE, decided_by=user)
            case "mentioned", _:
                return rows.open().mentioning(user)
            case mine, state:
                waiting = rows.pending().unread_by(user)
                rows = rows.filter(verdict=Verdict.UNSURE) if state else waiting
                return rows.filter(skips__by=user) if mine else rows


class ReleaseFilter(IncidentFilter):
    """Which confirmed incidents go into a release, and what it says of people and places."""

    words: Any = None
    status: Any = None
    profile = filters.ChoiceFilter(
        label="People and places", choices=PROFILES, empty_label=None, method="keep_all"
    )

    @property
    def chosen_profile(self) -> Profile:
        chosen = self.form.cleaned_data.get("profile") if self.is_valid() else ""
        return profiles()[chosen] if chosen else next(iter(profiles().values()))

    def selection(self) -> dict[str, str]:
        """Return the filters that select incidents, as a release keeps them."""
        chosen = self.form.cleaned_data if self.is_valid() else {}
        return {name: str(value) for name, value in chosen.items() if value and name != "profile"}

    def keep_all(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows


class BesideFilter(filters.FilterSet):
    """One list of a reference set, by words and by where our incident stands."""

    words = filters.CharFilter(label="Title or place", method="by_words")
    status = filters.ChoiceFilter(
        label="Our incident is",
        choices=[(one.value, one.label) for one in (Status.CANDIDATE, Status.CONFIRMED)],
        empty_label="Candidate or confirmed",
        method="by_status",
    )
    list = filters.CharFilter(label="List", widget=forms.HiddenInput, method="keep_all")

    class Meta:
        model = Incident
        fields: list[str] = []

    def __init__(self, data: Any, rows: QuerySet, *, chosen: str) -> None:
        super().__init__(data, rows)
        self.chosen = chosen
        if chosen not in ("both", "ours"):
            del self.filters["status"]

    def by_words(self, rows: QuerySet, name: str, words: str) -> QuerySet:
        return rows.filter(Q(title__icontains=words) | Q(place_name__icontains=words))

    def by_status(self, rows: QuerySet, name: str, status: str) -> QuerySet:
        column = "status" if self.chosen == "ours" else "incident__status"
        return rows.filter(**{column: status})

    def keep_all(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows


class JudgedFilter(filters.FilterSet):
    """Which decisions the figures about the extractor rest on."""

    since = filters.DateFilter(
        label="Decided since", field_name="decided_at", lookup_expr="date__gte", widget=DayInput
    )

    class Meta:
        model = IncidentClaim
        fields: list[str] = []
