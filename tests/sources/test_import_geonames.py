from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))


def run(path: Path) -> str:
    out = StringIO()
    call_command("import_geonames", path, stdout=out)
    return out.getvalue()


def test_it_says_what_was_imported_and_that_a_second_time_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("name,country,latitude,longitude\nZelenybir,UA,49.7,34.4\n", "utf-8")

    assert run(path) == (
        "1 places from 1 rows of mine.csv; 0 were known already.\n"
        "Articles read from now on are searched for them.\n"
    )
    assert run(path) == "mine.csv is imported already; nothing changed.\n"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"name,country\n", "mine.csv, line 1 has no column latitude, longitude"),
        (None, "No such file or directory"),
    ],
)
def test_a_file_that_cannot_be_read_ends_with_2_and_a_sentence(
    tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    path = tmp_path / "mine.csv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CommandError, match=sentence) as told:
        run(path)

    assert told.value.returncode == 2
