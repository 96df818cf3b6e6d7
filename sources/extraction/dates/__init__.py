"""When it happened: date expressions in a text, as intervals of days."""

from sources.extraction.dates.finder import find_dates

__all__ = ["find_dates"]
