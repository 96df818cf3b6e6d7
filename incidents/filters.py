"""The filters of the lists. Each lives in the address, so that it can be shared."""

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet

from incidents.enums import Status, Verdict
from incidents.models import Incident, IncidentClaim
from sources.enums import EVENT_TYPES, STANCES
from sources.models import ClaimSpeaker, Source
from sources.widgets import DayInput


class IncidentFilter(filters.FilterSet):
    words = filters.CharFilter(label="Title or place", method="by_words")
    status = filters.ChoiceFilter(choices=Status.choices, empty_label="Any")
    event_type = filters.ChoiceFilter(label="Event", choices=EVENT_TYPES, empty_label="Any")
    country = filters.CharFilter(label="Country", field_name="place_country", lookup_expr="iexact")
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


class ClaimFilter(filters.FilterSet):
    words = filters.CharFilter(label="Words", field_name="claim__quote", lookup_expr="icontains")
    verdict = filters.ChoiceFilter(choices=Verdict.choices, empty_label="Any but replaced")
    event_type = filters.ChoiceFilter(
        label="Event", field_name="claim__event_type", choices=EVENT_TYPES, empty_label="Any"
    )
    stance = filters.ChoiceFilter(
        label="Stance", field_name="claim__stance", choices=STANCES, empty_label="Any"
    )
    source = filters.ModelChoiceFilter(
        label="Source",
        field_name="claim__document__source",
        queryset=Source.objects.all(),
        empty_label="Any",
    )
    place = filters.CharFilter(
        label="Place", field_name="claim__place_name", lookup_expr="icontains"
    )
    speaker = filters.CharFilter(label="Speaker", method="by_speaker")
    confidence = filters.NumberFilter(
        label="Confidence from", field_name="claim__confidence", lookup_expr="gte"
    )

    class Meta:
        model = IncidentClaim
        fields: list[str] = []

    def by_speaker(self, rows: QuerySet, name: str, words: str) -> QuerySet:
        saying = ClaimSpeaker.objects.filter(name__icontains=words)
        return rows.filter(claim__in=saying.values("claim"))


class QueueFilter(ClaimFilter):
    """The same for the queue, where every claim is still to judge."""

    verdict: Any = None


class ReleaseFilter(IncidentFilter):
    """Which confirmed incidents go into a release."""

    words: Any = None
    status: Any = None
