from datetime import date
from types import SimpleNamespace

import pytest

from sources.templatetags.facts import count_words, date_words, place_words


@pytest.mark.parametrize(
    ("lower", "upper", "qualifier", "words"),
    [
        (1440, 1440, "exact", "1,440"),
        (440, None, "at_least", "at least 440"),
        (None, 50, "at_most", "at most 50"),
        (30, 30, "about", "about 30"),
        (30, 40, "about", "about 30 to 40"),
        (24, 99, "vague", "24 to 99"),
        (1000, None, "vague", "at least 1,000"),
        (0, 0, "exact", "0"),
    ],
)
def test_count_is_said_with_its_bounds(lower, upper, qualifier, words):
    assert count_words(SimpleNamespace(lower=lower, upper=upper, qualifier=qualifier)) == words


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        (None, None, None, ""),
        (date(2022, 9, 15), date(2022, 9, 15), "day", "15 Sep 2022"),
        (date(2022, 9, 1), date(2022, 9, 30), "month", "September 2022"),
        (date(2022, 1, 1), date(2022, 12, 31), "year", "2022"),
        (date(2022, 9, 5), date(2022, 9, 11), "week", "5 Sep 2022 to 11 Sep 2022"),
        (date(2021, 12, 1), date(2022, 1, 31), "month", "1 Dec 2021 to 31 Jan 2022"),
    ],
)
def test_date_is_said_as_exact_as_it_is_known(start, end, precision, words):
    thing = SimpleNamespace(date_start=start, date_end=end, date_precision=precision)

    assert date_words(thing) == words


@pytest.mark.parametrize(
    ("name", "admin1", "country", "words"),
    [
        ("Izium", "Kharkiv Oblast", "UA", "Izium, Kharkiv Oblast, Ukraine"),
        ("Ukraine", None, "UA", "Ukraine"),
        ("Nowhere", None, None, "Nowhere"),
        ("Nowhere", None, "ZZ", "Nowhere"),
        (None, None, None, ""),
    ],
)
def test_place_is_said_with_what_lies_around_it(name, admin1, country, words):
    thing = SimpleNamespace(place_name=name, place_admin1=admin1, place_country=country)

    assert place_words(thing) == words
