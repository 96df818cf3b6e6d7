"""One row of another dataset as an event in our words, and what is wrong with the row."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell, as a sentence; without a column, with the whole row."""

    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Event:
    """What a row says happened. None means that it does not say, or not so that we can read it."""

    key: str
    title: str
    event_type: str | None = None
    place_name: str | None = None
    place_precision: str | None = None
    admin1: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    date_start: date | None = None
    date_end: date | None = None
    date_precision: str | None = None
    killed_lower: int | None = None
    killed_upper: int | None = None
    actors: tuple[str, ...] = ()

    @property
    def can_be_matched(self) -> bool:
        """Whether it says when it was, and where on the map or in which country."""
        return self.date_start is not None and bool(self.latitude is not None or self.country)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row of a file, by its number in a spreadsheet, as it was and as we read it."""

    number: int
    raw: dict[str, str]
    event: Event
    problems: tuple[Problem, ...] = field(default=())
