"""Write a release anew from its frozen rows and compare every file, byte for byte."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from incidents.actions import releases
from incidents.actions.release_verify import verify
from incidents.exceptions import ReleaseError
from incidents.models import Release


class Command(BaseCommand):
    help = "Say of each file of release NUMBER whether it is what the frozen rows give."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", metavar="NUMBER", type=int)
        parser.add_argument("--dir", metavar="DIR", type=Path, help="a copy to check instead")

    def handle(self, *args: Any, **options: Any) -> None:
        release = Release.objects.filter(number=options["number"]).first()
        if release is None:
            raise CommandError(f"There is no release {options['number']}.")
        directory: Path = options["dir"] or releases.folder(release)
        wrong = 0
        try:
            for check in verify(release, directory):
                self.stdout.write(f"{check.name}: {check.problem or 'OK'}")
                wrong += bool(check.problem)
        except ReleaseError as error:
            raise CommandError(str(error)) from error
        made = f"{release}, frozen by version {release.software_version}"
        if wrong:
            raise CommandError(
                f"{made}: {wrong} files differ. This is version {settings.VERSION}; another "
                "version may write the same rows with other bytes."
            )
        self.stdout.write(f"{made}: every file is as it was made.")
