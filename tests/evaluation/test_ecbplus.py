"""Which articles report one event: read as published, grouped by what their neighbours share."""

import numpy as np
import pytest

from benchmarks.evaluation.ecbplus import Article, b_cubed, join, read, through_neighbours

CONLL = """#begin document (1/1ecb/1); part 000
1/1ecb/1\t0\t0\tFloods\t-
1/1ecb/1\t0\t1\trose\t(E1)
#end document
#begin document (1/1ecbplus/2); part 000
1/1ecbplus/2\t0\t0\tRain\t-
#end document
"""


def test_article_is_read_once_although_a_file_holds_it_twice(tmp_path):
    for name in ("1ecb", "copy"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "all.conll").write_text(CONLL)

    assert read(tmp_path) == [
        Article(1, "1ecb", ("Floods", "rose")),
        Article(1, "1ecbplus", ("Rain",)),
    ]


@pytest.mark.parametrize(
    ("groups", "figures"),
    [("xxyy", (1, 1, 1)), ("xxxx", (0.5, 1, 2 / 3)), ("wxyz", (1, 0.5, 2 / 3))],
)
def test_b_cubed_punishes_joining_and_parting(groups, figures):
    assert b_cubed("aabb", groups) == pytest.approx(figures)


def test_articles_that_share_a_neighbour_come_nearer():
    alike = np.array(
        [[1, 0.5, 0.0, 0.0], [0.5, 1, 0.5, 0.0], [0.0, 0.5, 1, 0.1], [0.0, 0.0, 0.1, 1]]
    )

    mixed = through_neighbours(alike, 1, 0.5)

    assert mixed[0, 2] > alike[0, 2]
    assert mixed[0, 3] == alike[0, 3]


def test_articles_are_joined_down_to_the_likeness_asked_for():
    alike = np.array([[1, 0.8, 0.1], [0.8, 1, 0.1], [0.1, 0.1, 1]])

    assert len(set(join(alike, 0.5))) == 2
    assert len(set(join(alike, 0.05))) == 1
