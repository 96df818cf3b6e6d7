import pytest

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
