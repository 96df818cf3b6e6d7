"""The files that hold one record for each incident."""

import json

from incidents.releases.acled import ACLED, ACLED_FORMAT
from incidents.releases.airwars import AIRWARS, AIRWARS_FORMAT
from incidents.releases.cells import MISSING, plain
from incidents.releases.hxl import HXL_FORMAT
from incidents.releases.output import csv_line
from incidents.releases.records import Format, IncidentRecord, header_line
from incidents.releases.schema import Row
from incidents.releases.tables import COUNTS, INCIDENTS
from incidents.releases.ucdp import UCDP, UCDP_FORMAT


def to_json(value: object, *, indent: int | None = None) -> str:
    """Return JSON with every letter as it is, in the order given."""
    separators = (",", ":") if indent is None else (",", ": ")
    return json.dumps(
        value,
        ensure_ascii=False,
        allow_nan=False,
        indent=indent,
        separators=separators,
        default=plain,
    )


def json_row(names: tuple[str, ...], row: Row) -> dict[str, object]:
    """Return the row in the order of the names, null where nothing is said."""
    return {name: None if row[name] == MISSING else row[name] for name in names}


COUNT_NAMES = tuple(name for name in COUNTS.header if name != "incident")


def json_line(record: IncidentRecord) -> str:
    """Return the incident as one line of JSON, with its counts and the numbers of its claims."""
    return (
        to_json(
            json_row(INCIDENTS.header, record.incident.row)
            | {
                "counts": [json_row(COUNT_NAMES, count) for count in record.counts],
                "claim_ids": [claim["id"] for claim in record.claims],
            }
        )
        + "\n"
    )


COORDINATES = ("latitude", "longitude")
PROPERTY_NAMES = tuple(
    name for name in INCIDENTS.header if name not in (*COORDINATES, "place_precision")
)


def point(row: Row) -> dict[str, object] | None:
    """Return the incident's place as a GeoJSON point, None where only its country is known."""
    if row["latitude"] is None or row["place_precision"] in (None, MISSING, "country"):
        return None
    return {"type": "Point", "coordinates": [float(row["longitude"]), float(row["latitude"])]}


def geojson_feature(record: IncidentRecord) -> str:
    """Return the incident as a GeoJSON feature; ``precision`` says how far to trust its point."""
    row = record.incident.row
    return to_json(
        {
            "type": "Feature",
            "id": row["reference"],
            "geometry": point(row),
            "properties": {"precision": row["place_precision"] or None}
            | json_row(PROPERTY_NAMES, row),
        }
    )


INCIDENT_FORMATS = (
    Format(
        file="incidents.csv",
        record=lambda record: csv_line(record.incident.cells),
        start=header_line(INCIDENTS),
    ),
    Format(file="incidents.jsonl", record=json_line),
    Format(
        file="incidents.geojson",
        record=geojson_feature,
        start='{"type":"FeatureCollection","features":[\n',
        between=",\n",
        end="\n]}\n",
    ),
    ACLED_FORMAT,
    UCDP_FORMAT,
    AIRWARS_FORMAT,
    HXL_FORMAT,
)

# Their columns are those of other datasets. hxl.csv has two header lines, so it is no plain table.
LIKE_OTHERS = (ACLED, UCDP, AIRWARS)
