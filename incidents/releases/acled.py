"""Incidents in ACLED's 31 columns, for those who already read ACLED.

ACLED knows one number and writes 0 where nobody states one, so the notes say which it is. It
codes the discovery of a mass grave as "Strategic developments / Other" without fatalities.
"""

from datetime import timedelta
from typing import Any

from incidents.releases.columns import COORDINATES, text
from incidents.releases.countries import country_name, country_number
from incidents.releases.records import IncidentRecord, csv_format
from incidents.releases.schema import LIST_SEPARATOR, NOT_CODED, Column, Row, Table

STRATEGIC = "Strategic developments"
AGAINST_CIVILIANS = "Violence against civilians"
NOT_JUDGED = "we do not code it"
DECIMALS = 4

ACLED = Table(
    "acled_like",
    "ACLED-like events",
    "Incidents in ACLED's columns; those whose day or place ACLED would not code are left out.",
    ("event_id_cnty",),
    (
        text("event_id_cnty", "Reference of the incident.", required=True),
        Column("event_date", "date", "The day, or the middle of the span of days.", required=True),
        Column("year", "integer", "Year of event_date.", required=True),
        Column("time_precision", "integer", "1 day, 2 week, 3 month.", required=True),
        text("disorder_type", "Political violence or Strategic developments.", required=True),
        text("event_type", "ACLED event type of our kind of event.", required=True),
        text("sub_event_type", "ACLED sub-event type of our kind of event.", required=True),
        text("actor1", "First of those said to have done it. An allegation."),
        text("assoc_actor_1", f"Others said so, joined by “{LIST_SEPARATOR}”."),
        text("inter1", "Kind of actor1.", missing=NOT_JUDGED),
        text("actor2", "Civilians of the country, where they are the target.", missing=NOT_CODED),
        text("assoc_actor_2", "Others with actor2.", missing=NOT_JUDGED),
        text("inter2", "Kind of actor2.", missing=NOT_CODED),
        text("interaction", "Kinds of both actors.", missing=NOT_JUDGED),
        text(
            "civilian_targeting",
            "“Civilians targeted” in violence against civilians.",
            missing="not so, or not known",
        ),
        Column("iso", "integer", "Country, ISO 3166-1 number.", missing="ISO has none"),
        text("region", "Region of the world.", missing=NOT_JUDGED),
        text("country", "Country, in English."),
        text("admin1", "First-level division."),
        text("admin2", "Second-level division.", missing=NOT_JUDGED),
        text("admin3", "Third-level division.", missing=NOT_JUDGED),
        text("location", "Name of the place."),
        *COORDINATES,
        Column("geo_precision", "integer", "1 named town, 3 larger region.", required=True),
        text("source", f"Numbers in documents.csv, joined by “{LIST_SEPARATOR}”."),
        text("source_scale", "Reach of the sources.", missing=NOT_JUDGED),
        text("notes", "Title, the numbers in full and what 0 fatalities means.", required=True),
        Column(
            "fatalities",
            "integer",
            "Lowest number killed; 0 where none is stated, as the notes then say.",
            unit="persons",
            required=True,
            minimum=0,
        ),
        text("tags", "Kind of event in our taxonomy.", required=True),
        Column(
            "timestamp",
            "integer",
            "When it was confirmed.",
            unit="seconds since 1970",
            required=True,
        ),
    ),
)


def acled_row(record: IncidentRecord) -> dict[str, Any] | None:
    """Return the incident in ACLED's columns, None where ACLED would not code it."""
    row = record.incident.row
    codable = (row["acled_time_precision"], row["acled_geo_precision"], row["latitude"])
    if None in codable or row["date_start"] is None or row["date_end"] is None:
        return None
    day = row["date_start"] + timedelta(days=(row["date_end"] - row["date_start"]).days // 2)
    actors = (row["perpetrators"] or "").split(LIST_SEPARATOR)
    strategic = row["acled_event_type"] == STRATEGIC
    country = country_name(row["country"])
    against_civilians = row["acled_event_type"] == AGAINST_CIVILIANS
    civilians = f"Civilians ({country})" if country else "Civilians"
    return {
        "event_id_cnty": row["reference"],
        "event_date": day,
        "year": day.year,
        "time_precision": row["acled_time_precision"],
        "disorder_type": STRATEGIC if strategic else "Political violence",
        "event_type": row["acled_event_type"],
        "sub_event_type": row["acled_sub_event_type"],
        "actor1": actors[0],
        "assoc_actor_1": LIST_SEPARATOR.join(actors[1:]),
        "actor2": civilians if against_civilians else None,
        "inter2": "Civilians" if against_civilians else None,
        "civilian_targeting": "Civilians targeted" if against_civilians else None,
        "iso": country_number(row["country"]),
        "country": country,
        "admin1": row["admin1"],
        "location": row["place_name"],
        "latitude": round(float(row["latitude"]), DECIMALS),
        "longitude": round(float(row["longitude"]), DECIMALS),
        "geo_precision": row["acled_geo_precision"],
        "source": record.documents,
        "notes": " ".join(_notes(row, strategic=strategic)),
        "fatalities": 0 if strategic else row["killed_lower"] or 0,
        "tags": row["event_type"],
        "timestamp": int(row["confirmed_at"].timestamp()),
    }


def _notes(row: Row, *, strategic: bool) -> list[str]:
    """Return the title, and what ACLED's columns cannot say: unknown, open and other numbers."""
    notes = [row["title"].rstrip(".") + "."]
    if row["date_start"] != row["date_end"]:
        notes.append(f"Between {row['date_start']} and {row['date_end']}.")
    if not row["killed_known"]:
        notes.append("Fatalities known: no; 0 stands for not said.")
    elif strategic:
        notes.append(f"Killed: {_range_in_words(row, 'killed')}; not fatalities of this event.")
    else:
        notes.append(f"Fatalities known: yes; {_range_in_words(row, 'killed')}.")
    if row["bodies_found_known"]:
        found = _range_in_words(row, "bodies_found")
        notes.append(f"Bodies found: {found}; never counted as fatalities.")
    return notes


def _range_in_words(row: Row, effect: str) -> str:
    """Return an incident's range of an effect in words.

    >>> _range_in_words({"killed_lower": 5, "killed_upper": None}, "killed")
    'at least 5'
    """
    lower, upper = row[f"{effect}_lower"], row[f"{effect}_upper"]
    if lower is None and upper is None:
        return "some, no number stated"
    if upper is None:
        return f"at least {lower}"
    if lower is None:
        return f"at most {upper}"
    return str(lower) if lower == upper else f"{lower} to {upper}"


ACLED_FORMAT = csv_format(ACLED, acled_row)
