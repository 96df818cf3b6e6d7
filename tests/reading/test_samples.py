"""The sample articles read well, and what they say of themselves agrees with their metadata."""

import json
from datetime import date
from pathlib import Path

import pytest

import sources
from sources.reading import read

SAMPLES = Path(sources.__file__).parent / "samples"
DOCUMENTS = json.loads((SAMPLES / "metadata.json").read_text(encoding="utf-8"))["documents"]
MARK = "Sample article written for Atrocity Tracker."


def test_every_sample_has_metadata():
    files = {path.name for path in SAMPLES.iterdir()} - {"README.md", "metadata.json"}

    assert files == set(DOCUMENTS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_sample_is_whole_and_marked(name):
    reading = read((SAMPLES / name).read_bytes(), filename=name)
    lines = reading.text.strip().split("\n")

    assert MARK in (lines[0], lines[-1])
    assert 250 <= len(reading.text.split()) <= 500
    assert reading.language == DOCUMENTS[name]["language"]


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name.endswith(".html")])
def test_page_names_what_its_metadata_names(name):
    reading = read((SAMPLES / name).read_bytes(), filename=name)
    expected = DOCUMENTS[name]

    assert reading.published == date.fromisoformat(expected["published"])
    assert (reading.title, reading.publisher, reading.url) == (
        expected["title"],
        expected["publisher"],
        expected["url"],
    )
