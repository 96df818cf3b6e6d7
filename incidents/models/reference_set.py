from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now, Upper
from django.urls import reverse

from incidents.enums import ReferenceStatus
from incidents.models.incident import Incident
from sources.enums import EVENT_TYPES, DatePrecision, PlacePrecision


class ReferenceSet(models.Model):
    """A dataset of others, or a release of ours, that our incidents are compared with."""

    name = models.CharField(max_length=200)
    format = models.CharField(max_length=10, help_text="as its header told")
    filename = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(help_text="the file as it was uploaded")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(db_default=Now())
    status = models.CharField(
        max_length=8, choices=ReferenceStatus.choices, default=ReferenceStatus.QUEUED
    )
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    nudged_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True, help_text="when every row was stored")
    matched_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="failed_reference_set_says_why",
                condition=~Q(status=ReferenceStatus.FAILED) | ~Q(error=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("incidents:reference_set", args=[self.pk])


class ReferenceEvent(models.Model):
    """One row of a reference set: as it was, as we read it, and which incident it seems to be.

    The match is the machine's guess and changes no incident.
    """

    reference_set = models.ForeignKey(
        ReferenceSet, models.CASCADE, related_name="events", db_index=False
    )
    number = models.PositiveIntegerField(help_text="of the row, as a spreadsheet counts")
    raw = models.JSONField(help_text="{column: cell}")
    problems = models.JSONField(default=list, help_text="[[column, sentence]]")
    key = models.CharField(max_length=200, blank=True, help_text="their own name of the event")
    title = models.CharField(max_length=500)
    event_type = models.CharField(max_length=24, choices=EVENT_TYPES, null=True)
    place_name = models.CharField(max_length=200, null=True)
    place_precision = models.CharField(max_length=10, choices=PlacePrecision.choices, null=True)
    admin1 = models.CharField(max_length=200, null=True)
    country = models.CharField(max_length=2, null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    date_start = models.DateField(null=True)
    date_end = models.DateField(null=True)
    date_precision = models.CharField(max_length=5, choices=DatePrecision.choices, null=True)
    killed_lower = models.PositiveBigIntegerField(null=True)
    killed_upper = models.PositiveBigIntegerField(null=True)
    checked = models.BooleanField(default=False, help_text="compared with our incidents")
    incident = models.ForeignKey(
        Incident, models.SET_NULL, null=True, related_name="reference_events"
    )
    score = models.FloatField(null=True)
    reasons = models.JSONField(default=list, help_text="[label], the strongest first")

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reference_set", "number"], name="one_event_per_row_of_a_set"
            ),
            models.CheckConstraint(
                name="reference_match_has_a_score",
                condition=Q(incident=None) | Q(score__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["reference_set", "id"], name="events_of_a_reference_set"),
            models.Index(
                fields=["reference_set", "id"],
                condition=Q(checked=False),
                name="reference_events_to_match",
            ),
            models.Index(
                fields=["reference_set", "incident"],
                condition=Q(incident__isnull=False),
                name="reference_events_matched",
            ),
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="reference_event_words"),
        ]

    def __str__(self) -> str:
        return self.title
