"""Refit the scorer of merges to what people answered, and say how right it is then."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from incidents.actions import fitting
from incidents.exceptions import ReviewError
from incidents.matching.fit import Rightness


class Command(BaseCommand):
    help = (
        "Refit the weights that score pairs of incidents to the suggestions that people answered. "
        "New suggestions use them; what was answered stays answered."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--out",
            metavar="DIR",
            type=Path,
            default=settings.MATCHING_DIR,
            help="else MATCHING_DIR",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        out: Path = options["out"]
        try:
            found = fitting.refit(out)
        except ReviewError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"as shipped: {_said(found.before)}")
        self.stdout.write(f"refitted, on answers held back: {_said(found.after)}")
        if found.kept is None:
            self.stdout.write("Nothing was changed: on answers held back it would be worse.")
            return
        worth = ", ".join(f"{group} {w:g}" for group, w in found.kept.worth.items())
        self.stdout.write(f"Weights times {worth}; plus {found.kept.shift:g}. They are in {out}.")


def _said(found: Rightness) -> str:
    shares = ("none" if one is None else f"{one:.3f}" for one in (found.precision, found.recall))
    return "precision {}, recall {}, {} answers".format(*shares, found.pairs)
