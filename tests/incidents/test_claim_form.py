"""What a reviewer types about a claim, and what of the machine's goes with what they changed."""

from datetime import date
from typing import Any

import pytest

from incidents.forms import ClaimForm
from tests.factories import make_claim

GAO: dict[str, Any] = {
    "place_name": "Gao",
    "place_precision": "settlement",
    "place_gazetteer_id": 2457161,
    "place_admin1": "Gao",
    "place_country": "ML",
    "place_latitude": 16.27,
    "place_longitude": -0.04,
}


@pytest.fixture
def claim(db):
    day = date(2021, 5, 3)
    return make_claim(**GAO, date_start=day, date_end=day, date_precision="day")


def cleaned(claim, **typed):
    initial = ClaimForm.initial_of(claim, version=0)
    data = {name: "" if value is None else value for name, value in (initial | typed).items()}
    form = ClaimForm(data, document=claim.document, initial=initial)
    assert form.is_valid(), form.errors
    return form.cleaned_data


def test_another_place_leaves_nothing_of_the_place_before(claim):
    data = cleaned(claim, place_name="Timbuktu")

    assert {name: data[name] for name in GAO} == dict.fromkeys(GAO) | {
        "place_name": "Timbuktu",
        "place_precision": "settlement",
    }


def test_another_place_keeps_what_was_typed_with_it(claim):
    data = cleaned(claim, place_name="Timbuktu", place_latitude="16.77", place_longitude="-3.01")

    assert (data["place_latitude"], data["place_longitude"]) == (16.77, -3.01)
    assert data["place_gazetteer_id"] is None


def test_same_place_keeps_what_is_known_of_it(claim):
    data = cleaned(claim, weapon="a rifle")

    assert {name: data[name] for name in GAO} == GAO


def test_longer_period_is_no_longer_a_day(claim):
    data = cleaned(claim, date_end="2021-05-07")

    assert data["date_precision"] == "range"
