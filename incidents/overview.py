"""Where and when: the newest incidents that stand, for a map, a timeline and a table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from incidents.charts.timeline import Timeline, draw_timeline
from incidents.enums import Status
from incidents.models import Incident
from incidents.references import reference_of

NEWEST = 500
COLUMNS = ("pk", "title", "status", "date_start")
PLACE = ("place_name", "place_precision", "place_latitude", "place_longitude")


@dataclass(frozen=True, slots=True)
class Overview:
    """What the newest incidents are like. ``more``: there are others, which are left out."""

    confirmed: int
    candidates: int
    undated: int
    timeline: Timeline | None
    more: bool


def overview() -> Overview:
    """Return the newest incidents in time, in one query whose cost is bounded."""
    rows: list[tuple[str, date | None]] = list(
        Incident.objects.live().order_by("-pk").values_list("status", "date_start")[: NEWEST + 1]
    )
    shown = rows[:NEWEST]
    confirmed = [day for status, day in shown if status == Status.CONFIRMED]
    candidates = [day for status, day in shown if status == Status.CANDIDATE]
    return Overview(
        confirmed=len(confirmed),
        candidates=len(candidates),
        undated=sum(day is None for _, day in shown),
        timeline=draw_timeline(filter(None, confirmed), filter(None, candidates)),
        more=len(rows) > NEWEST,
    )


def newest() -> list[dict[str, Any]]:
    """Return the newest incidents with place and date, as one line of a table each."""
    rows = Incident.objects.live().order_by("-pk").values(*COLUMNS, *PLACE)[:NEWEST]
    return [
        row | {"reference": reference_of(row["pk"]), "label": Status(row["status"]).label}
        for row in rows
    ]


def features(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return those with coordinates as GeoJSON. A place that is a country is no point."""
    return {
        "type": "FeatureCollection",
        "features": [
            _feature(row)
            for row in rows
            if row["place_latitude"] is not None and row["place_precision"] != "country"
        ],
    }


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {
            "type": "Point",
            "coordinates": [row["place_longitude"], row["place_latitude"]],
        },
        "properties": {
            "title": f"{row['label']}: {row['title']}",
            "status": row["status"],
            "precision": row["place_precision"],
            "url": reverse("incidents:incident", args=[row["reference"]]),
        },
    }
