"""What reading claims costs over what the bare language model costs on the same texts."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from benchmarks.machine import peak_megabytes
from sources.extraction.model import load_model
from sources.extraction.pipeline import extract

BATCH = 16  # the model's own best: larger ones take more memory and no less time


@dataclass(frozen=True, slots=True)
class Article:
    """A text to read, with what is known about it."""

    text: str
    published: date | None
    title: str | None


def measure(articles: Sequence[Article], *, rounds: int) -> dict[str, object]:
    """Return words a second of processor time of both, and their ratio.

    The two take turns, and the ratio is the median of the turns, so that a busy machine slows
    both alike.
    """
    words = sum(len(article.text.split()) for article in articles)
    nlp = load_model()

    def bare() -> None:
        for _ in nlp.pipe([article.text for article in articles], batch_size=BATCH):
            pass

    def whole() -> None:
        for article in articles:
            extract(article.text, published=article.published, title=article.title)

    seconds = [(_seconds(bare), _seconds(whole)) for _ in range(rounds + 1)][1:]
    rows = [
        {"pipeline": name, "words_per_second": round(words / statistics.median(turns))}
        for name, turns in zip(
            ("bare model", "whole extraction"), zip(*seconds, strict=True), strict=True
        )
    ]
    ratio = statistics.median(alone / together for alone, together in seconds)
    return {
        "words": words,
        "n": rounds,
        "ratio": round(ratio, 3),
        "peak_mb": peak_megabytes(),
        "rows": rows,
    }


def _seconds(run: Callable[[], None]) -> float:
    started = time.process_time()
    run()
    return time.process_time() - started
