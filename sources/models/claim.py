"""What was read in an article: runs and their claims, written once and never changed."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import IntegerRangeField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now, Upper

from sources.enums import (
    EFFECTS,
    EVENT_TYPES,
    QUALIFIERS,
    STANCES,
    UNITS,
    DatePrecision,
    PlacePrecision,
    RunStatus,
)
from sources.models.document import Document
from sources.querysets import ClaimQuerySet, RunQuerySet


class ExtractionRun(models.Model):
    """One reading of one document by one version of the pipeline."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="runs")
    status = models.CharField(max_length=8, choices=RunStatus.choices, default=RunStatus.QUEUED)
    reason = models.CharField(max_length=200, help_text="why the document was read (again)")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    published = models.DateField(null=True, help_text="the date that relative dates refer to")
    pipeline = models.CharField(max_length=40, blank=True)
    model = models.CharField(max_length=80, blank=True)
    gazetteer = models.TextField(blank=True, help_text="the place data, imports included")
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    queued_at = models.DateTimeField(db_default=Now())
    nudged_at = models.DateTimeField(db_default=Now(), help_text="when a message was last sent")
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(status__in=[RunStatus.QUEUED, RunStatus.RUNNING]),
                name="one_unfinished_run_per_document",
            ),
            models.CheckConstraint(
                name="done_run_names_its_pipeline",
                condition=~Q(status=RunStatus.DONE) | (~Q(pipeline="") & ~Q(model="")),
            ),
            models.CheckConstraint(
                name="failed_run_says_why", condition=~Q(status=RunStatus.FAILED) | ~Q(error="")
            ),
        ]
        indexes = [
            models.Index(
                fields=["nudged_at"],
                condition=Q(status__in=[RunStatus.QUEUED, RunStatus.RUNNING]),
                name="unfinished_runs",
            ),
            models.Index(
                fields=["document"], condition=Q(status=RunStatus.FAILED), name="failed_runs"
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.pk} of document {self.document_id}"


def _both_or_neither(name: str, one: str, other: str) -> models.CheckConstraint:
    none, both = Q(), Q()
    for field in (one, other):
        none &= Q(**{f"{field}__isnull": True})
        both &= Q(**{f"{field}__isnull": False})
    return models.CheckConstraint(name=name, condition=none | both)


class Claim(models.Model):
    """What one sentence says happened. Made by a run or by a reviewer; never edited.

    Null means that the article does not say. Every ``*_span`` is a half-open range of code points
    of the document's text.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="claims")
    run = models.ForeignKey(ExtractionRun, models.PROTECT, null=True, related_name="claims")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    made_at = models.DateTimeField(db_default=Now())
    supersedes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="corrections",
        help_text="the claim that this one corrects",
    )

    position = models.PositiveIntegerField(null=True, help_text="in the reading of the run")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField(help_text="the text between start and end")

    event_type = models.CharField(max_length=24, choices=EVENT_TYPES)
    event_type_span = IntegerRangeField(null=True)

    place_name = models.CharField(max_length=200, null=True)
    place_precision = models.CharField(max_length=10, choices=PlacePrecision.choices, null=True)
    place_gazetteer_id = models.PositiveIntegerField(null=True, help_text="GeoNames")
    place_admin1 = models.CharField(max_length=200, null=True)
    place_country = models.CharField(max_length=2, null=True, help_text="ISO 3166-1 alpha-2")
    place_latitude = models.FloatField(null=True, help_text="WGS 84, degrees")
    place_longitude = models.FloatField(null=True, help_text="WGS 84, degrees")
    place_span = IntegerRangeField(null=True)

    date_start = models.DateField(null=True, help_text="first possible day")
    date_end = models.DateField(null=True, help_text="last possible day")
    date_precision = models.CharField(max_length=5, choices=DatePrecision.choices, null=True)
    date_span = IntegerRangeField(null=True, help_text="set alone: words that stay unresolved")

    perpetrator = models.CharField(max_length=300, null=True)
    perpetrator_actor = models.CharField(max_length=100, null=True)
    perpetrator_span = IntegerRangeField(null=True)
    victims = models.CharField(max_length=300, null=True)
    victims_span = IntegerRangeField(null=True)
    weapon = models.CharField(max_length=200, null=True)
    weapon_span = IntegerRangeField(null=True)

    stance = models.CharField(max_length=10, choices=STANCES)
    stance_span = IntegerRangeField(null=True)

    aggregate = models.BooleanField(default=False, help_text="a running total, not one event")
    confidence = models.FloatField(help_text="0 to 1; 1 for a claim made by a person")
    scores = models.JSONField(default=dict, help_text="confidence by field")
    rules = models.JSONField(default=dict, help_text="the rule that filled each field")

    objects = ClaimQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="claim_span_not_empty", condition=Q(start__lt=F("end"))),
            models.CheckConstraint(
                name="claim_by_run_or_person",
                condition=Q(run__isnull=False, made_by=None) | Q(run=None, made_by__isnull=False),
            ),
            models.CheckConstraint(
                name="claim_event_type_known",
                condition=Q(event_type__in=[code for code, _ in EVENT_TYPES]),
            ),
            models.CheckConstraint(
                name="claim_stance_known", condition=Q(stance__in=[code for code, _ in STANCES])
            ),
            models.CheckConstraint(
                name="claim_dates_in_order", condition=Q(date_start__lte=F("date_end"))
            ),
            _both_or_neither("claim_date_has_two_ends", "date_start", "date_end"),
            _both_or_neither("claim_date_has_a_precision", "date_start", "date_precision"),
            _both_or_neither("claim_place_has_a_precision", "place_name", "place_precision"),
            _both_or_neither("claim_coordinates_are_two", "place_latitude", "place_longitude"),
            models.CheckConstraint(
                name="claim_coordinates_on_earth",
                condition=Q(place_latitude=None)
                | Q(place_latitude__range=(-90, 90), place_longitude__range=(-180, 180)),
            ),
            models.CheckConstraint(
                name="claim_confidence_is_a_share", condition=Q(confidence__range=(0, 1))
            ),
            models.UniqueConstraint(fields=["run", "position"], name="claim_once_per_run"),
        ]
        indexes = [
            models.Index(fields=["document", "start"], name="claims_in_reading_order"),
            GinIndex(OpClass(Upper("quote"), name="gin_trgm_ops"), name="claim_words"),
            GinIndex(OpClass(Upper("place_name"), name="gin_trgm_ops"), name="claim_place_words"),
        ]
        triggers = [
            pgtrigger.Protect(name="claim_is_frozen", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.get_event_type_display()}: {self.quote[:80]}"


class ClaimCount(models.Model):
    """How many, of whom, to what effect. A null bound is open; "not said" has no row."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="counts")
    effect = models.CharField(max_length=16, choices=EFFECTS)
    lower = models.PositiveBigIntegerField(null=True)
    upper = models.PositiveBigIntegerField(null=True)
    qualifier = models.CharField(max_length=10, choices=QUALIFIERS)
    unit = models.CharField(max_length=10, choices=UNITS, default="persons")
    victim_class = models.CharField(max_length=40, null=True)
    victims = models.CharField(max_length=300, null=True, help_text="in the words of the text")
    part = models.BooleanField(default=False, help_text="a share of another count, never added")
    span = IntegerRangeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="count_bounds_in_order", condition=Q(lower__lte=F("upper"))
            ),
            models.CheckConstraint(
                name="count_says_something",
                condition=Q(lower__isnull=False) | Q(upper__isnull=False),
            ),
            models.CheckConstraint(
                name="count_effect_known", condition=Q(effect__in=[code for code, _ in EFFECTS])
            ),
            models.CheckConstraint(
                name="count_bounds_fit_qualifier",
                condition=Q(qualifier="exact", lower=F("upper"), upper__isnull=False)
                | Q(qualifier="at_least", lower__isnull=False, upper=None)
                | Q(qualifier="at_most", upper__isnull=False, lower=None)
                | Q(qualifier__in=["about", "vague"], lower__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="count_is_frozen", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.effect} {self.lower}..{self.upper}"


class ClaimSpeaker(models.Model):
    """Who says so, inside the article; distinct from the source that prints it."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="speakers")
    name = models.CharField(max_length=300)
    actor = models.CharField(max_length=100, null=True)
    span = IntegerRangeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        indexes = [GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="speaker_words")]
        triggers = [
            pgtrigger.Protect(
                name="speaker_is_frozen", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return self.name
