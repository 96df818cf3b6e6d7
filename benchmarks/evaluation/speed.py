"""The whole extraction against the bare language model: same texts, same process, one core."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.evaluation.types import Figure, SetError
from benchmarks.extraction import Article
from benchmarks.extraction import measure as compare
from sources.extraction.__main__ import read_article

RATIO_BAR, MEGABYTES_BAR = 0.80, 1331
ROUNDS = 3
ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def measure(folder: Path) -> Iterator[Figure]:
    """Yield the figures of a process of its own, so that its memory is that of the extraction."""
    if not any(folder.glob("*.txt")):
        raise SetError(f"{folder} holds no .txt article")
    command: list[str | Path] = [sys.executable, "-m", "benchmarks.evaluation.speed", folder]
    done = subprocess.run(command, env=os.environ | ONE_CORE, capture_output=True, text=True)
    if done.returncode:
        raise SetError(f"the extraction failed: {done.stderr.strip()[-300:]}")
    measured: dict[str, Any] = json.loads(done.stdout)
    words = measured["words"]
    for row in measured["rows"]:
        yield Figure("all", f"words a second, {row['pipeline']}", row["words_per_second"], words)
    yield Figure("all", "speed, share of the bare model's", measured["ratio"], words, RATIO_BAR)
    memory = measured["peak_mb"]
    yield Figure("all", "most memory, megabytes", memory, words, MEGABYTES_BAR, ceiling=True)


def main(folder: Path) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    texts = [read_article(path) for path in sorted(folder.glob("*.txt"))]
    articles = [Article(text, None, None) for text in texts]
    sys.stdout.write(json.dumps(compare(articles, rounds=ROUNDS)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
