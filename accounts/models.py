from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

LONGEST_STRETCH = 240


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
