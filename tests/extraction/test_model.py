import json

import pytest
import spacy

from sources.extraction import ModelError, model, model_version


@pytest.fixture
def fresh_model():
    model.load_model.cache_clear()
    yield
    model.load_model.cache_clear()


def test_the_pinned_model_is_named_with_its_version():
    assert model_version() == "en_core_web_md 3.8.0"


def test_a_model_that_is_not_installed_is_refused_and_not_replaced(fresh_model, monkeypatch):
    monkeypatch.setenv("SPACY_MODEL", "en_core_web_absent")

    with pytest.raises(ModelError, match="en_core_web_absent cannot be loaded"):
        model.load_model()


@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("en", "has no tagger, parser, lemmatizer, ner."),
        ("xx", "reads 'xx', and the rules are for 'en'."),
    ],
)
def test_a_model_that_cannot_serve_the_rules_is_refused(
    fresh_model, monkeypatch, tmp_path, language, why
):
    spacy.blank(language).to_disk(tmp_path)
    monkeypatch.setenv("SPACY_MODEL", str(tmp_path))

    with pytest.raises(ModelError) as refused:
        model.load_model()

    assert str(refused.value) == f"The spaCy pipeline {tmp_path} {why}"


def test_another_english_model_is_taken_and_named(fresh_model, monkeypatch, tmp_path):
    pinned = model._pinned_path()
    for part in pinned.iterdir():
        (tmp_path / part.name).symlink_to(part)
    meta = json.loads((pinned / "meta.json").read_text())
    (tmp_path / "meta.json").unlink()
    (tmp_path / "meta.json").write_text(json.dumps(meta | {"name": "ours", "version": "1.2.3"}))
    monkeypatch.setenv("SPACY_MODEL", str(tmp_path))

    assert model_version() == "en_ours 1.2.3"
