from datetime import timedelta

import pgtrigger
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from accounts.querysets import ApiTokenQuerySet

LONGEST_STRETCH = 240
LONGEST_LIFE = timedelta(days=365)


class Scope(models.TextChoices):
    """What a token may read, within what its holder may read."""

    EVIDENCE = "read:evidence", "Sources, articles and claims"
    INCIDENTS = "read:incidents", "Incidents, decisions, relations and suggestions"
    RELEASES = "read:releases", "Releases and their files"


class User(AbstractUser):
    """A person who works here. Never deleted once they have decided something: deactivate."""

    veils_text = models.BooleanField("cover text about sexual violence and torture", default=True)
    uses_keys = models.BooleanField("use single-key shortcuts", default=True)
    break_minutes = models.PositiveSmallIntegerField("remind me of a break", default=45)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(
                name="break_within_a_working_day", condition=Q(break_minutes__lte=LONGEST_STRETCH)
            )
        ]

    @property
    def pseudonym(self) -> str:
        """What a release calls this person: a stable code instead of a name."""
        return f"R{self.pk:03d}"


class ApiToken(models.Model):
    """A key with which a program reads in the name of a person. Only its digest is kept.

    What it opens is fixed when it is made; after that it can only be revoked.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=100)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope.choices))
    prefix = models.CharField(max_length=12, help_text="how the key begins, to recognise it")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the key")
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                condition=Q(revoked_at=None),
                name="token_name_once_per_person",
            ),
            models.CheckConstraint(
                name="token_has_known_scopes",
                condition=Q(scopes__contained_by=Scope.values, scopes__len__gt=0),
            ),
            models.CheckConstraint(
                name="token_lives_a_year_at_most",
                condition=Q(
                    expires_at__gt=F("created_at"), expires_at__lte=F("created_at") + LONGEST_LIFE
                ),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="token_is_fixed", exclude=["last_used_at", "revoked_at"])
        ]

    def __str__(self) -> str:
        return f"{self.prefix}… of {self.user_id}"
