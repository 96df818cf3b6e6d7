import pytest

from sources.extraction.actors import actor_name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Russian soldiers", "Russian forces"),
        ("Putin’s troops", "Russian forces"),
        ("the Wagner mercenaries", "Wagner Group"),
        ("Islamic State militants", "Islamic State"),
        ("a soldier", None),
    ],
)
def test_all_names_of_an_actor_stand_for_one(words, name):
    assert actor_name(words) == name
