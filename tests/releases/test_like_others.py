import csv
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from incidents.releases.acled import ACLED, acled_row
from incidents.releases.airwars import AIRWARS, airwars_row
from incidents.releases.check import check_row
from incidents.releases.hxl import TAGS
from incidents.releases.records import IncidentRecord
from incidents.releases.schema import Row
from incidents.releases.tables import CLAIMS, COUNTS, INCIDENTS
from incidents.releases.ucdp import UCDP, ucdp_row
from incidents.releases.write import write_release
from tests.releases.read import read_csv
from tests.releases.rows import (
    INFO,
    make_claim,
    make_count,
    make_incident,
    make_release,
    parts_of,
    row_error,
    stated,
)
from tests.releases.strategies import FEW, rows_of

ANY_INCIDENT = rows_of(INCIDENTS)


def record_of(
    incident: Row, counts: Sequence[Row] = (), claims: Sequence[Row] = ()
) -> IncidentRecord:
    return IncidentRecord(
        check_row(INCIDENTS, incident),
        [check_row(COUNTS, count) for count in counts],
        [check_row(CLAIMS, claim) for claim in claims],
    )


def chosen(row: dict | None, *names: str) -> dict:
    assert row is not None
    return {name: row[name] for name in names}


def make_grave(**values: Any) -> dict[str, Any]:
    found = stated("bodies_found", 440, None, "at_least")
    return make_incident(event_type="mass_grave", title="Grave at Linschoten", **(found | values))


def test_acled_codes_a_mass_grave_as_a_development_without_fatalities():
    row = acled_row(record_of(make_grave()))

    assert chosen(row, "disorder_type", "event_type", "sub_event_type", "fatalities", "notes") == {
        "disorder_type": "Strategic developments",
        "event_type": "Strategic developments",
        "sub_event_type": "Other",
        "fatalities": 0,
        "notes": "Grave at Linschoten. Fatalities known: no; 0 stands for not said. "
        "Bodies found: at least 440; never counted as fatalities.",
    }


def test_acled_does_not_take_the_dead_of_a_grave_for_fatalities_of_its_discovery():
    row = acled_row(record_of(make_grave(**stated("killed", 400, 450, "about"))))

    assert chosen(row, "fatalities", "notes") == {
        "fatalities": 0,
        "notes": "Grave at Linschoten. Killed: 400 to 450; not fatalities of this event. "
        "Bodies found: at least 440; never counted as fatalities.",
    }


@pytest.mark.parametrize(
    ("killed", "fatalities", "note"),
    [
        ({}, 0, "Fatalities known: no; 0 stands for not said."),
        (stated("killed", 0, 0, "exact"), 0, "Fatalities known: yes; 0."),
        (stated("killed", 5, 7, "about"), 5, "Fatalities known: yes; 5 to 7."),
        (stated("killed", 5, None, "at_least"), 5, "Fatalities known: yes; at least 5."),
        (stated("killed", None, 9, "at_most"), 0, "Fatalities known: yes; at most 9."),
        (
            stated("killed", None, None, "vague"),
            0,
            "Fatalities known: yes; some, no number stated.",
        ),
    ],
)
def test_acled_gets_the_lowest_number_and_a_note_that_says_what_0_means(killed, fatalities, note):
    row = acled_row(record_of(make_incident(**killed)))

    assert chosen(row, "fatalities", "notes") == {
        "fatalities": fatalities,
        "notes": f"Shooting at Oudwater mill. {note}",
    }


def test_acled_gets_actors_place_and_the_middle_of_the_days():
    incident = make_incident(
        perpetrators="Grey Guard;River Militia",
        date_precision="range",
        date_end=date(2031, 4, 3),
        latitude=52.0251239,
    )

    row = acled_row(record_of(incident, claims=[make_claim(1), make_claim(2, document=4)]))

    names = "event_date year time_precision actor1 assoc_actor_1 actor2 civilian_targeting iso"
    assert chosen(row, *names.split(), "country", "latitude", "source", "tags", "timestamp") == {
        "event_date": date(2031, 4, 2),
        "year": 2031,
        "time_precision": 2,
        "actor1": "Grey Guard",
        "assoc_actor_1": "River Militia",
        "actor2": "Civilians (The Netherlands)",
        "civilian_targeting": "Civilians targeted",
        "iso": 528,
        "country": "The Netherlands",
        "latitude": 52.0251,
        "source": "1;4",
        "tags": "unlawful_killing",
        "timestamp": int(datetime(2031, 5, 4, 9, 30, tzinfo=UTC).timestamp()),
    }


@pytest.mark.parametrize(
    "unknown",
    [
        {"place_precision": "country"},
        {"date_precision": "year"},
        {"latitude": None, "longitude": None},
        {"date_start": None, "date_end": None, "date_precision": None},
    ],
)
def test_acled_leaves_out_what_has_no_day_or_place(unknown):
    assert acled_row(record_of(make_incident(**unknown))) is None


@pytest.mark.parametrize(
    ("killed", "low_best_high"),
    [
        (stated("killed", 5, 7, "about"), (5, 5, 7)),
        (stated("killed", 5, None, "at_least"), (5, 5, 5)),
        (stated("killed", None, 9, "at_most"), (0, 0, 9)),
    ],
)
def test_ucdp_gets_a_closed_range(killed, low_best_high):
    row = ucdp_row(record_of(make_incident(**killed)))

    assert tuple(chosen(row, "low", "best", "high").values()) == low_best_high


