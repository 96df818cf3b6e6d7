from functools import reduce
from operator import or_

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse

from incidents.enums import ReleaseStatus
from incidents.releases.privacy.profiles import profiles

PROFILES = [(profile.code, profile.label) for profile in profiles().values()]

# What the files of a release say of it.
FROZEN_FIELDS = (
    "number",
    "name",
    "notes",
    "filters",
    "line",
    "profile",
    "withheld",
    "created_by",
    "created_at",
    "frozen_at",
    "software_version",
    "pipelines",
)
IS_FROZEN = pgtrigger.Q(old__frozen_at__isnull=False)


def _changes(field: str) -> pgtrigger.Q:
    return pgtrigger.Q(**{f"old__{field}__df": pgtrigger.F(f"new__{field}")})


class Release(models.Model):
    """A frozen, numbered dataset of confirmed incidents. A wrong one is mended by the next."""

    number = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=200)
    notes = models.TextField(blank=True)
    filters = models.JSONField(default=dict, help_text="which confirmed incidents, as on the page")
    line = models.ForeignKey(
        "ReleaseLine",
        models.PROTECT,
        null=True,
        related_name="releases",
        help_text="null: made before there were lines",
    )
    profile = models.CharField(max_length=12, choices=PROFILES, default="standard")
    withheld = models.JSONField(default=dict, help_text="{reason: how often}")
    status = models.CharField(
        max_length=9, choices=ReleaseStatus.choices, default=ReleaseStatus.QUEUED
    )
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    nudged_at = models.DateTimeField(db_default=Now())
    frozen_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)
    software_version = models.CharField(max_length=40, blank=True)
    pipelines = models.JSONField(default=list)

    class Meta:
        default_permissions = ("view", "add")
        permissions = [("publish_release", "Can publish and withdraw releases")]
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                name="failed_release_says_why",
                condition=~Q(status=ReleaseStatus.FAILED) | ~Q(error=""),
            ),
            models.CheckConstraint(
                name="withdrawn_release_says_why",
                condition=~Q(status=ReleaseStatus.WITHDRAWN) | ~Q(withdrawn_reason=""),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="release_frozen",
                operation=pgtrigger.Update,
                condition=IS_FROZEN & reduce(or_, map(_changes, FROZEN_FIELDS)),
            ),
            pgtrigger.Protect(
                name="release_kept",
                operation=pgtrigger.Delete,
                condition=IS_FROZEN,
            ),
        ]

    def __str__(self) -> str:
        return f"Release {self.number}: {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("incidents:release", args=[self.number])


class ReleasePart(models.Model):
    """Some rows of one table of a release, as the text of a CSV file with its header."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="parts")
    table = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        default_permissions = ()
        ordering = ["release", "table", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "table", "number"], name="one_part_per_number"
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="release_part_frozen", operation=pgtrigger.Update | pgtrigger.Delete
            ),
            pgtrigger.Trigger(
                name="release_part_in_time",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF EXISTS (
                        SELECT FROM incidents_release
                        WHERE id = NEW.release_id AND frozen_at IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION 'pgtrigger: Cannot insert rows into a frozen release';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.number} of release {self.release_id}"


class ReleaseFile(models.Model):
    """One file of a release: its name, size and checksum. The bytes lie in the file store."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="files")
    name = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(help_text="bytes")
    rows = models.PositiveIntegerField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["release", "name"], name="one_file_per_name")
        ]
        triggers = [
            pgtrigger.Protect(
                name="release_file_frozen", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return self.name
