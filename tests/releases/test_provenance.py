import csv
import io

import pytest

from incidents.releases.check import ReleaseError
from incidents.releases.frozen import Part, records, rows_of
from incidents.releases.provenance import provenance_lines
from incidents.releases.records import header_line
from incidents.releases.tables import PROVENANCE
from tests.releases.rows import Rows, make, make_incident, make_release, parts_of, row_error


def lines_of(rows: Rows) -> list[str]:
    return [line for record in records(parts_of(rows)) for line in provenance_lines(record)]


def provenance(rows: Rows) -> list[dict]:
    lines = lines_of(rows)
    part = Part(header_line(PROVENANCE) + "".join(lines), len(lines))
    return [dict(row) for row in rows_of(PROVENANCE, [part])]


def test_each_filled_cell_leads_to_its_decision_or_to_all_claims_behind_it():
    found = provenance(make_release())

    of_incident = [row for row in found if row["table"] == "incidents"]
    assert [(r["column"], r["value"], r["claim"], r["decision"]) for r in of_incident] == [
        ("title", "Shooting at Oudwater mill", 1, None),
        ("title", "Shooting at Oudwater mill", 2, None),
        ("status", "confirmed", None, 1),
        ("killed_lower", "5", 1, None),
        ("killed_lower", "5", 2, None),
    ]
    assert {(r["sentence"], r["document_sha256"], r["reviewer"]) for r in of_incident} == {
        ("Gunmen shot at least five millers, the mayor said.", f"{1:064x}", "R7"),
        (None, None, "R7"),
    }
    assert [row for row in found if row_error(PROVENANCE, row)] == []


def test_a_number_leads_to_the_claim_that_states_it():
    of_counts = [row for row in provenance(make_release()) if row["table"] == "counts"]

    assert {row["column"]: row["value"] for row in of_counts} == {
        "effect": "killed",
        "lower": "5",
        "qualifier": "at_least",
        "unit": "persons",
        "part": "false",
    }
    assert {(row["row"], row["claim"], row["start"], row["end"]) for row in of_counts} == {
        ("1", 1, 0, 52)
    }


def test_values_are_texts_that_no_spreadsheet_runs():
    rows = make_release()
    rows["incidents"][0] = make_incident(1, title="=1+1", latitude=-5.5, longitude=-6.5)
    rows["basis"] = [
        make("basis", incident="AT-000001", columns="title;latitude", rule="worked out", claims="1")
    ]

    cells = [row[3] for row in csv.reader(io.StringIO("".join(lines_of(rows))))][:2]

    assert cells == ["'=1+1", "'-5.5"]
    assert [row["value"] for row in provenance(rows)][:2] == ["=1+1", "-5.5"]


def test_a_basis_on_a_claim_that_is_not_released_stops_the_release():
    rows = make_release()
    rows["basis"][0]["claims"] = "1;9"

    with pytest.raises(ReleaseError, match="Claim 9 stands behind AT-000001 and is not released"):
        lines_of(rows)
