from datetime import date, timedelta

import pytest

from incidents.releases.precision import (
    DATE_PRECISIONS,
    PLACE_PRECISIONS,
    acled_geo_precision,
    acled_time_precision,
    ucdp_date_prec,
    ucdp_where_prec,
)

START = date(2031, 4, 1)


def test_places_are_coded_as_ucdp_and_acled_code_them():
    codes = {p: (ucdp_where_prec(p), acled_geo_precision(p)) for p in PLACE_PRECISIONS}

    assert codes == {
        "site": (1, 1),
        "settlement": (1, 1),
        "district": (3, 3),
        "region": (4, 3),
        "country": (6, None),
    }


@pytest.mark.parametrize(
    ("days", "ucdp", "acled"),
    [
        (1, 1, 1),
        (2, 2, 2),
        (6, 2, 2),
        (7, 3, 2),
        (8, 4, 3),
        (31, 4, 3),
        (32, 5, None),
        (366, 5, None),
        (367, None, None),
    ],
)
def test_a_range_is_coded_by_its_length(days, ucdp, acled):
    end = START + timedelta(days=days - 1)

    assert ucdp_date_prec("range", START, end) == ucdp
    assert acled_time_precision("range", START, end) == acled


def test_other_dates_are_coded_by_their_precision():
    codes = {
        p: (ucdp_date_prec(p, START, START), acled_time_precision(p, START, START))
        for p in DATE_PRECISIONS
        if p != "range"
    }

    assert codes == {"day": (1, 1), "week": (3, 2), "month": (4, 3), "year": (5, None)}


def test_what_is_unknown_has_no_code():
    assert ucdp_where_prec(None) is None
    assert acled_geo_precision(None) is None
    assert ucdp_date_prec("day", None, None) is None
    assert acled_time_precision(None, START, START) is None
