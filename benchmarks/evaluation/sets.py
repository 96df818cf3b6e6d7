"""The annotated sets, in the order in which they are measured and shown."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from xml.etree.ElementTree import ParseError

from benchmarks.evaluation import (
    ecbplus,
    geoparsing,
    gold,
    hrdsattack,
    india,
    likeness,
    muc4,
    polnear,
    speed,
    timebank,
)
from benchmarks.evaluation.types import Figure, SetError

PUBLIC: tuple[ModuleType, ...] = (
    muc4,
    hrdsattack,
    polnear,
    geoparsing,
    timebank,
    india,
    likeness,
    ecbplus,
)
BAD_SHAPE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    ParseError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Set:
    """One set: its folder if the folder above is given, and what measures it."""

    name: str
    expected: str
    folder: Path | None
    measure: Callable[[Path], Iterator[Figure]]


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of measuring a set: its figures, or the problem that hindered it."""

    name: str
    seconds: float
    figures: tuple[Figure, ...]
    problem: str = ""


def _name(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2]


NAMES = ("gold", *map(_name, PUBLIC), "speed")


def find(annotated: Path | None, data: Path | None) -> list[Set]:
    """Return every set that is known, whether or not its folder is there."""
    articles = annotated / "articles" if annotated else None
    public = [
        Set(
            _name(module),
            f"--data DIR/{module.FOLDER}",
            data and data / module.FOLDER,
            module.measure,
        )
        for module in PUBLIC
    ]
    return [
        Set("gold", "--gold DIR", annotated, gold.measure),
        *public,
        Set("speed", "--gold DIR/articles", articles, speed.measure),
    ]


def run(one: Set) -> Measured:
    """Measure a set whose folder is there; files of another shape become a problem in words."""
    started = time.perf_counter()
    figures: tuple[Figure, ...] = ()
    problem = ""
    try:
        figures = tuple(one.measure(one.folder)) if one.folder else ()
    except SetError as error:
        problem = str(error).rstrip(".")
    except BAD_SHAPE as error:
        problem = f"its files are not of the shape expected ({type(error).__name__}: {error})"
    return Measured(one.name, round(time.perf_counter() - started, 1), figures, problem)
