"""The figures as one table, and what they were measured with."""

from collections.abc import Iterable, Sequence
from importlib.metadata import version

from benchmarks.evaluation.sets import Measured
from benchmarks.evaluation.types import Figure
from benchmarks.machine import machine
from sources.extraction.model import model_version
from sources.extraction.pipeline import PIPELINE

HEAD = ("set", "part", "measure", "value", "bar", "n")
LEFT = 3


def table(measured: Iterable[Measured]) -> str:
    """Return the figures as a Markdown table; a value on the wrong side of its bar says so."""
    rows = [
        (one.name, figure.part, figure.measure, *_numbers(figure))
        for one in measured
        for figure in one.figures
    ]
    widths = [max(len(row[i]) for row in (HEAD, *rows)) for i in range(len(HEAD))]
    rule = [("-" * w if i < LEFT else "-" * (w - 1) + ":") for i, w in enumerate(widths)]
    return "".join(_line(row, widths) for row in (HEAD, rule, *rows))


def machine_and_versions() -> dict[str, str]:
    """Return the machine, our pipeline, the model and spaCy, by name."""
    return {
        "machine": machine(),
        "pipeline": PIPELINE,
        "model": model_version(),
        "spacy": version("spacy"),
    }


def _numbers(figure: Figure) -> tuple[str, str, str]:
    bar = "" if figure.bar is None else _number(figure.bar)
    bar = f"at most {bar}" if figure.ceiling and bar else bar
    return _number(figure.value), f"missed: {bar}" if figure.missed else bar, f"{figure.count:,}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 2 or isinstance(value, int) else f"{value:.3f}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        cell.ljust(width) if i < LEFT else cell.rjust(width)
        for i, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"| {' | '.join(padded)} |\n"
