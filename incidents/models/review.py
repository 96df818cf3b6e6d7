import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from incidents.enums import Action
from incidents.models.incident import Incident
from incidents.review_querysets import DecisionQuerySet, MentionQuerySet


class Decision(models.Model):
    """What a person did, when and why. Only ever added: PostgreSQL refuses anything else."""

    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="decisions")
    action = models.CharField(max_length=14, choices=Action.choices)
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="decisions")
    claim = models.ForeignKey("sources.Claim", models.PROTECT, null=True, related_name="decisions")
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=dict, help_text="{field: [before, after]}")
    batch = models.UUIDField(null=True, help_text="shared by the decisions of one act")
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="decision_is_about_something",
                condition=Q(incident__isnull=False) | Q(claim__isnull=False),
            ),
            models.CheckConstraint(
                name="undo_names_what_it_undoes",
                condition=Q(action=Action.UNDO, undoes__isnull=False)
                | (~Q(action=Action.UNDO) & Q(undoes=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["by", "-id"], name="decisions_of_a_person"),
            models.Index(
                fields=["batch"], condition=Q(batch__isnull=False), name="decisions_of_an_act"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="decision_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.get_action_display()}"


class Annotation(models.Model):
    """A note on an incident."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="annotations")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    text = models.TextField()
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="annotation_not_empty", condition=~Q(text="")),
            models.CheckConstraint(
                name="resolved_names_who_and_when",
                condition=Q(resolved_by=None, resolved_at=None)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Mention(models.Model):
    """A person whom a note calls by name: it waits for them until the note is resolved."""

    note = models.ForeignKey(Annotation, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mentions")

    objects = MentionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "note"], name="mention_once_in_a_note")
        ]

    def __str__(self) -> str:
        return f"{self.person} in note {self.note_id}"
