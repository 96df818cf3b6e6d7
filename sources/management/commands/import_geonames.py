"""Add villages to the gazetteer, for every worker of this installation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sources.extraction.gazetteer import GazetteerError, load_base
from sources.extraction.gazetteer.importing import import_villages
from sources.extraction.gazetteer.sheets import SheetError


class Command(BaseCommand):
    help = (
        "Add the villages of a GeoNames dump (allCountries.txt, UA.txt), a GeoNames postal file or"
        " a CSV file to the gazetteer. Exits 2 if the file cannot be read as places."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        try:
            summary, is_new = import_villages(path, load_base())
        except (SheetError, GazetteerError) as error:
            raise CommandError(str(error), returncode=2) from error
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}.", returncode=2) from error
        if not is_new:
            self.stdout.write(f"{path.name} is imported already; nothing changed.")
            return
        self.stdout.write(
            f"{summary.places:,} places from {summary.rows:,} rows of {path.name};"
            f" {summary.known:,} were known already."
        )
        if summary.misplaced:
            self.stdout.write(
                f"{summary.misplaced:,} have coordinates outside their region; they are put in the"
                " middle of their district, as approximate."
            )
        self.stdout.write("Articles read from now on are searched for them.")
