"""The Celery application: `celery -A atrocity_tracker.celery worker`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atrocity_tracker.settings")

app = Celery("atrocity_tracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
