"""What is said at start if something that every reading needs is missing."""

import subprocess
import sys

from atrocity_tracker.checks import gazetteer_is_at_hand, language_model_is_installed


def test_installed_model_is_found_without_loading_it() -> None:
    assert language_model_is_installed() == []


def test_missing_model_is_named_with_what_to_do(monkeypatch) -> None:
    monkeypatch.setenv("SPACY_MODEL", "xx_no_such_model")

    (problem,) = language_model_is_installed()

    assert problem.msg == (
        "The language model xx_no_such_model is not installed, so no article can be read."
    )


def test_a_folder_that_holds_no_model_is_none(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("SPACY_MODEL", str(tmp_path))

    assert [problem.id for problem in language_model_is_installed()] == ["atrocity_tracker.E001"]


def test_built_gazetteer_is_found() -> None:
    assert gazetteer_is_at_hand() == []


def test_gazetteer_that_is_missing_and_cannot_be_built_is_told(monkeypatch, tmp_path) -> None:
    file = tmp_path / "no-folder"
    file.touch()
    monkeypatch.setenv("GAZETTEER_DIR", str(file / "gazetteer"))

    (problem,) = gazetteer_is_at_hand()

    assert problem.id == "atrocity_tracker.E002"
    assert problem.msg.startswith(
        f"There is no gazetteer in {file / 'gazetteer'}, and {file} cannot be written: run"
        " `python -m sources.extraction.gazetteer build`"
    )


def test_looking_at_what_is_there_loads_no_language_library() -> None:
    program = "import atrocity_tracker.checks, sys; sys.exit('spacy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program]).returncode == 0
