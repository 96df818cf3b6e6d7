"""What claims and incidents both say: where and when."""

from datetime import date
from typing import Any, Self

from pydantic import BaseModel, Field

from incidents.api.codes import DatePrecision, PlacePrecision


class Place(BaseModel):
    """Where: as far as the gazetteer knows it, and how exactly."""

    name: str
    precision: PlacePrecision | None
    geonames_id: int | None
    admin1: str | None
    country: str | None = Field(description="ISO 3166-1 alpha-2")
    latitude: float | None = Field(description="WGS 84, degrees")
    longitude: float | None = Field(description="WGS 84, degrees")

    @classmethod
    def of(cls, row: Any) -> Self | None:
        """Return the place of a claim or an incident, None if nobody says it."""
        if row.place_name is None:
            return None
        return cls(
            name=row.place_name,
            precision=row.place_precision,
            geonames_id=row.place_gazetteer_id,
            admin1=row.place_admin1,
            country=row.place_country,
            latitude=row.place_latitude,
            longitude=row.place_longitude,
        )


class Days(BaseModel):
    """When: the first and the last possible day."""

    start: date
    end: date
    precision: DatePrecision | None

    @classmethod
    def of(cls, row: Any) -> Self | None:
        """Return the days of a claim or an incident, None if nobody says them."""
        if row.date_start is None:
            return None
        return cls(start=row.date_start, end=row.date_end, precision=row.date_precision)


class Span(BaseModel):
    """A half-open range of Unicode code points of the document's text."""

    start: int
    end: int

    @classmethod
    def of(cls, span: Any) -> Self | None:
        return None if span is None else cls(start=span.lower, end=span.upper)
