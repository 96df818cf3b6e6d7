"""The text files that hold one record for each incident."""

import json
from collections.abc import Callable, Iterable
from json.encoder import encode_basestring

from incidents.releases.acled import ACLED, ACLED_FORMAT
from incidents.releases.airwars import AIRWARS, AIRWARS_FORMAT
from incidents.releases.cells import plain, restore
from incidents.releases.hxl import HXL_FORMAT
from incidents.releases.provenance import provenance_lines
from incidents.releases.records import Format, IncidentRecord, header_line
from incidents.releases.schema import Column, Row, Table
from incidents.releases.tables import CLAIMS, COUNTS, INCIDENTS, PROVENANCE
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


JsonMaker = Callable[[list[str]], str]


def json_members(table: Table, names: Iterable[str]) -> JsonMaker:
    """Return the function that writes cells of the table's rows as the members of a JSON object.

    A number stands there in the digits that the CSV file has; an empty cell is null.
    """
    members = tuple(
        (table.header.index(name), f"{encode_basestring(name)}:", _json_of(table.column(name)))
        for name in names
    )
    nothing = {name: f"{name}null" for _, name, _ in members}

    def write(cells: list[str]) -> str:
        return ",".join(
            [
                (name + (as_json(cell) if as_json else cell))
                if (cell := cells[place])
                else nothing[name]
                for place, name, as_json in members
            ]
        )

    return write


def _json_of(column: Column) -> Callable[[str], str] | None:
    """Return what makes JSON of a cell that is not JSON as it stands."""
    if column.type == "string":
        plain_text = column.enum or column.pattern
        return encode_basestring if plain_text else _json_text
    return '"{}"'.format if column.type in ("date", "datetime") else None


def _json_text(cell: str) -> str:
    return encode_basestring(restore(cell) if cell[0] == "'" else cell)


INCIDENT_MEMBERS = json_members(INCIDENTS, INCIDENTS.header)
COUNT_MEMBERS = json_members(COUNTS, [name for name in COUNTS.header if name != "incident"])
CLAIM_ID = CLAIMS.header.index("id")


def json_line(record: IncidentRecord) -> str:
    """Return the incident as one line of JSON, with its counts and the numbers of its claims."""
    counts = ",".join([f"{{{COUNT_MEMBERS(count.cells)}}}" for count in record.counts])
    claims = ",".join([claim.cells[CLAIM_ID] for claim in record.claims])
    members = INCIDENT_MEMBERS(record.incident.cells)
    return f'{{{members},"counts":[{counts}],"claim_ids":[{claims}]}}\n'


COORDINATES = ("latitude", "longitude")
PROPERTIES = json_members(
    INCIDENTS,
    [name for name in INCIDENTS.header if name not in (*COORDINATES, "place_precision")],
)
REFERENCE, PRECISION, LATITUDE, LONGITUDE = (
    INCIDENTS.header.index(name)
    for name in ("reference", "place_precision", "latitude", "longitude")
)


def point(row: Row) -> tuple[float, float] | None:
    """Return longitude and latitude of the incident, None where only its country is known."""
    if row["latitude"] is None or row["place_precision"] in (None, "", "country"):
        return None
    return row["longitude"], row["latitude"]


def geojson_feature(record: IncidentRecord) -> str:
    """Return the incident as a GeoJSON feature; ``precision`` says how far to trust its point."""
    cells = record.incident.cells
    geometry = "null"
    if point(record.incident.row):
        at = f"{cells[LONGITUDE]},{cells[LATITUDE]}"
        geometry = f'{{"type":"Point","coordinates":[{at}]}}'
    precision = f'"{cells[PRECISION]}"' if cells[PRECISION] else "null"
    return (
        f'{{"type":"Feature","id":"{cells[REFERENCE]}","geometry":{geometry},'
        f'"properties":{{"precision":{precision},{PROPERTIES(cells)}}}}}'
    )


TEXT_FORMATS = (
    Format(
        file="incidents.geojson",
        lines=lambda record: (geojson_feature(record),),
        reads=(),
        start='{"type":"FeatureCollection","features":[\n',
        between=",\n",
        end="\n]}\n",
    ),
    ACLED_FORMAT,
    UCDP_FORMAT,
    AIRWARS_FORMAT,
    HXL_FORMAT,
    Format(
        file=PROVENANCE.file,
        lines=provenance_lines,
        reads=("counts", "claims", "basis"),
        start=header_line(PROVENANCE),
    ),
)

# Their columns are those of other datasets. hxl.csv has two header lines, so it is no plain table.
LIKE_OTHERS = (ACLED, UCDP, AIRWARS)
