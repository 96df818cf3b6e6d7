import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse

from incidents.enums import BulkStatus
from incidents.obstacles import STATUSES, VERDICTS

IN_BULK = (*VERDICTS, *STATUSES)
UNDER_WAY = [BulkStatus.RUNNING, BulkStatus.UNDOING]


class Bulk(models.Model):
    """One decision on many rows, as a person saw it in the preview.

    Its key is the batch of the decisions that it makes. They are made in stretches: how far it
    has come is written with each stretch, so whoever carries it on repeats nothing.
    """

    batch = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    action = models.CharField(max_length=14, choices=[(one.value, one.label) for one in IN_BULK])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    reason = models.TextField(blank=True)
    filters = models.TextField(blank=True, help_text="as in the address; empty: rows were ticked")
    rows = ArrayField(models.BigIntegerField(), help_text="what was to be decided on")
    versions = ArrayField(models.PositiveIntegerField(), help_text="of each row in the preview")
    status = models.CharField(max_length=7, choices=BulkStatus.choices, default=BulkStatus.RUNNING)
    passed = models.PositiveIntegerField(default=0, help_text="rows that were gone through")
    changed = models.PositiveIntegerField(default=0, help_text="rows that were decided on")
    left_out = models.JSONField(default=list, help_text="[[obstacle, whose, number of rows]]")
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    restored = models.PositiveIntegerField(default=0, help_text="rows that an undo put back")
    kept_rows = models.PositiveIntegerField(
        default=0, help_text="rows that an undo left as they are"
    )
    kept = models.JSONField(default=list, help_text="why these stay, for the first of them")
    moved_at = models.DateTimeField(db_default=Now(), help_text="when it last came further")

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="bulk_changes_what_it_passed", condition=Q(changed__lte=F("passed"))
            ),
            models.CheckConstraint(
                name="undone_bulk_names_who",
                condition=Q(status__in=[BulkStatus.UNDOING, BulkStatus.UNDONE])
                & Q(undone_by__isnull=False)
                | Q(status__in=[BulkStatus.RUNNING, BulkStatus.DONE], undone_by=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["moved_at"],
                condition=Q(status__in=UNDER_WAY),
                name="bulks_under_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.get_action_display()}, {len(self.rows)} times"

    def get_absolute_url(self) -> str:
        return reverse("incidents:bulk", args=[self.batch])

    @property
    def is_under_way(self) -> bool:
        return self.status in UNDER_WAY
