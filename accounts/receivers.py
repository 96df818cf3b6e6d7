from django.apps import AppConfig
from django.contrib.auth.management import create_permissions

from accounts.roles import sync_roles


def sync_roles_after_migrate(sender: AppConfig, **kwargs: object) -> None:
    """Grant the roles their permissions once the last app has its own.

    Django makes those of each app only after this receiver had its turn, so they are made here.
    """
    if sender.name == "incidents":
        create_permissions(sender, verbosity=0)
        sync_roles()
