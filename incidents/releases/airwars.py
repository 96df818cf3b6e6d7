"""Incidents in the columns of Airwars' incident record, for those who already read Airwars.

Airwars keeps the lowest and highest number killed and injured for each group of people. A group
inside the whole, such as children, holds the counts of that group and is never added to it.
"""

from collections.abc import Iterable
from typing import Any

from incidents.releases.columns import COORDINATES, text
from incidents.releases.countries import country_name
from incidents.releases.records import IncidentRecord, csv_format, rows
from incidents.releases.schema import LIST_SEPARATOR, Column, Row, Table

NOT_JUDGED = "we do not code it"

CIVILIANS, UNDETERMINED = "civilian_non_combatants", "undetermined"
CLASSES = {
    "children": "children",
    "women": "women",
    "men": "men",
    "journalists": "journalists",
    "aid_workers": "other_civilian_non_combatants",
    "combatants": "belligerents",
}
GROUPS = (
    CIVILIANS,
    "children",
    "women",
    "men",
    "human_rights_defenders",
    "journalists",
    "trade_unionists",
    "healthcare_personnel",
    "other_civilian_non_combatants",
    UNDETERMINED,
    "other_protected_persons",
    "medical_and_religious_personnel_state",
    "medical_and_religious_personnel_non_state",
    "persons_hors_de_combat",
    "belligerents",
    "member_of_armed_forces",
    "persons_directly_participating_in_hostilities",
    "civilian_role_in_military",
)
EFFECTS = ("killed", "injured")
ENDS = {"min": "lower", "max": "upper"}
BETWEEN_PARTIES = "armed_clash"
ACCURACIES = {
    "site": "Exact location",
    "settlement": "Village, town or city",
    "district": "District",
    "region": "Province or governorate",
    "country": "Country",
}


def _not_coded(*names: str) -> tuple[Column, ...]:
    return tuple(text(name, f"As in Airwars: {name}.", missing=NOT_JUDGED) for name in names)


AIRWARS = Table(
    "airwars_like",
    "Airwars-like incidents",
    "Incidents in Airwars' columns, with the range of those killed and injured for each group.",
    ("code",),
    (
        text("code", "Reference of the incident.", required=True),
        text("previous_codes", "References that now lead here.", missing="never merged"),
        *_not_coded("post_status", "published", "modified"),
        text("date_type", "single or range.", missing="date not known", enum=("single", "range")),
        Column("date", "date", "First possible day.", missing="not known"),
        Column("date_end", "date", "Last possible day.", missing="a single day, or not known"),
        *_not_coded("local_time_type", "local_time", "local_time_start", "local_time_end"),
        *_not_coded("local_time_of_day"),
        Column("first_reported_date_time", "date", "First day that an article gives a number."),
        *_not_coded("first_reported_by", "first_reported_url"),
        text("country", "Country, in English."),
        text("location_name", "Name of the place."),
        text("region", "First-level division."),
        *COORDINATES,
        *_not_coded("geolocation_status"),
        text("geolocation_accuracy", "How closely the place is known."),
        *_not_coded("geolocation_notes"),
        text("sign_off_assessor", "Pseudonym of the reviewer who confirmed it.", required=True),
        Column("sign_off_date_time", "datetime", "When it was confirmed, UTC.", required=True),
        *_not_coded("strike_status"),
        text("strike_type", "Kind of event in words.", required=True),
        *_not_coded("infrastructure"),
        text("targeted_belligerent", "Party aimed at.", missing=NOT_JUDGED),
        text("observation", "Title of the incident.", required=True),
        *_not_coded("impact", "total_strikes", "cause_of_death_injury"),
        text("civilian_harm_reported", "yes where anyone is said to be hurt.", enum=("yes",)),
        text("civilian_harm_status", "Grade of the incident.", missing="not graded"),
        text("belligerents", f"Those said to have done it, joined by “{LIST_SEPARATOR}”."),
        *(
            Column(
                f"{group}_{effect}_{end}",
                "integer",
                f"{'Lowest' if end == 'min' else 'Highest'} number {effect}: "
                f"{group.replace('_', ' ')}. Groups overlap; never add them.",
                unit="persons",
                missing="open, or not said; never 0",
                minimum=0,
            )
            for group in GROUPS
            for effect in EFFECTS
            for end in ENDS
        ),
    ),
)


def airwars_row(record: IncidentRecord) -> dict[str, Any]:
    """Return the incident in Airwars' columns; people are civilians unless it was a clash."""
    row = record.incident.row
    counts = rows(record.counts)
    first, last = row["date_start"], row["date_end"]
    single = first == last
    return {
        "code": row["reference"],
        "previous_codes": row["merged_from"],
        "date_type": None if first is None else "single" if single else "range",
        "date": first,
        "date_end": None if single else last,
        "first_reported_date_time": min(_days(counts), default=None),
        "country": country_name(row["country"]),
        "location_name": row["place_name"],
        "region": row["admin1"],
        "latitude": row["latitude"],
        "longitude": row["longitude"],
        "geolocation_accuracy": ACCURACIES.get(row["place_precision"]),
        "sign_off_assessor": row["confirmed_by"],
        "sign_off_date_time": row["confirmed_at"],
        "strike_type": row["event_label"],
        "observation": row["title"],
        "civilian_harm_reported": _harm_reported(row),
        "civilian_harm_status": row["grade"],
        "belligerents": row["perpetrators"],
        **_whole(row),
        **_groups(counts),
    }


def _days(counts: Iterable[Row]) -> list[Any]:
    return [count["reported"] for count in counts if count["reported"] is not None]


def _harm_reported(row: Row) -> str | None:
    harmed = any(row[f"{effect}_known"] and row[f"{effect}_upper"] != 0 for effect in EFFECTS)
    return "yes" if harmed and row["event_type"] != BETWEEN_PARTIES else None


def _whole(row: Row) -> dict[str, Any]:
    """Return the incident's own ranges, in the one group that stands for everyone."""
    group = UNDETERMINED if row["event_type"] == BETWEEN_PARTIES else CIVILIANS
    return {
        f"{group}_{effect}_{end}": row[f"{effect}_{bound}"]
        for effect in EFFECTS
        for end, bound in ENDS.items()
    }


def _groups(counts: Iterable[Row]) -> dict[str, Any]:
    """Return the widest range that the counts state for each group; denied ones say nothing."""
    stated: dict[tuple[str, str], list[Row]] = {}
    for count in counts:
        group = CLASSES.get(count["victim_class"])
        if group and count["effect"] in EFFECTS and count["stance"] != "denied":
            stated.setdefault((group, count["effect"]), []).append(count)
    cells: dict[str, Any] = {}
    for (group, effect), found in stated.items():
        cells[f"{group}_{effect}_min"] = _outermost(min, found, "lower")
        cells[f"{group}_{effect}_max"] = _outermost(max, found, "upper")
    return cells


def _outermost(choose: Any, counts: Iterable[Row], bound: str) -> int | None:
    """Return the least or greatest bound of the counts, None where one of them is open."""
    bounds = [count[bound] for count in counts]
    return None if None in bounds else choose(bounds)


AIRWARS_FORMAT = csv_format(AIRWARS, airwars_row)
