"""Freeze what is confirmed into a release and write its files into a folder."""

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.new_database import make_tables_if_new
from incidents.actions import releases
from incidents.actions.release_withholding import plan
from incidents.enums import ReleaseStatus
from incidents.releases.check import check_row
from incidents.releases.output import csv_line
from incidents.releases.privacy.profiles import profiles
from incidents.releases.records import header_line
from incidents.releases.withheld import WITHHELD, withheld_rows


class Command(BaseCommand):
    help = "Freeze every confirmed incident into a new release and write its files into DIR."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", metavar="DIR", type=Path)
        parser.add_argument("--name", default="Built by command")
        parser.add_argument("--notes", default="")
        parser.add_argument("--profile", choices=profiles(), default=next(iter(profiles())))
        parser.add_argument(
            "--line", default=releases.MAIN_LINE, help="whose pseudonyms it goes on with"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="list what would be withheld, as CSV; no --out"
        )
        parser.add_argument("--by", metavar="USERNAME", help="without it, the first administrator")

    def handle(self, *args: Any, **options: Any) -> None:
        make_tables_if_new()
        if options["dry_run"]:
            self._list_withheld(options["profile"])
            return
        out: Path | None = options["out"]
        if out is None:
            raise CommandError("Name a folder with --out, or list what is withheld: --dry-run.")
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise CommandError(f"{out} is not an empty folder. Name one that is, or a new one.")
        release = releases.order(
            name=options["name"][:200],
            notes=options["notes"],
            filters={},
            profile=options["profile"],
            line=options["line"],
            by=_by(options["by"]),
        )
        releases.build(release.pk)
        release.refresh_from_db()
        if release.status != ReleaseStatus.FROZEN:
            raise CommandError(release.error or "Another worker is building this release.")
        try:
            shutil.copytree(
                releases.folder(release), out, copy_function=shutil.copyfile, dirs_exist_ok=True
            )
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}.") from error
        for file in release.files.all():
            self.stdout.write(f"{file.name:24} {file.rows if file.rows is not None else '':>8}")
        self.stdout.write(f"{release} is in {out}")

    def _list_withheld(self, profile: str) -> None:
        """Write the list as withheld.csv would hold it, and the numbers by reason to stderr."""
        planned = plan({}, profiles()[profile])
        self.stdout.write(header_line(WITHHELD), ending="")
        for row in withheld_rows(planned.dry_run()):
            self.stdout.write(csv_line(check_row(WITHHELD, row).cells), ending="")
        for reason, number in planned.withholding.counted.most_common():
            self.stderr.write(f"{number:>8}  {reason}")


def _by(username: str | None) -> User:
    users = User.objects.filter(username=username) if username else User.objects.all()
    user = users.order_by("-is_staff", "pk").first()
    if user is None:
        raise CommandError(
            f"There is no user {username!r}." if username else "There is no user yet."
        )
    return user
