"""What the gazetteer knows of one place."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["settlement", "district", "region", "country", "area"]
KINDS: tuple[Kind, ...] = ("settlement", "district", "region", "country", "area")


class GazetteerError(RuntimeError):
    """The gazetteer cannot be opened; the message says what to run."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One place. ``country`` is ISO 3166-1 alpha-2 and empty for areas that span countries.

    ``kind`` is settlement, district (second level), region (first level), country, or area: a
    part of the world with a name of its own, such as a continent, a sea or the Donbas. The
    coordinates of districts, regions and countries are the middle of what is settled there; those
    of a settlement are ``approximate`` where only its surroundings are known. An id of 0 is none.
    """

    geoname_id: int
    name: str
    country: str
    admin1: str | None
    admin2: str | None
    latitude: float
    longitude: float
    population: int
    kind: Kind
    capital: bool = False
    approximate: bool = False
