from pathlib import Path

import pytest

from benchmarks.evaluation import polnear
from benchmarks.evaluation.types import SetError

TEXT = "The mayor said that the old bridge had collapsed.\n"
MARKS = """T1\tSource 0 9\tThe mayor
T2\tCue 10 14\tsaid
T3\tContent 15 48\tthat the old bridge had collapsed
T4\tAttribution 10 14\tsaid
E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3
"""


def write(folder: Path, text: str, marks: str) -> None:
    for name in ("text", "attributions"):
        (folder / "dev" / name).mkdir(parents=True)
    (folder / "dev/text/one.txt").write_text(text, "utf-8")
    (folder / "dev/attributions/one_ab12.ann").write_text(marks, "utf-8")


def test_an_article_read_as_it_is_marked_is_wholly_right(tmp_path: Path) -> None:
    write(tmp_path, TEXT, MARKS)

    figures = {figure.measure: (figure.value, figure.count) for figure in polnear.measure(tmp_path)}

    assert figures == {
        "F1 source tokens": (1.0, 2),
        "F1 cue tokens": (1.0, 1),
        "F1 content tokens": (1.0, 6),
        "P relations": (1.0, 1),
        "R relations": (1.0, 1),
        "F1 relations": (1.0, 1),
    }


def test_a_folder_without_articles_cannot_be_measured(tmp_path: Path) -> None:
    with pytest.raises(SetError):
        next(polnear.measure(tmp_path))
