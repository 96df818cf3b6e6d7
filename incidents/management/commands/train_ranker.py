"""Teach the ranker what reviewers decided, and say how much better it orders the queue."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from incidents.actions import learning
from incidents.exceptions import ReviewError
from sources.extraction.ranking import RankerError
from sources.extraction.ranking.reliability import as_lines


class Command(BaseCommand):
    help = (
        "Train the model of how likely a claim is right on what reviewers decided. New readings "
        "use it; each run records which one it used."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--out", metavar="DIR", type=Path, default=settings.RANKER_DIR, help="else RANKER_DIR"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        out: Path = options["out"]
        try:
            lesson = learning.retrain(out)
        except (ReviewError, RankerError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}.") from error
        for name, after in lesson.after.items():
            self.stdout.write(f"== {name}")
            self.stdout.write("\n".join(["before: as shipped", *as_lines(lesson.before[name])]))
            self.stdout.write("\n".join(["after: documents held back", *as_lines(after)]))
        if lesson.kept is None:
            self.stdout.write("Nothing was changed: on held-back documents it would be worse.")
        else:
            self.stdout.write(f"Ranker {lesson.kept.version} is in {out}.")
