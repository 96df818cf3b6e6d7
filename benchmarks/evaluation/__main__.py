"""Measure how right the extractor is, on every annotated set that is there.

python3 dev.py evaluate --gold DIR --data DIR [--only SET] [--json]
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from benchmarks.evaluation.report import machine_and_versions, table
from benchmarks.evaluation.sets import NAMES, Measured, find, run


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 1 if a set that is there could not be measured."""
    options = _parser().parse_args(arguments)
    chosen = [one for one in find(options.gold, options.data) if options.only in (None, one.name)]
    here = [one for one in chosen if one.folder is not None and one.folder.is_dir()]
    absent = [one for one in chosen if one not in here]
    if absent:
        missing = ", ".join(f"{one.name} ({one.expected})" for one in absent)
        sys.stderr.write(f"Not measured, because they are not there: {missing}.\n")
    measured: list[Measured] = []
    for one in here:
        sys.stderr.write(f"Measuring {one.name} ...\n")
        measured.append(run(one))
        if measured[-1].problem:
            sys.stderr.write(f"{one.name} cannot be measured: {measured[-1].problem}.\n")
    if options.json:
        sets = [asdict(one) for one in measured]
        report = {**machine_and_versions(), "sets": sets, "absent": [one.name for one in absent]}
        sys.stdout.write(json.dumps(report) + "\n")
    else:
        sys.stdout.write(table(measured))
    return 1 if any(one.problem for one in measured) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py evaluate", description=__doc__)
    parser.add_argument("--gold", type=Path, metavar="DIR", help="annotated articles and score.py")
    parser.add_argument("--data", type=Path, metavar="DIR", help="one folder for each public set")
    parser.add_argument("--only", choices=NAMES, metavar="SET", help=f"one of {', '.join(NAMES)}")
    parser.add_argument("--json", action="store_true", help="machine, versions, seconds, figures")
    return parser


if __name__ == "__main__":
    sys.exit(main())
