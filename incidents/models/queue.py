from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from incidents.models.incident import IncidentClaim


class Stop(models.Model):
    """Where a reviewer stopped in the queue, for each set of filters that they have used."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    filters = models.CharField(max_length=500, blank=True, help_text="as in the address")
    link = models.ForeignKey(IncidentClaim, models.CASCADE, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["by", "filters"], name="one_stop_per_list")]

    def __str__(self) -> str:
        return f"{self.by} stopped at {self.link_id}"


class Skip(models.Model):
    """A claim that a reviewer has put off: it comes back to them after all the others."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    link = models.ForeignKey(IncidentClaim, models.CASCADE, related_name="skips")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["by", "link"], name="skipped_once")]

    def __str__(self) -> str:
        return f"{self.by} skipped {self.link_id}"
