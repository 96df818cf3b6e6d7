"""What a reviewer types about a claim, and what of the machine's goes with what they changed."""

import re
from datetime import date
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import NumericRange
from django.forms import BaseFormSet
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from incidents.claim_forms import (
    ClaimForm,
    CountForm,
    CountFormSet,
    SpeakerFormSet,
    counts_of,
    speakers_of,
)
from sources.actions.claims import ClaimDraft, CountDraft, SpeakerDraft
from sources.actions.claims import make_claim as store
from sources.enums import EFFECTS, EVENT_TYPES, STANCES, UNITS, DatePrecision
from sources.models import Document
from tests.factories import make_claim, make_document, make_user

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
    form = ClaimForm(initial=initial, document=claim.document)
    shown = {name: form[name].value() for name in form.fields} | typed
    data = {
        name: value for name, value in shown.items() if value is not None and value is not False
    }
    form = ClaimForm(data, document=claim.document, claim=claim, initial=initial)
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


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=["Cs"]))
NAMES = WORDS.map(str.strip).filter(lambda words: 0 < len(words) <= 90)
SPANS = st.none() | st.tuples(st.integers(0, 30), st.integers(31, 78)).map(
    lambda pair: NumericRange(*pair)
)
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
FREE = ("perpetrator", "victims", "weapon")
BOUNDS = {
    "exact": lambda low, high: (low, low),
    "at_least": lambda low, high: (low, None),
    "at_most": lambda low, high: (None, high),
    "about": lambda low, high: (low, high),
    "vague": lambda low, high: (low, high),
}


@st.composite
def counts(draw):
    qualifier = draw(st.sampled_from(sorted(BOUNDS)))
    low, high = sorted(draw(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9))))
    lower, upper = BOUNDS[qualifier](low, high)
    return CountDraft(
        effect=draw(st.sampled_from([code for code, _ in EFFECTS])),
        lower=lower,
        upper=upper,
        qualifier=qualifier,
        unit=draw(st.sampled_from([code for code, _ in UNITS])),
        victim_class=draw(st.none() | st.sampled_from(["children", "civilians"])),
        victims=draw(st.none() | NAMES),
        part=draw(st.booleans()),
        span=draw(SPANS),
    )


@st.composite
def drafts(draw):
    """A claim as the machine may have read it."""
    stated: dict[str, Any] = {
        "event_type": draw(st.sampled_from([code for code, _ in EVENT_TYPES])),
        "stance": draw(st.sampled_from([code for code, _ in STANCES])),
        "aggregate": draw(st.booleans()),
    }
    if draw(st.booleans()):
        stated |= GAO | {"place_name": draw(NAMES), "place_latitude": draw(st.floats(-90, 90))}
    if draw(st.booleans()):
        start, end = sorted((draw(DAYS), draw(DAYS)))
        precision = draw(st.sampled_from(DatePrecision.values))
        stated |= {"date_start": start, "date_end": end, "date_precision": precision}
    stated |= {name: draw(st.none() | NAMES) for name in FREE}
    stated["perpetrator_actor"] = draw(st.none() | NAMES) if stated["perpetrator"] else None
    spans = ("event_type", "stance", "place", "date", *FREE)
    stated |= {f"{name}_span": draw(SPANS) for name in spans}
    speakers = st.builds(SpeakerDraft, name=NAMES, actor=st.none() | NAMES, span=SPANS)
    return ClaimDraft(
        start=0,
        end=78,
        **stated,
        counts=tuple(draw(st.lists(counts(), max_size=3))),
        speakers=tuple(draw(st.lists(speakers, max_size=3))),
    )


def as_a_browser_sends(*forms):
    """Return what the forms show, as the inputs of a page send it."""
    data = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                data[field.html_name] = re.sub(r"[\r\n]", "", str(value))
    return data


@given(draft=drafts())
@hypothesis_settings(max_examples=60, deadline=None)
@pytest.mark.django_db
def test_what_the_form_shows_of_a_claim_posts_back_to_an_equal_claim(draft):
    by = make_user()
    document = make_document()
    claim = store(document, draft, by=by)
    initial = ClaimForm.initial_of(claim, version=0)
    rows = counts_of(claim.counts.all()), speakers_of(claim.speakers.all())
    formsets: tuple[tuple[type[BaseFormSet], str], ...] = (
        (CountFormSet, "counts"),
        (SpeakerFormSet, "speakers"),
    )
    kwargs: dict[str, Any] = {"form_kwargs": {"document": document}}
    shown = [
        kind(prefix=prefix, initial=first, **kwargs)
        for (kind, prefix), first in zip(formsets, rows, strict=True)
    ]
    pages = [ClaimForm(document=document, initial=initial)]
    pages += [form for rows_shown in shown for form in (rows_shown.management_form, *rows_shown)]

    data = as_a_browser_sends(*pages)
    form = ClaimForm(data, document=document, claim=claim, initial=initial)
    sent = [
        kind(data, prefix=prefix, initial=first, **kwargs)
        for (kind, prefix), first in zip(formsets, rows, strict=True)
    ]

    assert (form.is_valid(), *(each.is_valid() for each in sent)) == (True, True, True), form.errors
    assert form.draft(*sent) == draft


@pytest.mark.parametrize(
    ("typed", "stated"),
    [
        ({"qualifier": "at_least", "lower": "10", "upper": "12"}, (10, None, "at_least")),
        ({"words": "at least 10"}, (10, None, "at_least")),
        ({"words": "five to seven"}, (5, 7, "about")),
        ({"qualifier": "exact", "upper": "3"}, (3, 3, "exact")),
        ({}, None),
    ],
)
def test_number_means_what_its_qualifier_says(typed, stated):
    row = {"effect": "killed", "qualifier": "exact", "unit": "persons"} | typed
    form = CountForm(row, document=Document(text="Text"))

    assert form.is_valid()
    draft = form.draft()
    assert (draft and (draft.lower, draft.upper, draft.qualifier)) == stated


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"words": "many"}, "words"),
        ({"victims": "villagers"}, "lower"),
        ({"lower": "9", "upper": "3", "qualifier": "about"}, "upper"),
        ({"upper": "3", "qualifier": "at_least"}, "lower"),
        ({"lower": "3", "span": "7-3"}, "span"),
        ({"lower": "3", "span": "0-99"}, "span"),
    ],
)
def test_error_of_a_number_stands_beside_its_field(typed, field):
    row = {"effect": "killed", "qualifier": "exact", "unit": "persons"} | typed
    form = CountForm(row, document=Document(text="Text"))

    assert list(form.errors) == [field]


def test_days_are_worked_out_of_words(claim):
    assert cleaned(claim, date_words="early March 2022") | {
        "date_start": date(2022, 3, 1),
        "date_end": date(2022, 3, 31),
        "date_precision": "month",
    } == cleaned(claim, date_words="early March 2022")


def test_other_words_rest_on_where_the_article_has_them(claim):
    spans = [
        cleaned(claim, perpetrator=words)["perpetrator_span"] for words in ("Soldiers", "Bandits")
    ]

    assert spans == [NumericRange(0, 8), None]
