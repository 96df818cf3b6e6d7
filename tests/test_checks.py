"""What is said at start if something that every reading needs is missing."""

from atrocity_tracker.checks import language_model_is_installed


def test_installed_model_is_found_without_loading_it() -> None:
    assert language_model_is_installed() == []


def test_missing_model_is_named_with_what_to_do(monkeypatch) -> None:
    monkeypatch.setenv("SPACY_MODEL", "xx_no_such_model")

    (problem,) = language_model_is_installed()

    assert problem.msg == (
        "The language model xx_no_such_model is not installed, so no article can be read."
    )
