"""Columns that several tables of a release share, and short names to declare others with."""

from typing import Any

from incidents.releases.precision import DATE_PRECISIONS, PLACE_PRECISIONS
from incidents.releases.schema import LIST_SEPARATOR, UNKNOWN, Column
from sources import taxonomy

EVENT_TYPES = tuple(taxonomy.event_types())
EFFECTS = tuple(taxonomy.codes("effects"))
QUALIFIERS = tuple(taxonomy.codes("qualifiers"))
RANGE_QUALIFIERS = (*QUALIFIERS, *taxonomy.codes("range_qualifiers"))
STANCES = tuple(taxonomy.codes("stances"))
UNITS = tuple(taxonomy.codes("units"))
GRADES = ("confirmed", "fair", "weak", "contested", "discounted")
VERDICTS = ("pending", "accepted", "rejected", "unsure", "replaced")
SOURCE_KINDS = ("outlet", "agency", "ngo", "government", "social", "other")
ACLED_EVENTS = tuple(sorted({event.acled_event for event in taxonomy.event_types().values()}))
ACLED_SUB_EVENTS = tuple(
    sorted({event.acled_sub_event for event in taxonomy.event_types().values()})
)


def text(name: str, description: str, **more: Any) -> Column:
    return Column(name, "string", description, **more)


def identity(description: str) -> Column:
    return Column("id", "integer", description, required=True, minimum=1)


def reference(name: str, table: str, description: str, *, required: bool = True) -> Column:
    return Column(
        name,
        "integer",
        description,
        missing="none",
        required=required,
        minimum=1,
        references=(table, "id"),
    )


def number_of(name: str, description: str) -> Column:
    return Column(name, "integer", description, required=True, minimum=0)


REFERENCE = r"[A-Z]+-[0-9]+"
SHA256 = r"[0-9a-f]{64}"

INCIDENT = text(
    "incident",
    "Reference of the incident.",
    required=True,
    pattern=REFERENCE,
    references=("incidents", "reference"),
)
EVENT_TYPE = text(
    "event_type", "Kind of event, as a code of the taxonomy.", required=True, enum=EVENT_TYPES
)
STANCE = text(
    "stance",
    "Whether the article asserts, alleges, reports as confirmed or reports as denied.",
    required=True,
    enum=STANCES,
)
SPEAKERS = text("speakers", f"Who says it, inside the article, joined by “{LIST_SEPARATOR}”.")
SPAN = (
    Column(
        "start",
        "integer",
        "First character in the document's text, counted from 0 in code points.",
        unit="characters",
        missing="no text stands behind it",
        minimum=0,
    ),
    Column(
        "end",
        "integer",
        "Character after the last, counted from 0 in code points.",
        unit="characters",
        missing="no text stands behind it",
        minimum=0,
    ),
)
COORDINATES = (
    Column(
        "latitude",
        "number",
        "Latitude of the place, or of the middle of the area that precision names. WGS 84.",
        unit="degrees",
        missing=UNKNOWN,
        minimum=-90,
        maximum=90,
    ),
    Column(
        "longitude",
        "number",
        "Longitude of the place, or of the middle of the area that precision names. WGS 84.",
        unit="degrees",
        missing=UNKNOWN,
        minimum=-180,
        maximum=180,
    ),
)
PLACE = (
    text("place_name", "Name of the place in the gazetteer, or as written where it has none."),
    text(
        "place_precision", "How closely the place is known.", missing=UNKNOWN, enum=PLACE_PRECISIONS
    ),
    text("admin1", "First-level division: region, province, oblast.", missing=UNKNOWN),
    text("country", "Country, ISO 3166-1 alpha-2.", missing=UNKNOWN, pattern=r"[A-Z]{2}"),
    *COORDINATES,
    Column(
        "gazetteer_id",
        "integer",
        "Number of the place in GeoNames.",
        missing="the gazetteer has no such place",
        minimum=1,
    ),
)
DATE_SPAN = (
    Column("date_start", "date", "First possible day of the event.", missing=UNKNOWN),
    Column("date_end", "date", "Last possible day of the event, itself included.", missing=UNKNOWN),
)
DATES = (
    *DATE_SPAN,
    text("date_precision", "How closely the date is known.", missing=UNKNOWN, enum=DATE_PRECISIONS),
)
RANGE = (
    Column(
        "lower",
        "integer",
        "Lowest number meant by the words.",
        missing="open: the words give no lowest number",
        minimum=0,
    ),
    Column(
        "upper",
        "integer",
        "Highest number meant by the words.",
        missing="open: the words give no highest number",
        minimum=0,
    ),
)
EFFECT_UNITS = {"bodies_found": "bodies", "sites": "places"}


def effect_columns(effect: taxonomy.Code) -> tuple[Column, ...]:
    unit = EFFECT_UNITS.get(effect.code, "persons")
    return (
        Column(
            f"{effect.code}_lower",
            "integer",
            f"{effect.definition} Lowest number; never summed with another effect.",
            unit=unit,
            missing=f"open if {effect.code}_known is true, else not said; never 0",
            minimum=0,
        ),
        Column(
            f"{effect.code}_upper",
            "integer",
            f"{effect.definition} Highest number; never summed with another effect.",
            unit=unit,
            missing=f"open if {effect.code}_known is true, else not said; never 0",
            minimum=0,
        ),
        text(f"{effect.code}_qualifier", "How the range is meant.", enum=RANGE_QUALIFIERS),
        Column(
            f"{effect.code}_known",
            "boolean",
            f"Whether any source states a number. {effect.definition} False is not 0.",
            required=True,
        ),
    )
