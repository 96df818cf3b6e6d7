"""MUC-4 (Sundheim 1992; splits of Du, Rush and Cardie 2021): incidents and who filled their roles.

Measured is the shipped role model, which was trained on the part ``train``; ``dev`` took no part.
"""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.evaluation.muc4_score import ALL, score
from benchmarks.evaluation.types import Figure, SetError
from benchmarks.roles.article import survey
from benchmarks.roles.corpus import read_reports
from benchmarks.roles.model import judge, load
from benchmarks.roles.templates import templates
from sources.extraction.pipeline import parse

FOLDER = "muc4"
PART = "dev"
BAR = 0.45


def measure(folder: Path) -> Iterator[Figure]:
    """Yield F1 over all slots, and slot by slot, on the part held back from training."""
    if not (folder / f"{PART}.json").exists():
        raise SetError(f"There is no {PART}.json in {folder}.")
    model = load()
    judged = []
    for report in read_reports(folder, PART):
        article = survey(parse(list(report.lines)), model.known)
        judged.append((templates(article, judge(article, model)), report.keys))
    tallies = score(judged)
    yield Figure(PART, "template F1, all slots", tallies[ALL].f1, tallies[ALL].wanted, BAR)
    for slot, tally in tallies.items():
        if slot != ALL:
            yield Figure(PART, f"template F1, {slot}", tally.f1, tally.wanted)
