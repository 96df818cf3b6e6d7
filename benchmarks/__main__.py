"""python3 dev.py bench review [--size N] [--browser] | release [--size N] | likeness [--size N] |
matching [--size N] | extraction | start; each takes --json."""

import argparse
import json
import os
import sys
from dataclasses import asdict

import django
from django.core.management import call_command

from atrocity_tracker.embedded import throwaway_services
from benchmarks import start as starting
from benchmarks.machine import machine


def main() -> None:
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    review = kinds.add_parser("review", help="what the review pages take, first page and last")
    review.add_argument("--size", type=int, default=100_000, help="claims in the database")
    review.add_argument("--rounds", type=int, default=60, help="requests of each page")
    review.add_argument(
        "--browser", action="store_true", help="from the key to the next claim, too"
    )
    merges = kinds.add_parser("matching", help="suggesting merges, and all pairs from cold")
    merges.add_argument("--size", type=int, default=100_000, help="incidents in the database")
    merges.add_argument("--rounds", type=int, default=100, help="new incidents")
    extraction = kinds.add_parser("extraction", help="reading claims against the bare model")
    extraction.add_argument("--rounds", type=int, default=3)
    release = kinds.add_parser("release", help="freezing and writing a release, against COPY")
    release.add_argument("--size", type=int, default=10_000, help="incidents, three claims each")
    likeness = kinds.add_parser("likeness", help="finding the articles with text in common")
    likeness.add_argument("--size", type=int, default=100_000, help="articles in the database")
    likeness.add_argument("--rounds", type=int, default=100, help="new articles")
    start = kinds.add_parser("start", help="what `dev.py run` takes to start and to stop")
    start.add_argument("--size", type=int, default=3, help="starts after the first")
    for one in (review, merges, release, likeness, extraction, start):
        one.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.kind == "start":
        show(asdict(starting.measure(options.size)), as_json=options.json)
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atrocity_tracker.settings")
    os.environ["LOG_LEVEL"] = "ERROR"
    with throwaway_services():
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        report = {"machine": machine(), "kind": options.kind} | measure(options)
    show(report, as_json=options.json)


def measure(options: argparse.Namespace) -> dict[str, object]:
    if options.kind == "review":
        from benchmarks import review  # noqa: PLC0415 -- Django is ready now

        return review.measure(size=options.size, rounds=options.rounds, browser=options.browser)
    if options.kind == "release":
        from benchmarks import release  # noqa: PLC0415 -- Django is ready now

        return release.measure(size=options.size)
    if options.kind == "matching":
        from benchmarks import matching  # noqa: PLC0415 -- Django is ready now

        return matching.measure(size=options.size, rounds=options.rounds)
    if options.kind == "likeness":
        from benchmarks import likeness  # noqa: PLC0415 -- Django is ready now

        return likeness.measure(size=options.size, rounds=options.rounds)
    from benchmarks import extraction, samples  # noqa: PLC0415 -- Django is ready now

    return extraction.measure(samples.articles(), rounds=options.rounds)


def show(report: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(report) + "\n")
        return
    for name, value in report.items():
        if isinstance(value, list):
            for row in value:
                cells = (f"{key} {cell}" for key, cell in row.items())
                sys.stdout.write("  " + "  ".join(cells) + "\n")
        else:
            sys.stdout.write(f"{name}: {value}\n")


if __name__ == "__main__":
    main()
