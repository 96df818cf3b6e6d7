import json
from dataclasses import replace
from datetime import datetime

import pytest

from incidents.releases.about import citation, readme
from incidents.releases.codebook import CODEBOOK, RELEASED
from incidents.releases.write import write_release
from tests.releases.read import read_csv
from tests.releases.rows import INFO, make_release, parts_of


@pytest.fixture
def release(tmp_path):
    write_release(tmp_path, parts_of(make_release()), info=INFO)
    return tmp_path


def package_of(release) -> dict:
    return json.loads((release / "datapackage.json").read_bytes())


def test_the_codebook_explains_every_column_of_every_table(release):
    explained = [
        (row["file"], row["column"]) for row in read_csv(release / "codebook.csv", CODEBOOK)
    ]

    tables = [*RELEASED, CODEBOOK]
    assert explained == [(table.file, name) for table in tables for name in table.header]


def test_the_datapackage_describes_every_table_with_its_columns(release):
    fields = {
        resource["path"]: tuple(field["name"] for field in resource["schema"]["fields"])
        for resource in package_of(release)["resources"]
    }

    assert fields == {table.file: table.header for table in (*RELEASED, CODEBOOK)}


def test_the_datapackage_gives_keys_codes_and_missing_values(release):
    counts = next(r for r in package_of(release)["resources"] if r["name"] == "counts")
    qualifier = next(f for f in counts["schema"]["fields"] if f["name"] == "qualifier")

    assert counts["schema"]["missingValues"] == [""]
    assert counts["schema"]["primaryKey"] == ["id"]
    assert counts["schema"]["foreignKeys"] == [
        {"fields": "incident", "reference": {"resource": "incidents", "fields": "reference"}},
        {"fields": "claim", "reference": {"resource": "claims", "fields": "id"}},
        {"fields": "document", "reference": {"resource": "documents", "fields": "id"}},
    ]
    assert qualifier["constraints"] == {
        "required": True,
        "enum": ["exact", "at_least", "about", "at_most", "vague"],
    }


def test_the_datapackage_gives_the_checksum_of_each_file(release):
    sums = {r["path"]: r["hash"].removeprefix("sha256:") for r in package_of(release)["resources"]}

    manifest = (release / "MANIFEST.sha256").read_text().splitlines()
    stated = dict(reversed(line.split("  ")) for line in manifest)
    assert sums == {name: stated[name] for name in sums}


def test_the_readme_tells_what_was_selected_and_what_was_withheld():
    text = readme(INFO, [])

    assert "## What was selected\n\n- country: NL\n- event type: unlawful_killing\n\n" in text
    assert "## What was withheld\n\n- names of private people: 4\n\n" in text
    assert "- Pipelines: en-1, en-2\n" in text


def test_a_citation_quotes_what_yaml_would_misread():
    text = citation(replace(INFO, name='Spring: "first"\n', notes="a\x85b", base_url=None))

    assert text == (
        'cff-version: "1.2.0"\n'
        'message: "If you use this dataset, please cite it as below."\n'
        'type: "dataset"\n'
        'title: "Atrocity Tracker release 3: Spring: \\"first\\""\n'
        'version: "3"\n'
        'date-released: "2031-05-04"\n'
        'abstract: "a\\u0085b"\n'
        "authors:\n"
        '  - name: "Atrocity Tracker"\n'
    )


def test_a_release_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="needs a time zone"):
        replace(INFO, created_at=datetime(2031, 5, 4))
