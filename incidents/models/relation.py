from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least, Now

from incidents.enums import INVERSE, RelationKind
from incidents.models.incident import Incident
from incidents.relation_querysets import RelationQuerySet


class Relation(models.Model):
    """Two events that are not one: the first bears on the second, as a person said.

    It names the incidents as they were when it was said. One that was merged since stands for the
    incident that bears it now, so a merge and its undoing change no row here.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=14, choices=RelationKind.choices)
    other = models.ForeignKey(Incident, models.PROTECT, related_name="relations_to")
    in_force = models.BooleanField(default=True, help_text="false: somebody took it away")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    reason = models.TextField(blank=True)

    objects = RelationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "other", "kind"], name="relation_said_once"
            ),
            models.UniqueConstraint(
                Least("incident", "other"),
                Greatest("incident", "other"),
                condition=Q(in_force=True),
                name="one_relation_between_two",
            ),
            models.CheckConstraint(
                name="relation_not_to_itself", condition=~Q(incident=F("other"))
            ),
            models.CheckConstraint(
                name="same_operation_has_no_direction",
                condition=~Q(kind=RelationKind.SAME_OPERATION) | Q(incident__lt=F("other")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident.reference} {self.get_kind_display()} {self.other.reference}"

    @property
    def inverse(self) -> str:
        """What it is called from the other side."""
        return INVERSE[RelationKind(self.kind)]
