"""Annotated articles: every ``*.json`` of the folder, scored by the ``score.py`` beside them.

The text of an article lies in ``articles/``, or beside the annotations. ``score.py`` takes the
annotations and our claims, and prints its figures as JSON.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.evaluation.types import Figure, SetError
from sources.extraction.__main__ import read_article, read_date
from sources.extraction.pipeline import extract
from sources.extraction.report import as_data

SLOTS = ("place", "date", "perpetrator", "attribution", "stance")
SEEN = {"precision": 0.90, "recall": 0.95, "counts_f1": 0.92, "qualifier_accuracy": 0.90}
DEV = {"precision": 0.80, "recall": 0.80, "counts_f1": 0.85, "qualifier_accuracy": 0.80}
UNSEEN = {"precision": 0.75, "recall": 0.75, "counts_f1": 0.80, "qualifier_accuracy": 0.75}
BARS: dict[str, dict[str, float]] = {
    "seeds": SEEN | {f"{slot}_accuracy": 0.90 for slot in SLOTS} | {"traps_hit": 0},
    "dev": DEV
    | {f"{slot}_accuracy": 0.82 for slot in SLOTS}
    | {"dated_accuracy": 0.70, "traps_hit": 4},
}
OTHER_BARS = UNSEEN | {f"{slot}_accuracy": 0.77 for slot in SLOTS}
MEASURES = {
    "precision": "claim precision",
    "recall": "claim recall",
    "counts_f1": "counts F1",
    "qualifier_accuracy": "qualifier accuracy",
    "type_accuracy": "event type accuracy",
    **{f"{slot}_accuracy": f"{slot} accuracy" for slot in SLOTS},
    "dated_accuracy": "date accuracy, dated claims",
    "wholly_right": "claims right in every slot",
    "traps_hit": "traps hit",
}


def measure(folder: Path) -> Iterator[Figure]:
    """Yield the figures of each file of annotations, one part per file."""
    found = [path for path in sorted(folder.glob("*.json")) if "not_claims" in _read(path)]
    if not found:
        raise SetError(f"no file in {folder} holds annotated claims")
    for path in found:
        gold = _read(path)
        scored = _score(folder / "score.py", path, predict(gold, folder))
        matched = round(scored["precision"] * scored["claims_predicted"])
        counts = {
            "precision": scored["claims_predicted"],
            "recall": scored["claims_required"],
            "traps_hit": len(gold["not_claims"]),
            "dated_accuracy": sum(claim["date"] is not None for claim in gold["claims"]),
        }
        bars = BARS.get(path.stem, OTHER_BARS)
        for key, name in MEASURES.items():
            count, is_most = counts.get(key, matched), key == "traps_hit"
            yield Figure(path.stem, name, scored[key], count, bars.get(key), ceiling=is_most)


def predict(gold: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return our claims in every annotated article, as ``score.py`` reads them."""
    documents = {}
    for name, about in gold["documents"].items():
        path = folder / "articles" / name
        text = read_article(path if path.exists() else folder / name)
        published = about.get("published")
        day = read_date(published, name) if published else None
        documents[name] = as_data(extract(text, published=day, title=about.get("title")))
    return {"documents": documents}


def _read(path: Path) -> dict[str, Any]:
    gold = json.loads(read_article(path))
    return gold if isinstance(gold, dict) else {}


def _score(program: Path, gold: Path, predicted: dict[str, Any]) -> dict[str, Any]:
    if not program.exists():
        raise SetError(f"{program}, which compares claims with annotations, is not there")
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(predicted, file)
        file.flush()
        command: list[str | Path] = [sys.executable, program, gold, file.name, "--json"]
        done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SetError(f"{program} failed on {gold.name}: {done.stderr.strip()[-200:]}")
    scored: dict[str, Any] = json.loads(done.stdout)
    return scored
