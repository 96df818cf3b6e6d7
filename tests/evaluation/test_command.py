"""The command measures what is there, names what is not, and never ends in a traceback."""

import json

import pytest

from benchmarks.evaluation.__main__ import main
from benchmarks.evaluation.report import table
from benchmarks.evaluation.sets import NAMES, Measured
from benchmarks.evaluation.types import Figure

ARTICLE = """<TimeML>
<DOCNO>1</DOCNO><DCT><TIMEX3 tid="t0" type="DATE" value="1998-02-13">13 February</TIMEX3></DCT>
<TEXT>The dam broke on <TIMEX3 tid="t1" type="DATE" value="1998-02-12">Thursday</TIMEX3>.</TEXT>
</TimeML>"""


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "tempeval3" / "TimeBank"
    folder.mkdir(parents=True)
    for name in ("a", "b"):
        (folder / f"{name}.tml").write_text(ARTICLE)
    return tmp_path


def test_every_set_that_is_not_there_is_named(tmp_path, capsys):
    assert main(["--data", str(tmp_path)]) == 0

    said = capsys.readouterr().err
    assert said.startswith("Not measured, because they are not there: gold (--gold DIR), ")
    assert [name for name in NAMES if f"{name} (" not in said] == []


def test_figures_come_as_one_table(data, capsys):
    assert main(["--data", str(data), "--only", "timebank"]) == 0

    table = capsys.readouterr().out.splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    assert cells[0] == ["set", "part", "measure", "value", "bar", "n"]
    assert cells[4] == ["timebank", "dev", "DATE exact value", "1.000", "0.820", "1"]


def test_json_tells_machine_versions_seconds_and_figures(data, capsys):
    main(["--data", str(data), "--only", "timebank", "--json"])

    report = json.loads(capsys.readouterr().out)
    (timebank,) = report["sets"]
    assert set(report) == {"machine", "pipeline", "model", "spacy", "sets", "absent"}
    assert report["model"] == "en_core_web_md 3.8.0"
    assert timebank["seconds"] < 60
    assert timebank["figures"][2] == {
        "part": "dev",
        "measure": "DATE exact value",
        "value": 1.0,
        "count": 1,
        "bar": 0.82,
        "ceiling": False,
    }


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("<articles><article/></articles>", "an element article has no text"),
        ("no markup", "its files are not of the shape expected (ParseError: syntax error: "),
    ],
)
def test_set_of_another_shape_gives_a_sentence(tmp_path, capsys, content, why):
    folder = tmp_path / "geoparsing"
    folder.mkdir()
    for name in ("GeoVirus.xml", "lgl.xml"):
        (folder / name).write_text(content)

    assert main(["--data", str(tmp_path), "--only", "geoparsing"]) == 1

    assert f"geoparsing cannot be measured: {why}" in capsys.readouterr().err


def test_empty_folder_gives_a_sentence_whatever_the_set(tmp_path, capsys):
    for folder in ("tempeval3/TimeBank", "geoparsing", "polnear", "muc4", "hrdsattack", "articles"):
        (tmp_path / folder).mkdir(parents=True)
    for folder in ("indiapoliceevents", "ecbplus"):
        (tmp_path / folder).mkdir()

    assert main(["--gold", str(tmp_path), "--data", str(tmp_path)]) == 1

    said = capsys.readouterr().err
    assert said.count(" cannot be measured: ") == len(NAMES)


def test_value_on_the_wrong_side_of_its_bar_is_marked():
    figures = (
        Figure("dev", "recall", 0.7, 10, 0.8),
        Figure("dev", "traps", 5, 10, 4, ceiling=True),
        Figure("dev", "precision", 0.9, 1234, 0.8),
    )

    lines = table([Measured("gold", 1.0, figures)]).splitlines()[2:]

    cells = [[cell.strip() for cell in line.split("|")[4:7]] for line in lines]
    assert cells == [
        ["0.700", "missed: 0.800", "10"],
        ["5", "missed: at most 4", "10"],
        ["0.900", "0.800", "1,234"],
    ]
