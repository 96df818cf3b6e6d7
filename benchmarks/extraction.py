"""What reading claims costs over what the bare language model costs on the same texts."""

import resource
import statistics
import time
from collections.abc import Callable

from sources.actions.samples import FOLDER
from sources.extraction import extract, load_model
from sources.metadata import read_metadata
from sources.reading import read


def measure(*, rounds: int) -> dict[str, object]:
    """Return words a second of both, and their ratio, over the sample articles."""
    said = read_metadata(FOLDER / "metadata.json")
    texts = {name: read((FOLDER / name).read_bytes(), filename=name).text for name in sorted(said)}
    words = sum(len(text.split()) for text in texts.values())
    nlp = load_model()

    def bare() -> None:
        for text in texts.values():
            for _ in nlp.pipe(line for line in text.splitlines() if line.strip()):
                pass

    def whole() -> None:
        for name, text in texts.items():
            extract(text, published=said[name].published, title=said[name].title)

    rows = []
    for name, run in (("bare model", bare), ("whole extraction", whole)):
        run()
        speed = words / statistics.median(_seconds(run) for _ in range(rounds))
        rows.append({"pipeline": name, "words_per_second": round(speed)})
    ratio = rows[1]["words_per_second"] / rows[0]["words_per_second"]  # type: ignore[operator]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"words": words, "n": rounds, "ratio": round(ratio, 2), "peak_mb": memory, "rows": rows}


def _seconds(run: Callable[[], None]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started
