"""Freeze what is confirmed into a release and write its files into a folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.new_database import make_tables_if_new
from incidents.actions import releases
from incidents.enums import ReleaseStatus


class Command(BaseCommand):
    help = "Freeze every confirmed incident into a new release and write its files into DIR."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", metavar="DIR", type=Path, required=True)
        parser.add_argument("--name", default="Built by command")
        parser.add_argument("--notes", default="")
        parser.add_argument("--by", metavar="USERNAME", help="without it, the first administrator")

    def handle(self, *args: Any, **options: Any) -> None:
        make_tables_if_new()
        out: Path = options["out"]
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise CommandError(f"{out} is not an empty folder. Name one that is, or a new one.")
        release = releases.order(
            name=options["name"][:200], notes=options["notes"], filters={}, by=_by(options["by"])
        )
        releases.build(release.pk)
        release.refresh_from_db()
        if release.status != ReleaseStatus.FROZEN:
            raise CommandError(release.error or "Another worker is building this release.")
        try:
            written = releases.write_into(release, out)
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}.") from error
        for file in sorted(written, key=lambda one: one.name):
            self.stdout.write(f"{file.name:24} {file.rows if file.rows is not None else '':>8}")
        self.stdout.write(f"{release} is in {out}")


def _by(username: str | None) -> User:
    users = User.objects.filter(username=username) if username else User.objects.all()
    user = users.order_by("-is_staff", "pk").first()
    if user is None:
        raise CommandError(
            f"There is no user {username!r}." if username else "There is no user yet."
        )
    return user
