"""Incidents in the 49 columns of UCDP GED, for those who already read GED.

GED holds events with at least one direct death, so bodies found, graves and people injured are
not here; its low, best and high are closed, so an open upper end has no other place than low.
"""

from typing import Any

from incidents.releases.cells import decimal
from incidents.releases.columns import COORDINATES, DATE_SPAN, text
from incidents.releases.countries import country_name
from incidents.releases.records import IncidentRecord, csv_format
from incidents.releases.schema import LIST_SEPARATOR, Column, Table

NOT_JUDGED = "we do not code it"
ONE_SIDED = 3
FEW_DAYS = 2
CELLS_PER_DEGREE, CELLS_PER_ROW = 2, 720


def _number(name: str, description: str, **more: Any) -> Column:
    return Column(name, "integer", description, **more)


def _not_coded(*names: str) -> tuple[Column, ...]:
    return tuple(text(name, f"As in UCDP GED: {name}.", missing=NOT_JUDGED) for name in names)


def _deaths(name: str, description: str) -> Column:
    return _number(name, description, unit="persons", required=True, minimum=0)


UCDP = Table(
    "ucdp_like",
    "UCDP GED-like events",
    "Incidents in UCDP GED's columns; those that GED would not hold are left out.",
    ("id",),
    (
        _number("id", "Number in the reference of the incident.", required=True),
        text("relid", "Reference of the incident.", required=True),
        _number("year", "Year of date_start.", required=True),
        *_not_coded("active_year", "code_status"),
        _number("type_of_violence", "1 state-based, 2 non-state, 3 one-sided.", required=True),
        *_not_coded("conflict_dset_id", "conflict_new_id", "conflict_name"),
        *_not_coded("dyad_dset_id", "dyad_new_id", "dyad_name"),
        *_not_coded("side_a_dset_id", "side_a_new_id"),
        text("side_a", f"Those said to have done it, joined by “{LIST_SEPARATOR}”."),
        *_not_coded("side_b_dset_id", "side_b_new_id"),
        text("side_b", "Civilians, in one-sided violence.", missing=NOT_JUDGED),
        _number("number_of_sources", "Publishers that report it.", required=True, minimum=0),
        text("source_article", f"Numbers in documents.csv, joined by “{LIST_SEPARATOR}”."),
        *_not_coded("source_office"),
        text("source_date", f"Days its numbers were published, joined by “{LIST_SEPARATOR}”."),
        *_not_coded("source_headline"),
        text("source_original", f"Speakers quoted on it, joined by “{LIST_SEPARATOR}”."),
        _number("where_prec", "1 exact, 3 district, 4 province, 6 country.", required=True),
        text("where_coordinates", "Name of the place."),
        *_not_coded("where_description"),
        text("adm_1", "First-level division."),
        *_not_coded("adm_2"),
        *COORDINATES,
        text("geom_wkt", "The coordinates as well-known text.", required=True),
        _number("priogrid_gid", "Number of the PRIO-GRID cell.", required=True),
        text("country", "Country, in English."),
        *_not_coded("country_id", "region"),
        _number("event_clarity", "1 within six days, 2 a longer span.", required=True),
        _number("date_prec", "1 day, 2 two to six days, 3 week, 4 month, 5 year.", required=True),
        *DATE_SPAN,
        _deaths("deaths_a", "Always 0: sides are not told apart."),
        _deaths("deaths_b", "Always 0: sides are not told apart."),
        _deaths("deaths_civilians", "best, in one-sided violence."),
        _deaths("deaths_unknown", "best, in other violence."),
        _deaths("best", "The low number: no more than every accepted source bears out."),
        _deaths("high", "Highest number killed, or low where the upper end is open."),
        _deaths("low", "Lowest number killed, or 0 where the lower end is open."),
        *_not_coded("gwnoa", "gwnob"),
    ),
)


def ucdp_row(record: IncidentRecord) -> dict[str, Any] | None:
    """Return the incident in GED's columns, None where GED would not hold it."""
    row = record.incident.row
    codes = (row["ucdp_type_of_violence"], row["ucdp_where_prec"], row["ucdp_date_prec"])
    low = row["killed_lower"] or 0
    high = low if row["killed_upper"] is None else row["killed_upper"]
    if None in codes or row["latitude"] is None or row["date_start"] is None or high < 1:
        return None
    one_sided = row["ucdp_type_of_violence"] == ONE_SIDED
    latitude, longitude = float(row["latitude"]), float(row["longitude"])
    return {
        "id": int(row["reference"].rpartition("-")[2]),
        "relid": row["reference"],
        "year": row["date_start"].year,
        "type_of_violence": row["ucdp_type_of_violence"],
        "side_a": row["perpetrators"],
        "side_b": "Civilians" if one_sided else None,
        "number_of_sources": row["sources"],
        "source_article": record.documents,
        "source_date": record.reported,
        "source_original": record.speakers,
        "where_prec": row["ucdp_where_prec"],
        "where_coordinates": row["place_name"],
        "adm_1": row["admin1"],
        "latitude": latitude,
        "longitude": longitude,
        "geom_wkt": f"POINT ({decimal(longitude)} {decimal(latitude)})",
        "priogrid_gid": priogrid(latitude, longitude),
        "country": country_name(row["country"]),
        "event_clarity": 1 if row["ucdp_date_prec"] <= FEW_DAYS else 2,
        "date_prec": row["ucdp_date_prec"],
        "date_start": row["date_start"],
        "date_end": row["date_end"],
        "deaths_a": 0,
        "deaths_b": 0,
        "deaths_civilians": low if one_sided else 0,
        "deaths_unknown": 0 if one_sided else low,
        "best": low,
        "high": high,
        "low": low,
    }


def priogrid(latitude: float, longitude: float) -> int:
    """Return the PRIO-GRID cell: half-degree cells, numbered eastwards from 90° S 180° W.

    >>> priogrid(-90, -180), priogrid(52.025, 4.86806)
    (1, 204850)
    """
    rows, columns = 180 * CELLS_PER_DEGREE, CELLS_PER_ROW
    row = min(int((latitude + 90) * CELLS_PER_DEGREE), rows - 1)
    column = min(int((longitude + 180) * CELLS_PER_DEGREE), columns - 1)
    return row * columns + column + 1


UCDP_FORMAT = csv_format(UCDP, ucdp_row)
