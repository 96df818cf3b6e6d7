import json

import pytest

from benchmarks.evaluation import india
from benchmarks.evaluation.types import SetError

SENTENCES = [
    ("police shot dead two rioters near the old mill.", ["KILL", "FORCE"]),
    ("police arrested nine people in the market.", ["ARREST"]),
    ("police burst teargas shells to disperse the mob.", ["FORCE"]),
    ("shops opened and children went to school.", []),
]


def write_sentences(folder, articles: int) -> None:
    final = folder / "data" / "final"
    final.mkdir(parents=True)
    rows = [
        {"doc_id": article, "sent_text": text, "sent_labels": labels}
        for article in range(articles)
        for text, labels in SENTENCES
    ]
    (final / "sents.jsonl").write_text("\n".join(json.dumps(row) for row in rows))


def test_each_deed_is_measured_on_articles_that_taught_nothing(tmp_path):
    write_sentences(tmp_path, 15)

    figures = {figure.measure: figure for figure in india.measure(tmp_path)}

    assert [(n, figures[f"F1 {n}"].value, figures[f"F1 {n}"].count) for n in india.BARS] == [
        ("KILL", 1.0, 15),
        ("ARREST", 1.0, 15),
        ("FORCE", 1.0, 30),
    ]


def test_a_folder_without_its_sentences_is_named(tmp_path):
    with pytest.raises(SetError, match=r"sents\.jsonl is not the file of sentences"):
        list(india.measure(tmp_path))
