import secrets

from django.db import models
from django.db.models.functions import Now


def new_salt() -> str:
    """Return 256 random bits as text."""
    return secrets.token_hex(32)


class ReleaseLine(models.Model):
    """Releases that follow one another: in all of them a person has the same pseudonym.

    The salt makes pseudonyms that nobody can compute from a name. No page, file or API shows it.
    """

    name = models.CharField(max_length=100, unique=True)
    salt = models.CharField(max_length=64, default=new_salt, editable=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
