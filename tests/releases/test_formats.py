"""Every format of the incidents holds the same incidents, whatever their words and numbers."""

import json
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from openpyxl.utils.escape import unescape
from pyarrow import parquet

from incidents.releases.formats import TEXT_FORMATS, json_line
from incidents.releases.frozen import LINES, records
from incidents.releases.parquet import ParquetFile
from incidents.releases.schema import Row
from incidents.releases.tables import INCIDENTS
from incidents.releases.write import TextFile, write_incidents, write_lines, write_table
from incidents.releases.xlsx import SpreadsheetFile
from tests.releases.read import json_decoded, read_csv, read_jsonl
from tests.releases.rows import INFO, Rows, make_incident, make_release, no_rows, parts_of, stated
from tests.releases.strategies import FEW, rows_of

INCIDENT_TEXTS = [form for form in TEXT_FORMATS if form.file.startswith("incidents.")]
ODD = "=1+1", "'=x", "<r>bold</r>", "_x000D_", "a\r\nb\n\tc\x0b", "Ўґ \u2028 🜚", "  two  spaces  "


def write(directory: Path, incidents: list[Row]) -> Path:
    rows: Rows = no_rows() | {"incidents": [dict(row) for row in incidents]}
    parts = parts_of(rows)
    files = [TextFile(directory, form) for form in INCIDENT_TEXTS]
    write_incidents([*files, SpreadsheetFile(directory, INFO), ParquetFile(directory, INFO)], parts)
    write_table(directory, INCIDENTS, parts("incidents"))
    write_lines(directory, parts(LINES))
    return directory


def from_geojson(directory: Path) -> list[Row]:
    features = json.loads((directory / "incidents.geojson").read_bytes())["features"]
    return [feature["properties"] | {"geometry": feature["geometry"]} for feature in features]


def as_feature(row: Row) -> Row:
    """Return what a feature has of a row: the point in place of three columns."""
    known = row["latitude"] is not None and row["place_precision"] not in (None, "country")
    point = {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}
    rest = {
        name: value.isoformat().replace("+00:00", "Z") if isinstance(value, date) else value
        for name, value in row.items()
        if name not in ("latitude", "longitude", "place_precision")
    }
    return rest | {"precision": row["place_precision"], "geometry": point if known else None}


def from_xlsx(directory: Path) -> list[Row]:
    book = openpyxl.load_workbook(directory / "incidents.xlsx", read_only=True)
    with closing(book):
        return [row for sheet in book.worksheets for row in from_sheet(sheet)]


def from_sheet(sheet: Any) -> list[Row]:
    header, *lines = sheet.iter_rows(values_only=True)
    assert header == INCIDENTS.header
    return [
        {
            column.name: of_type(column.type, value)
            for column, value in zip(INCIDENTS.columns, line, strict=True)
        }
        for line in lines
    ]


def of_type(kind: str, value: Any) -> Any:
    """Return a cell as a release has it; what no spreadsheet can hold is a text there."""
    if value is None or kind == "boolean":
        return value
    if kind == "string":
        return unescape(value)
    if kind == "datetime":
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.replace(tzinfo=UTC)
    if kind == "date":
        return date.fromisoformat(value) if isinstance(value, str) else value.date()
    return {"integer": int, "number": float}[kind](value)


def to_the_millisecond(row: Row) -> Row:
    """Return a row as a spreadsheet keeps time."""
    return dict(row) | {"confirmed_at": rounded(row["confirmed_at"])}


