from dataclasses import dataclass

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest

from sources import languages
from sources.enums import RunStatus, SourceKind
from sources.models import Document, ExtractionRun, Source
from sources.paging import AFTER, BEFORE, url_with
from sources.querysets import DocumentQuerySet
from sources.widgets import DayInput


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on: what it says and the address without it."""

    label: str
    url: str


def chips(filters: django_filters.FilterSet, request: HttpRequest) -> list[Chip]:
    """Return the filters that are on, in the words of their fields."""
    found = []
    for name, field in filters.form.fields.items():
        value = filters.form.cleaned_data.get(name) if filters.form.is_valid() else None
        if value in (None, ""):
            continue
        words = (
            dict(getattr(field, "choices", ())).get(value, value) if _is_choice(field) else value
        )
        off = url_with(request, **{name: None, AFTER: None, BEFORE: None})
        found.append(Chip(f"{field.label}: {words}", off))
    return found


def found_by(filters: django_filters.FilterSet) -> QuerySet:
    """Return the rows that the filters let through; none if one of them makes no sense."""
    return filters.qs if filters.is_valid() else filters.queryset.none()


def _is_choice(field: forms.Field) -> bool:
    return isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField)


class DocumentFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(
        label="Words in title or text", method="filter_words", max_length=200
    )
    status = django_filters.ChoiceFilter(
        label="Reading", choices=RunStatus.choices, method="filter_status", empty_label="Any"
    )
    source = django_filters.ModelChoiceFilter(
        label="Source", queryset=Source.objects.all(), empty_label="Any"
    )
    kind = django_filters.ChoiceFilter(
        label="Kind of source",
        field_name="source__kind",
        choices=SourceKind.choices,
        empty_label="Any",
    )
    language = django_filters.ChoiceFilter(
        label="Language", choices=languages.CHOICES, empty_label="Any"
    )
    published_from = django_filters.DateFilter(
        label="Published from",
        field_name="published",
        lookup_expr="gte",
        widget=DayInput,
    )
    published_to = django_filters.DateFilter(
        label="Published to",
        field_name="published",
        lookup_expr="lte",
        widget=DayInput,
    )

    class Meta:
        model = Document
        fields: list[str] = []

    def filter_words(self, queryset: DocumentQuerySet, name: str, words: str) -> DocumentQuerySet:
        return queryset.search(words)

    def filter_status(self, queryset: DocumentQuerySet, name: str, status: str) -> DocumentQuerySet:
        """A document has at most one unfinished run, and it is the newest; an index knows them.

        Another knows the runs that failed, so the few documents are looked up by these.
        """
        if status in (RunStatus.QUEUED, RunStatus.RUNNING):
            return queryset.filter(runs__status=status)
        if status == RunStatus.FAILED:
            failed = ExtractionRun.objects.newest().filter(status=status)
            return queryset.filter(pk__in=failed.values("document"))
        return queryset.filter(run_status=status)
