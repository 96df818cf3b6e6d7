import json

import pytest

from sources.extraction.__main__ import main

TEXT = "\ufeffGunmen killed at least ten farmers in Maiduguri on Sunday, police said.\r\n"


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "farmers.txt"
    path.write_bytes(TEXT.encode())
    return path


def test_the_claims_of_a_file_are_printed_under_its_name(article, capsys):
    assert main([str(article), "--published", "2024-05-15"]) == 0

    document = json.loads(capsys.readouterr().out)["documents"]["farmers.txt"]
    (claim,) = document["claims"]
    assert (claim["date"]["start"], claim["counts"][0]["min"], claim["counts"][0]["max"]) == (
        "2024-05-12",
        10,
        None,
    )
    assert TEXT[1:][claim["start"] : claim["end"]].startswith("Gunmen")


def test_metadata_dates_each_file_by_name(article, tmp_path, capsys):
    metadata = tmp_path / "meta.json"
    metadata.write_text('{"documents": {"farmers.txt": {"published": "2023-03-01"}}}')

    assert main([str(article), "--metadata", str(metadata)]) == 0

    (claim,) = json.loads(capsys.readouterr().out)["documents"]["farmers.txt"]["claims"]
    assert claim["date"]["start"] == "2023-02-26"


def test_reasons_are_printed_on_request(article, capsys):
    assert main([str(article), "--explain"]) == 0

    assert capsys.readouterr().out.startswith("== farmers.txt\nunlawful_killing")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["absent.txt"], "absent.txt cannot be read: No such file or directory.\n"),
        (
            ["{article}", "--published", "May"],
            "'May' (--published) is no date like 2022-09-17.\n",
        ),
        (
            ["{article}", "--metadata", "{article}"],
            "{article} is not the JSON that --metadata expects: "
            "Expecting value: line 1 column 1 (char 0).\n",
        ),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(article, capsys, arguments, message):
    status = main([argument.format(article=article) for argument in arguments])

    assert (status, capsys.readouterr().err) == (2, message.format(article=article))
