from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts.receivers import sync_roles_after_migrate  # noqa: PLC0415 -- app ready

        post_migrate.connect(sync_roles_after_migrate)