def test_ucdp_gets_who_said_it_and_where():
    incident = make_incident(**stated("killed", 5, None, "at_least"))
    claims = [make_claim(1, speakers="the mayor;a miller"), make_claim(2, speakers="a miller")]

    row = ucdp_row(record_of(incident, [make_count()], claims))

    names = "id relid source_original source_date geom_wkt priogrid_gid deaths_civilians side_b"
    assert chosen(row, *names.split()) == {
        "id": 1,
        "relid": "AT-000001",
        "source_original": "the mayor;a miller",
        "source_date": "2031-04-02",
        "geom_wkt": "POINT (4.86806 52.025)",
        "priogrid_gid": 204850,
        "deaths_civilians": 5,
        "side_b": "Civilians",
    }


@pytest.mark.parametrize(
    "incident",
    [
        make_grave(**stated("killed", 400, 450, "about")),
        make_incident(),
        make_incident(**stated("killed", 0, 0, "exact")),
        make_incident(**stated("injured", 8, 8, "exact")),
    ],
    ids=["a grave", "unknown", "nobody killed", "only injured"],
)
def test_ucdp_leaves_out_what_is_no_deadly_event(incident):
    assert ucdp_row(record_of(incident)) is None


@given(incident=ANY_INCIDENT)
@FEW
def test_of_any_incident_low_is_at_most_best_and_best_at_most_high(incident):
    row = ucdp_row(record_of(incident))

    if row is not None:
        assert 0 <= row["low"] <= row["best"] <= row["high"]
        sides = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
        assert sum(row[side] for side in sides) == row["best"]


@given(incident=ANY_INCIDENT)
@FEW
def test_of_any_incident_bodies_and_graves_change_no_number_of_killed(incident):
    more = stated("bodies_found", 900, 900, "exact") | stated("sites", 3, 3, "exact")
    numbers = ("fatalities", "low", "best", "high", "civilian_non_combatants_killed_min")

    for row_of in (acled_row, ucdp_row, airwars_row):
        before, after = row_of(record_of(incident)), row_of(record_of(incident | more))
        assert [(before or {}).get(name) for name in numbers] == [
            (after or {}).get(name) for name in numbers
        ]


@given(incident=ANY_INCIDENT)
@FEW
def test_any_incident_fits_the_columns_of_the_others(incident):
    record = record_of(incident)

    for table, row in (
        (ACLED, acled_row(record)),
        (UCDP, ucdp_row(record)),
        (AIRWARS, airwars_row(record)),
    ):
        assert row is None or row_error(table, dict.fromkeys(table.header) | row) is None


def test_airwars_gets_the_whole_and_the_groups_inside_it_side_by_side():
    incident = make_incident(**stated("killed", 5, None, "at_least"))
    counts = [
        make_count(1),
        make_count(2, lower=2, upper=2, victim_class="children", part=True, used=False),
        make_count(3, lower=3, upper=4, victim_class="children", part=True, used=False),
        make_count(4, lower=9, upper=9, victim_class="children", stance="denied", used=False),
        make_count(5, effect="bodies_found", lower=40, upper=40, victim_class="women"),
    ]

    row = airwars_row(record_of(incident, counts))

    numbers = {name: row[name] for name in row if name.endswith(("_min", "_max"))}
    assert {name: number for name, number in numbers.items() if number is not None} == {
        "civilian_non_combatants_killed_min": 5,
        "children_killed_min": 2,
        "children_killed_max": 4,
    }


def test_airwars_takes_nobody_in_a_clash_for_a_civilian():
    clash = make_incident(event_type="armed_clash", **stated("killed", 5, 5, "exact"))

    row = airwars_row(record_of(clash))

    assert "civilian_non_combatants_killed_min" not in row
    assert chosen(row, "undetermined_killed_min", "undetermined_killed_max") == {
        "undetermined_killed_min": 5,
        "undetermined_killed_max": 5,
    }
    assert row["civilian_harm_reported"] is None


def test_the_files_of_the_others_hold_what_they_have_a_place_for(tmp_path: Path):
    rows = make_release()
    rows["incidents"].append(make_grave(reference="AT-000003"))

    write_release(tmp_path, parts_of(rows), info=INFO)

    codes = {
        table.name: [row[table.key[0]] for row in read_csv(tmp_path / table.file, table)]
        for table in (ACLED, UCDP, AIRWARS)
    }
    references = ["AT-000001", "AT-000002", "AT-000003"]
    assert codes == {"acled_like": references, "ucdp_like": [1], "airwars_like": references}


def test_hxl_tags_stand_in_the_second_line(tmp_path: Path):
    write_release(tmp_path, parts_of(make_release()), info=INFO)

    with (tmp_path / "hxl.csv").open(encoding="utf-8", newline="") as stream:
        header, tags, first, _ = csv.reader(stream)

    assert dict(zip(header, tags, strict=True)) == TAGS
    assert dict(zip(tags, first, strict=True))["#affected+killed+min"] == "5"
    assert {TAGS["bodies_found_lower"], TAGS["sites_lower"]} == {
        "#indicator+bodies+min",
        "#indicator+sites+min",
    }
