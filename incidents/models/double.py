import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from incidents.double_querysets import AssessmentQuerySet, DoubleSetQuerySet
from incidents.enums import Verdict
from incidents.models.incident import IncidentClaim

READ = [Verdict.ACCEPTED, Verdict.REJECTED, Verdict.UNSURE]
IN_FORCE = Q(withdrawn_at=None)


class DoubleSet(models.Model):
    """Claims that two reviewers read blind to each other, drawn by lot or all of a filter."""

    title = models.CharField(max_length=200)
    filters = models.CharField(max_length=500, blank=True, help_text="as in the address")
    share = models.PositiveSmallIntegerField(help_text="per cent of what the filters let through")
    seed = models.PositiveIntegerField(help_text="the same seed draws the same claims again")
    size = models.PositiveIntegerField(help_text="claims drawn")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    objects = DoubleSetQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="share_is_a_percentage", condition=Q(share__range=(1, 100)))
        ]

    def __str__(self) -> str:
        return self.title


class Assessment(models.Model):
    """What one reader made of a claim without knowing what the other did.

    It decides nothing by itself: two that agree do, or a third person does. Never changed and
    never deleted; while nobody else has read the claim, its reader may withdraw it.
    """

    double_set = models.ForeignKey(
        DoubleSet, models.PROTECT, related_name="assessments", db_index=False
    )
    link = models.ForeignKey(
        IncidentClaim, models.PROTECT, related_name="assessments", db_index=False
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assessments", db_index=False
    )
    number = models.PositiveSmallIntegerField(help_text="1 or 2, in the order of reading")
    verdict = models.CharField(max_length=8, choices=[(v.value, v.label) for v in READ])
    draft = models.JSONField(null=True, help_text="the claim as read, field by field, if accepted")
    corrected = models.BooleanField(default=False, help_text="it differs from the machine's")
    reason = models.TextField(blank=True)
    seconds = models.PositiveIntegerField(null=True, help_text="from sight to verdict, if known")
    batch = models.UUIDField(default=uuid.uuid4, help_text="of the decision that it made, if any")
    at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["link", "number"], condition=IN_FORCE, name="two_readings_of_a_claim"
            ),
            models.UniqueConstraint(
                fields=["link", "reader"], condition=IN_FORCE, name="reader_reads_a_claim_once"
            ),
            models.CheckConstraint(name="reading_is_one_of_two", condition=Q(number__in=[1, 2])),
            models.CheckConstraint(name="reading_has_a_verdict", condition=Q(verdict__in=READ)),
            models.CheckConstraint(
                name="accepted_reading_says_what",
                condition=Q(verdict=Verdict.ACCEPTED, draft__isnull=False)
                | (~Q(verdict=Verdict.ACCEPTED) & Q(draft__isnull=True, corrected=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["reader", "-id"], condition=IN_FORCE, name="readings_of_a_person"),
            models.Index(
                fields=["double_set", "at"], condition=IN_FORCE & Q(number=2), name="pairs_of_a_set"
            ),
            models.Index(fields=["at"], condition=IN_FORCE & Q(number=2), name="pairs_by_day"),
        ]
        triggers = [
            pgtrigger.Protect(name="assessment_is_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="assessment_is_frozen", exclude=["withdrawn_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} on {self.link_id}: {self.verdict}"
