"""How precise a place or a date is, in our words and in the codes of UCDP GED and ACLED."""

from datetime import date

# A populated place counts as an exact location in both codebooks; UCDP's 3 is a district and
# 4 a province, which ACLED lumps together as 3. ACLED does not code country-level events.
UCDP_WHERE = {"site": 1, "settlement": 1, "district": 3, "region": 4, "country": 6}
ACLED_GEO = {"site": 1, "settlement": 1, "district": 3, "region": 3, "country": None}

UCDP_DATE = {"day": 1, "week": 3, "month": 4, "year": 5}
ACLED_TIME_FROM_UCDP = {1: 1, 2: 2, 3: 2, 4: 3, 5: None}

PLACE_PRECISIONS = tuple(UCDP_WHERE)
DATE_PRECISIONS = (*UCDP_DATE, "range")

WEEK, MONTH, YEAR = 7, 31, 366


def ucdp_where_prec(precision: str | None) -> int | None:
    """Return UCDP GED's where_prec for a place precision.

    >>> ucdp_where_prec("settlement"), ucdp_where_prec("region"), ucdp_where_prec(None)
    (1, 4, None)
    """
    return None if precision is None else UCDP_WHERE[precision]


def acled_geo_precision(precision: str | None) -> int | None:
    """Return ACLED's geo_precision, or None where ACLED would not code the event.

    >>> acled_geo_precision("settlement"), acled_geo_precision("country")
    (1, None)
    """
    return None if precision is None else ACLED_GEO[precision]


def ucdp_date_prec(precision: str | None, start: date | None, end: date | None) -> int | None:
    """Return UCDP GED's date_prec: 1 a day, 2 two to six days, 3 a week, 4 a month, 5 a year.

    A range is coded by its length. None where no date is known or it spans more than a year.

    >>> ucdp_date_prec("range", date(2022, 9, 15), date(2022, 9, 17))
    2
    """
    if precision is None or start is None or end is None:
        return None
    if precision != "range":
        return UCDP_DATE[precision]
    days = (end - start).days + 1
    if days == 1:
        return 1
    if days < WEEK:
        return 2
    if days == WEEK:
        return 3
    if days <= MONTH:
        return 4
    return 5 if days <= YEAR else None


def acled_time_precision(precision: str | None, start: date | None, end: date | None) -> int | None:
    """Return ACLED's time_precision, or None where ACLED would not code the event.

    >>> acled_time_precision("month", date(2022, 9, 1), date(2022, 9, 30))
    3
    """
    ucdp = ucdp_date_prec(precision, start, end)
    return None if ucdp is None else ACLED_TIME_FROM_UCDP[ucdp]
