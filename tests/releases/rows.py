"""Rows to release: an invented event in an invented town, told by two papers."""

from datetime import UTC, date, datetime
from typing import Any

from incidents.releases.check import ReleaseError, check_row
from incidents.releases.frozen import KEPT, Freezer, Parts
from incidents.releases.info import ReleaseInfo
from incidents.releases.precision import (
    acled_geo_precision,
    acled_time_precision,
    ucdp_date_prec,
    ucdp_where_prec,
)
from incidents.releases.schema import Row, Table
from sources import taxonomy

MOMENT = datetime(2031, 5, 4, 9, 30, tzinfo=UTC)
INFO = ReleaseInfo(
    number=3,
    name="Spring",
    notes="Checked twice.",
    created_at=MOMENT,
    software_version="0.1.0",
    pipelines=("en-2", "en-1"),
    filters={"event type": "unlawful_killing", "country": "NL"},
    base_url="https://example.org/releases/3/",
    withheld={"names of private people": 4},
)

Rows = dict[str, list[dict[str, Any]]]


def row_error(table: Table, row: Row) -> str | None:
    """Return why the row must not be released, as a sentence, or None if it may be."""
    try:
        check_row(table, row)
    except ReleaseError as error:
        return str(error)
    return None


def make(table: str, /, **values: Any) -> dict[str, Any]:
    return dict.fromkeys(KEPT[table].header) | values


def make_incident(number: int = 1, **values: Any) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "reference": f"AT-{number:06}",
        "title": "Shooting at Oudwater mill",
        "event_type": "unlawful_killing",
        "event_label": "Unlawful killing",
        "status": "confirmed",
        "place_name": "Oudwater",
        "place_precision": "settlement",
        "admin1": "Utrecht",
        "country": "NL",
        "latitude": 52.025,
        "longitude": 4.86806,
        "date_start": date(2031, 4, 1),
        "date_end": date(2031, 4, 1),
        "date_precision": "day",
        "documents": 2,
        "sources": 2,
        "speakers": 1,
        "independent_sources": 1,
        "claims": 2,
        "confirmed_at": MOMENT,
        "confirmed_by": "R7",
    }
    unsaid: dict[str, Any] = {f"{effect}_known": False for effect in taxonomy.codes("effects")}
    row = make("incidents", **(unsaid | defaults | values))
    return {**row, **codes_of(row), **values}


def codes_of(incident: Row) -> dict[str, Any]:
    event = taxonomy.event_types()[incident["event_type"]]
    dates = [incident[name] for name in ("date_precision", "date_start", "date_end")]
    return {
        "acled_event_type": event.acled_event,
        "acled_sub_event_type": event.acled_sub_event,
        "ucdp_type_of_violence": event.ucdp,
        "ucdp_where_prec": ucdp_where_prec(incident["place_precision"]),
        "ucdp_date_prec": ucdp_date_prec(*dates),
        "acled_geo_precision": acled_geo_precision(incident["place_precision"]),
        "acled_time_precision": acled_time_precision(*dates),
    }


def stated(effect: str, lower: int | None, upper: int | None, qualifier: str) -> dict[str, Any]:
    return {
        f"{effect}_lower": lower,
        f"{effect}_upper": upper,
        f"{effect}_qualifier": qualifier,
        f"{effect}_known": True,
    }


def make_claim(number: int = 1, **values: Any) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "id": number,
        "incident": "AT-000001",
        "document": 1,
        "document_sha256": f"{1:064x}",
        "start": 0,
        "end": 52,
        "sentence": "Gunmen shot at least five millers, the mayor said.",
        "event_type": "unlawful_killing",
        "speakers": "the mayor",
        "stance": "alleged",
        "confidence": 0.75,
        "made_by": "en-2",
        "verdict": "accepted",
        "reviewer": "R7",
        "reviewed_at": MOMENT,
    }
    return make("claims", **(defaults | values))


def make_count(number: int = 1, **values: Any) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "id": number,
        "incident": "AT-000001",
        "claim": 1,
        "effect": "killed",
        "lower": 5,
        "qualifier": "at_least",
        "unit": "persons",
        "part": False,
        "speakers": "the mayor",
        "stance": "alleged",
        "document": 1,
        "reported": date(2031, 4, 2),
        "used": True,
        "rule": "lowest and highest accepted number",
    }
    return make("counts", **(defaults | values))


def make_document(number: int = 1, **values: Any) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "id": number,
        "sha256": f"{number:064x}",
        "title": "Millers shot",
        "source": 1,
        "published": date(2031, 4, 2),
        "url": "https://example.org/millers",
        "language": "en",
        "uploaded_at": MOMENT,
    }
    return make("documents", **(defaults | values))


def make_release() -> Rows:
    """Two incidents; the first has two claims and a count, the second absorbed a third."""
    incident = make_incident(1, **stated("killed", 5, None, "at_least"))
    return no_rows() | {
        "incidents": [incident, make_incident(2, merged_from="AT-000003")],
        "counts": [make_count()],
        "claims": [make_claim(1), make_claim(2), make_claim(3, incident="AT-000002")],
        "documents": [make_document()],
        "sources": [make("sources", id=1, name="The Courier", kind="outlet", is_wire=False)],
        "basis": [
            make(
                "basis",
                incident="AT-000001",
                columns="title;killed_lower",
                rule="as the claims say",
                claims="1;2",
            ),
            make(
                "basis",
                incident="AT-000001",
                columns="status",
                rule="decided by a reviewer",
                decision=1,
                reviewer="R7",
                decided_at=MOMENT,
            ),
        ],
        "decisions": [
            make(
                "decisions",
                id=1,
                at=MOMENT,
                reviewer="R7",
                action="confirm",
                incident="AT-000001",
                changes='{"status":["candidate","confirmed"]}',
            )
        ],
        "relations": [
            make("relations", incident="AT-000003", relation="merged_into", other="AT-000002")
        ],
    }


def no_rows() -> Rows:
    return {name: [] for name in KEPT}


def parts_of(rows: Rows) -> Parts:
    """Return the rows as a release keeps them, one part for each table."""
    freezer = Freezer()
    kept = [found for name in KEPT for found in freezer.parts(name, rows[name])]
    parts = {name: [part] for name, part in kept}
    return parts.__getitem__
