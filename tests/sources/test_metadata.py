import json
from datetime import date, timedelta
from pathlib import PurePosixPath

import pytest

from sources.metadata import (
    Metadata,
    MetadataError,
    metadata_for,
    published_problem,
    read_metadata,
)


def _read(tmp_path, content):
    path = tmp_path / "meta.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return read_metadata(path)


def test_everything_is_optional_and_unknown_keys_are_ignored(tmp_path):
    known = _read(
        tmp_path,
        {
            "documents": {
                "a.txt": {
                    "published": "2022-09-17",
                    "publisher": " Herald ",
                    "url": "https://example.org/a",
                    "title": "A",
                    "language": "en",
                    "kind": "ngo",
                    "colour": "red",
                },
                "b.txt": {"published": None},
            },
            "made_by": "hand",
        },
    )

    assert known == {
        "a.txt": Metadata(
            published=date(2022, 9, 17),
            publisher="Herald",
            url="https://example.org/a",
            title="A",
            language="en",
            kind="ngo",
        ),
        "b.txt": Metadata(),
    }


def test_file_with_a_byte_order_mark_is_read(tmp_path):
    assert _read(tmp_path, '\ufeff{"documents": {}}') == {}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ([], 'needs an object "documents" with one entry for each file.'),
        ({"documents": []}, 'needs an object "documents" with one entry for each file.'),
        ({"documents": {"a": 1}}, "a: an object is needed, such as {}."),
        (
            {"documents": {"a": {"published": "17.9.2022"}}},
            "a: published must be a date such as 2022-09-17, not '17.9.2022'.",
        ),
        (
            {"documents": {"a": {"published": 2022}}},
            "a: published must be a date such as 2022-09-17, not 2022.",
        ),
        (
            {"documents": {"a": {"published": "0001-01-01"}}},
            "a: published is 0001-01-01. Articles cannot have appeared before 1800.",
        ),
        ({"documents": {"a": {"title": 7}}}, "a: title must be text of at most 500 characters."),
        (
            {"documents": {"a": {"publisher": "x\0"}}},
            "a: publisher must be text of at most 200 characters.",
        ),
        (
            {"documents": {"a": {"url": "javascript:alert(1)"}}},
            "a: url must start with http:// or https://.",
        ),
        (
            {"documents": {"a": {"kind": "blog"}}},
            "a: kind must be one of outlet, agency, ngo, government, social, other.",
        ),
    ],
)
def test_wrong_value_is_named_in_one_sentence(tmp_path, content, sentence):
    with pytest.raises(MetadataError) as raised:
        _read(tmp_path, content)

    assert str(raised.value).removeprefix(f"{tmp_path / 'meta.json'} ") == sentence


@pytest.mark.parametrize("content", ["", "{", "[" * 100_000, "\ud800".encode("utf-8", "replace")])
def test_file_that_is_no_json_is_refused(tmp_path, content):
    path = tmp_path / "meta.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())

    with pytest.raises(MetadataError, match="cannot be read as JSON"):
        read_metadata(path)


def test_missing_file_is_refused(tmp_path):
    with pytest.raises(MetadataError, match="cannot be read as JSON"):
        read_metadata(tmp_path / "nothing.json")


def test_path_below_the_folder_goes_before_the_bare_name():
    known = {"a.txt": Metadata(title="any"), "x/a.txt": Metadata(title="that one")}

    found = [metadata_for(PurePosixPath(path), known).title for path in ("x/a.txt", "y/a.txt", "b")]

    assert found == ["that one", "any", ""]


def test_tomorrow_may_have_come_elsewhere_but_the_day_after_has_not():
    today = date.today()

    problems = [published_problem(today + timedelta(days=days)) for days in (0, 1, 2)]

    assert problems == [None, None, "This day is still to come."]
