"""Train the ranker that comes with the code, and say how far to trust it.

python -m sources.extraction.ranking --muc FILE --hrds FILE --articles DIR --annotated FILE...
    [--report FILE...] [--out DIR]
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sources.extraction.model import model_version
from sources.extraction.ranking import corpora
from sources.extraction.ranking.annotations import annotated
from sources.extraction.ranking.ranker import SHIPPED, Ranker, load, save
from sources.extraction.ranking.reliability import as_lines
from sources.extraction.ranking.training import (
    Example,
    blank,
    held_back,
    measure,
    scored_by,
    train,
)

PARAGRAPH = 80


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    if options.only_report:
        ranker = load(options.out)
    else:
        examples = list(_examples(options))
        _print("Held back within the training data", measure(held_back(examples, blank())))
        ranker = save(_with_card(train(examples, blank()), examples), options.out)
    for path in options.report:
        judged = list(annotated(path, options.articles))
        _print(f"{path.name}, never trained on", measure(scored_by(ranker, judged)))
    sys.stdout.write(f"Ranker {ranker.version} is in {options.out}.\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sources.extraction.ranking")
    parser.add_argument("--muc", type=Path, help="train.json of MUC-4 in the form of GTT")
    parser.add_argument("--hrds", type=Path, help="train.json of HRDsAttack")
    parser.add_argument("--every", type=int, default=1, help="read one corpus article in so many")
    parser.add_argument("--articles", type=Path, help="the folder of the annotated articles")
    parser.add_argument("--annotated", type=Path, nargs="*", default=[], help="to learn from")
    parser.add_argument("--report", type=Path, nargs="*", default=[], help="to measure on")
    parser.add_argument("--only-report", action="store_true", help="measure, train nothing")
    parser.add_argument("--out", type=Path, default=SHIPPED.parent, help="where the weights go")
    return parser


def _examples(options: argparse.Namespace) -> Iterator[Example]:
    for path in options.annotated:
        yield from annotated(path, options.articles)
    yield from corpora.sentences()
    if options.hrds:
        yield from corpora.hrds(
            options.hrds, without=_paragraphs(options.articles), every=options.every
        )
    if options.muc:
        yield from corpora.muc(options.muc, every=options.every)


def _paragraphs(articles: Path | None) -> set[str]:
    """Return long paragraphs of the annotated articles, by which to know them elsewhere."""
    files = articles.glob("*.txt") if articles else ()
    lines = (line.strip() for file in files for line in file.read_text("utf-8").splitlines())
    return {line for line in lines if len(line) > PARAGRAPH}


def _with_card(ranker: Ranker, examples: list[Example]) -> Ranker:
    card = {
        "model": "logistic regression over words and rules; see docs/model-card.md",
        "trained_on": "own sentences and annotations, MUC-4 (train), HRDsAttack (train, MIT)",
        "parser": model_version(),
        "examples": len(examples),
        "judged": sum(e.judged for e in examples),
        "right": sum(bool(e.right) for e in examples),
    }
    return replace(ranker, card=card)


def _print(title: str, measured: dict) -> None:
    lines = [f"== {title}"]
    for name, result in measured.items():
        lines += [f"{name}: {line}" if n == 0 else line for n, line in enumerate(as_lines(result))]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
