"""Load the sample articles, and on request judge them."""

import time
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.new_database import make_tables_if_new
from accounts.roles import LEAD
from incidents.actions.demo import review_samples
from sources.actions.samples import add_samples
from sources.enums import RunStatus
from sources.models import Document, ExtractionRun
from sources.workers import worker_at_hand

REVIEWER = "demo"
PATIENCE = 300.0  # seconds without any progress


class Command(BaseCommand):
    help = "Upload the sample articles and wait until they are read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--reviewed", action="store_true", help="also judged, by a reviewer called demo"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        make_tables_if_new()
        by = _reviewer()
        with worker_at_hand():
            documents = add_samples(by=by)
            self.stdout.write(f"{len(documents)} sample articles; waiting for the worker ...")
            _wait_for(documents)
        if options["reviewed"]:
            confirmed = review_samples(documents, by=by)
            self.stdout.write(f"{len(confirmed)} incidents confirmed:")
            for incident in confirmed:
                incident.refresh_from_db()
                self.stdout.write(f"  {incident.reference} {incident.title}")


def _reviewer() -> User:
    """Return the account that the demonstration works with. Nobody can log in with it."""
    user, made = User.objects.get_or_create(username=REVIEWER, defaults={"is_active": False})
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        user.groups.add(Group.objects.get(name=LEAD))
    return user


def _wait_for(documents: list[Document]) -> None:
    """Return once every document is read and its claims have found their incidents."""
    runs = ExtractionRun.objects.filter(document__in=documents)
    left, since = -1, time.monotonic()
    while True:
        unread = runs.unfinished().count()
        homeless = runs.filter(status=RunStatus.DONE, proposal=None).count()
        if not unread + homeless:
            break
        if unread + homeless != left:
            left, since = unread + homeless, time.monotonic()
        if time.monotonic() - since > PATIENCE:
            raise CommandError("The worker does not get on. Its log says why.")
        time.sleep(0.3)
    if failed := runs.newest().filter(status=RunStatus.FAILED).first():
        raise CommandError(f"{failed.document.title}: {failed.error}")
