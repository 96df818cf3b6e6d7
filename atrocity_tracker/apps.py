from django.apps import AppConfig


class AtrocityTrackerConfig(AppConfig):
    name = "atrocity_tracker"
    verbose_name = "Atrocity Tracker"

    def ready(self) -> None:
        from atrocity_tracker import celery, checks  # noqa: F401, PLC0415 -- app ready
