import json
from pathlib import Path

import pytest

from incidents.matching.__main__ import main

CLAIM = {
    "start": 0,
    "end": 30,
    "quote": "44 people were killed in Korva.",
    "event_type": "unlawful_killing",
    "place": {"name": "Korva", "country": "UA", "lat": 49.2, "lon": 37.2, "level": "settlement"},
    "date": {"start": "2022-09-10", "end": "2022-09-10"},
    "counts": [{"effect": "killed", "min": 44, "max": 44, "qualifier": "exact"}],
    "attribution": ["Mayor"],
    "stance": "alleged",
    "colour": "an unknown key",
}
BARE = {"start": 40, "end": 60, "event_type": "pillage"}


def write(path: Path, data: object) -> str:
    file = path / "claims.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    return str(file)


def test_prints_the_same_file_with_an_incident_on_each_claim(tmp_path, capsys):
    data = {"documents": {"a.txt": {"claims": [CLAIM, BARE]}, "b.txt": {"claims": [CLAIM]}}}

    status = main([write(tmp_path, data)])

    printed = json.loads(capsys.readouterr().out)
    rows = printed["documents"]
    incidents = [claim.pop("incident") for row in rows.values() for claim in row["claims"]]
    assert (status, printed) == (0, data)
    assert incidents == ["1", "2", "1"]


def test_documents_without_claims_are_allowed(tmp_path, capsys):
    status = main([write(tmp_path, {"documents": {"a.txt": {"published": None}}})])

    assert (status, json.loads(capsys.readouterr().out)) == (
        0,
        {"documents": {"a.txt": {"published": None}}},
    )


def test_whatever_a_claim_leaves_out_is_not_said(tmp_path, capsys):
    data = {"documents": {"a.txt": {"claims": [{}, {"quote": "Looters emptied the shops."}]}}}

    status = main([write(tmp_path, data)])

    claims = json.loads(capsys.readouterr().out)["documents"]["a.txt"]["claims"]
    assert (status, [set(claim) for claim in claims]) == (0, [{"incident"}, {"quote", "incident"}])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "{file} has no object “documents”."),
        ({"documents": {"a": []}}, "Document a is not an object with a list of claims."),
        (
            {"documents": {"a": {"published": "yesterday"}}},
            "Document a cannot be read: Invalid isoformat string: 'yesterday'.",
        ),
        (
            {
                "documents": {
                    "a": {"claims": [CLAIM | {"counts": [{"effect": "killed", "min": "5"}]}]}
                }
            },
            "Claim 1 of document a cannot be read: min is not a number.",
        ),
        (
            {"documents": {"a": {"claims": [CLAIM | {"perpetrator": ["soldiers"]}]}}},
            "Claim 1 of document a cannot be read: perpetrator is not text.",
        ),
        ({"documents": {"a": {"claims": ["x"]}}}, "Claim 1 of document a is not an object."),
    ],
)
def test_bad_input_is_one_sentence_on_stderr(tmp_path, capsys, data, message):
    file = write(tmp_path, data)

    status = main([file])

    assert (status, capsys.readouterr()) == (2, ("", message.format(file=file) + "\n"))


def test_a_missing_file_is_said(capsys):
    assert main(["/no/such/file"]) == 2
    assert capsys.readouterr().err == "/no/such/file cannot be read: No such file or directory.\n"


def test_no_file_is_said(capsys):
    assert main([]) == 2
    assert capsys.readouterr().err == "Name one JSON file: python -m incidents.matching FILE\n"
