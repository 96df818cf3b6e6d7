import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.releases import frozen
from incidents.releases.check import ReleaseError, check_rows
from incidents.releases.frozen import KEPT, Part, body, part_of
from incidents.releases.output import csv_line
from incidents.releases.schema import Table
from incidents.releases.tables import TABLES
from incidents.releases.write import write_release
from tests.releases.read import read_csv, read_jsonl
from tests.releases.rows import (
    INFO,
    Rows,
    make_claim,
    make_count,
    make_incident,
    make_release,
    no_rows,
    parts_of,
    stated,
)
from tests.releases.strategies import FEW, rows_of

FILES = [
    "CITATION.cff",
    "MANIFEST.sha256",
    "README.md",
    "acled_like.csv",
    "airwars_like.csv",
    "atrocity-tracker-release-3.zip",
    "claims.csv",
    "codebook.csv",
    "counts.csv",
    "datapackage.json",
    "decisions.csv",
    "documents.csv",
    "hxl.csv",
    "incidents.csv",
    "incidents.geojson",
    "incidents.jsonl",
    "incidents.parquet",
    "incidents.xlsx",
    "provenance.csv",
    "relations.csv",
    "sources.csv",
    "ucdp_like.csv",
    "withheld.csv",
]
WRITTEN_AFTER = ("MANIFEST.sha256", "atrocity-tracker-release-3.zip")  # the manifest lists the rest
AS_FROZEN = {name: table for name, table in TABLES.items() if name in KEPT}


