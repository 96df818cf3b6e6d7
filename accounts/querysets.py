from typing import Self

from django.db.models import QuerySet
from django.db.models.functions import Now


class ApiTokenQuerySet(QuerySet):
    def unrevoked(self) -> Self:
        return self.filter(revoked_at=None)

    def alive(self) -> Self:
        """Tokens that open something: neither revoked nor expired, of somebody who works here."""
        return self.unrevoked().filter(expires_at__gt=Now(), user__is_active=True)
