"""What words mean, for a person who states a claim: places by name, dates, numbers, parties."""

from incidents.lookup.places import Surroundings, find_places, named_place
from incidents.lookup.words import read_date, read_number, stretch_of_date, why_no_date

__all__ = [
    "Surroundings",
    "find_places",
    "named_place",
    "read_date",
    "read_number",
    "stretch_of_date",
    "why_no_date",
]