def contents(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def write(directory: Path, rows: Rows) -> Path:
    write_release(directory, parts_of(rows), info=INFO)
    return directory


def test_a_release_holds_these_files_and_says_so(tmp_path):
    written = write_release(tmp_path, parts_of(make_release()), info=INFO)

    assert sorted(file.name for file in written) == FILES
    assert sorted(contents(tmp_path)) == FILES


def test_every_table_comes_back_as_it_went_in(tmp_path):
    rows = make_release()

    write(tmp_path, rows)

    back = {name: list(read_csv(tmp_path / t.file, t)) for name, t in AS_FROZEN.items()}
    assert back == {name: rows[name] for name in AS_FROZEN}
    assert list(read_jsonl(tmp_path / "incidents.jsonl", TABLES["incidents"])) == rows["incidents"]


def test_the_same_rows_and_info_give_the_same_bytes(tmp_path):
    rows = make_release()
    other_order = {name: [dict(reversed(list(row.items()))) for row in rows[name]] for name in rows}
    other_info = replace(INFO, filters=dict(reversed(list(INFO.filters.items()))))

    write_release(tmp_path / "first", parts_of(rows), info=INFO)
    write_release(tmp_path / "second", parts_of(other_order), info=other_info)

    assert contents(tmp_path / "first") == contents(tmp_path / "second")


def test_what_is_said_of_a_file_is_true(tmp_path):
    written = write_release(tmp_path, parts_of(make_release()), info=INFO)

    assert {file.name: file.size for file in written} == {
        name: len(data) for name, data in contents(tmp_path).items()
    }
    assert {
        file.name: file.rows for file in written if file.name in ("claims.csv", "README.md")
    } == {
        "claims.csv": 3,
        "README.md": None,
    }


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="no sha256sum on this machine")
def test_sha256sum_accepts_the_manifest(tmp_path):
    write(tmp_path, make_release())

    done = subprocess.run(
        [str(shutil.which("sha256sum")), "--check", "--strict", "MANIFEST.sha256"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    names = [name for name in FILES if name not in WRITTEN_AFTER]
    assert done.stdout.splitlines() == [f"{name}: OK" for name in names]


def test_a_release_without_incidents_has_headers_and_valid_json(tmp_path):
    write(tmp_path, no_rows())

    geojson = json.loads((tmp_path / "incidents.geojson").read_bytes())
    assert geojson == {"type": "FeatureCollection", "features": []}
    assert (tmp_path / "incidents.jsonl").read_bytes() == b""
    assert [list(read_csv(tmp_path / t.file, t)) for t in TABLES.values()] == [[]] * len(TABLES)


def test_csv_has_no_byte_order_mark_and_ends_lines_with_crlf(tmp_path):
    write(tmp_path, make_release())

    data = (tmp_path / "sources.csv").read_bytes()

    assert data == b"id,name,kind,country,is_wire\r\n1,The Courier,outlet,,false\r\n"


def test_a_json_line_nests_counts_and_claim_numbers_and_keeps_signs(tmp_path):
    rows = make_release()
    rows["incidents"][0] = make_incident(title="=SUM(A1)", **stated("killed", 5, None, "at_least"))

    write(tmp_path, rows)

    first = json.loads((tmp_path / "incidents.jsonl").read_text("utf-8").splitlines()[0])
    count = {name: value for name, value in make_count().items() if name != "incident"}
    assert first["title"] == "=SUM(A1)"
    assert first["counts"] == [count | {"reported": "2031-04-02"}]
    assert first["claim_ids"] == [1, 2]


def test_a_feature_has_longitude_first_and_says_how_precise_it_is(tmp_path):
    write(tmp_path, make_release())

    feature = json.loads((tmp_path / "incidents.geojson").read_bytes())["features"][0]

    assert feature["type"] == "Feature"
    assert feature["id"] == "AT-000001"
    assert feature["geometry"] == {"type": "Point", "coordinates": [4.86806, 52.025]}
    assert feature["properties"]["precision"] == "settlement"
    assert feature["properties"]["killed_lower"] == 5


@pytest.mark.parametrize(
    "place",
    [
        {"place_precision": "country"},
        {"place_precision": None},
        {"latitude": None, "longitude": None},
    ],
)
def test_a_feature_of_unknown_place_has_no_geometry(tmp_path, place):
    write(tmp_path, no_rows() | {"incidents": [make_incident(**place)]})

    (feature,) = json.loads((tmp_path / "incidents.geojson").read_bytes())["features"]

    assert feature["geometry"] is None
    assert feature["properties"].keys().isdisjoint({"latitude", "longitude"})


def test_a_claim_of_an_incident_that_is_not_released_stops_the_release(tmp_path):
    rows = no_rows() | {
        "incidents": [make_incident(1)],
        "claims": [make_claim(incident="AT-000009")],
    }

    with pytest.raises(ReleaseError, match="AT-000009 is not among the released incidents"):
        write(tmp_path, rows)

    assert not (tmp_path / "MANIFEST.sha256").exists()


def test_a_release_is_never_written_over_another(tmp_path):
    write(tmp_path, no_rows())
    before = contents(tmp_path)

    with pytest.raises(ReleaseError, match="is not empty"):
        write(tmp_path, make_release())

    assert contents(tmp_path) == before


@pytest.mark.parametrize("table", KEPT.values(), ids=list(KEPT))
@given(data=st.data())
@FEW
def test_any_row_comes_back_from_the_part_that_is_frozen(table: Table, data):
    row = data.draw(rows_of(table))

    part = part_of(table, check_rows(table, [row]))

    assert (list(frozen.rows_of(table, [part])), part.rows) == ([row], 1)


def test_a_part_frozen_before_a_column_came_has_that_column_empty():
    table = TABLES["sources"]
    part = Part("id,name,kind,is_wire\r\n1,The Courier,outlet,false\r\n", 1)

    assert body(table, part) == "1,The Courier,outlet,,false\r\n"
    assert list(frozen.rows_of(table, [part])) == [
        {"id": 1, "name": "The Courier", "kind": "outlet", "country": None, "is_wire": False}
    ]


def test_a_file_with_another_header_is_refused(tmp_path):
    (tmp_path / "sources.csv").write_text(csv_line(["id", "name"]), newline="")

    with pytest.raises(ReleaseError, match="does not have the columns of table sources"):
        list(read_csv(tmp_path / "sources.csv", TABLES["sources"]))
