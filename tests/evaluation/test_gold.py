import json

import pytest

from benchmarks.evaluation.gold import measure, predict
from benchmarks.evaluation.types import Figure, SetError

TEXT = "Gunmen killed ten farmers in Maiduguri on Sunday."
GOLD = {
    "documents": {"farmers.txt": {"published": "2024-05-15", "title": None}},
    "claims": [{"doc": "farmers.txt", "date": {"start": "2024-05-12", "end": "2024-05-12"}}],
    "not_claims": [],
}
SCORE = """import json, sys
predicted = json.load(open(sys.argv[2]))["documents"]["farmers.txt"]["claims"]
names = '''precision recall counts_f1 qualifier_accuracy type_accuracy place_accuracy date_accuracy
perpetrator_accuracy attribution_accuracy stance_accuracy dated_accuracy wholly_right'''.split()
scored = dict.fromkeys(names, 0.5) | {"traps_hit": 0, "claims_required": 4}
print(json.dumps(scored | {"claims_predicted": len(predicted)}))
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "farmers.txt").write_text(TEXT)
    (tmp_path / "dev.json").write_text(json.dumps(GOLD))
    (tmp_path / "other.json").write_text("{}")
    (tmp_path / "score.py").write_text(SCORE)
    return tmp_path


def test_claims_are_read_with_what_is_known_of_the_article(folder):
    (claim,) = predict(GOLD, folder)["documents"]["farmers.txt"]["claims"]

    assert (claim["event_type"], claim["date"]["start"]) == ("unlawful_killing", "2024-05-12")


def test_every_file_of_annotations_is_a_part_with_its_bars(folder):
    figures = list(measure(folder))

    assert {figure.part for figure in figures} == {"dev"}
    assert figures[0] == Figure("dev", "claim precision", 0.5, 1, 0.80)
    assert figures[1] == Figure("dev", "claim recall", 0.5, 4, 0.80)
    assert figures[-1] == Figure("dev", "traps hit", 0, 0, 4, ceiling=True)


@pytest.mark.parametrize(
    ("lost", "why"),
    [
        ("dev.json", "holds annotated claims"),
        ("score.py", "compares claims with annotations, is not there"),
    ],
)
def test_what_is_missing_is_said(folder, lost, why):
    (folder / lost).unlink()

    with pytest.raises(SetError, match=why):
        list(measure(folder))