def rounded(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


@given(row=rows_of(INCIDENTS))
@FEW
def test_any_incident_comes_back_from_every_format(tmp_path_factory, row):
    directory = write(tmp_path_factory.mktemp("release"), [row])

    table = parquet.read_table(directory / "incidents.parquet")
    assert list(read_csv(directory / "incidents.csv", INCIDENTS)) == [row]
    assert list(read_jsonl(directory / "incidents.jsonl", INCIDENTS)) == [row]
    assert table.to_pylist() == [row]
    assert from_geojson(directory) == [as_feature(row)]
    assert [to_the_millisecond(one) for one in from_xlsx(directory)] == [to_the_millisecond(row)]


@pytest.mark.parametrize("words", ODD)
def test_odd_words_come_back_from_every_format(tmp_path, words):
    row = make_incident(title=words, perpetrators=words)

    directory = write(tmp_path, [row])

    assert list(read_csv(directory / "incidents.csv", INCIDENTS)) == [row]
    assert list(read_jsonl(directory / "incidents.jsonl", INCIDENTS)) == [row]
    assert parquet.read_table(directory / "incidents.parquet").to_pylist() == [row]
    assert from_xlsx(directory) == [row]
    assert from_geojson(directory) == [as_feature(row)]


def test_no_cell_of_the_spreadsheet_is_a_formula_and_signs_are_quoted(tmp_path):
    write(tmp_path, [make_incident(title="=SUM(A1)", perpetrators="@a")])

    with closing(openpyxl.load_workbook(tmp_path / "incidents.xlsx")) as book:
        sheet = book.worksheets[0]
        title = sheet.cell(2, INCIDENTS.header.index("title") + 1)
        types = {cell.data_type for row in sheet.iter_rows() for cell in row}
        assert (title.value, title.data_type, title.quotePrefix) == ("=SUM(A1)", "s", True)
        assert "f" not in types


def test_the_spreadsheet_has_a_fixed_header_a_filter_and_typed_cells(tmp_path):
    write(tmp_path, [make_incident(**stated("killed", 5, None, "at_least"))])

    with closing(openpyxl.load_workbook(tmp_path / "incidents.xlsx")) as book:
        sheet = book.worksheets[0]
        line = dict(zip(INCIDENTS.header, sheet[2], strict=True))
        assert (sheet.title, sheet.freeze_panes) == ("incidents", "B2")
        assert sheet.auto_filter.ref == sheet.dimensions
        assert [line[name].data_type for name in ("killed_lower", "latitude", "date_start")] == [
            "n",
            "n",
            "d",
        ]
        assert line["killed_known"].value is True
        assert book.properties.created == INFO.created_at.replace(tzinfo=None)


def test_a_full_sheet_goes_on_in_the_next_one(tmp_path):
    rows = [make_incident(number) for number in range(1, 6)]

    write_incidents(
        [SpreadsheetFile(tmp_path, INFO, sheet_rows=3)],
        parts_of(no_rows() | {"incidents": rows}),
    )

    with closing(openpyxl.load_workbook(tmp_path / "incidents.xlsx", read_only=True)) as book:
        sheets = {sheet.title: len(from_sheet(sheet)) for sheet in book.worksheets}
    assert sheets == {"incidents": 2, "incidents 2": 2, "incidents 3": 1}
    assert from_xlsx(tmp_path) == rows


def test_the_parquet_file_says_which_release_it_is_and_what_its_columns_mean(tmp_path):
    write(tmp_path, [make_incident()])

    schema = parquet.read_schema(tmp_path / "incidents.parquet")

    about = {key.decode(): value.decode() for key, value in schema.metadata.items()}
    explained = {row["column"]: row["since"] for row in json.loads(about["codebook"])}
    field = schema.field("killed_lower")
    assert (about["release"], about["software_version"]) == ("3", "0.1.0")
    assert tuple(explained) == INCIDENTS.header
    assert field.metadata[b"unit"] == b"persons"
    assert {str(schema.field(name).type) for name in ("date_start", "confirmed_at")} == {
        "date32[day]",
        "timestamp[us, tz=UTC]",
    }


def test_parquet_comes_in_groups_of_rows(tmp_path):
    rows = [make_incident(number) for number in range(1, 6)]

    write_incidents(
        [ParquetFile(tmp_path, INFO, group=2)], parts_of(no_rows() | {"incidents": rows})
    )

    file = parquet.ParquetFile(tmp_path / "incidents.parquet")
    with closing(file):
        assert (file.num_row_groups, file.read().to_pylist()) == (3, rows)


def test_the_frozen_lines_of_json_are_those_that_the_frozen_cells_give():
    parts = parts_of(make_release())

    (part,) = parts(LINES)

    assert part.text == "".join(json_line(record) for record in records(parts))


def test_numbers_of_json_are_those_of_the_csv_file():
    row = make_incident(latitude=1e-07, longitude=-0.0)

    (part,) = parts_of(no_rows() | {"incidents": [row]})(LINES)

    line = part.text
    assert '"latitude":0.0000001,"longitude":-0.0,' in line
    assert json_decoded(INCIDENTS, json.loads(line)) == row
