from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person who works here. Never deleted once they have decided something: deactivate."""

    @property
    def pseudonym(self) -> str:
        """What a release calls this person: a stable code instead of a name."""
        return f"R{self.pk:03d}"
