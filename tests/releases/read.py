"""Reading a release's own files back, every value with its type."""

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from incidents.releases.cells import decode
from incidents.releases.check import ReleaseError
from incidents.releases.schema import Row, Table


def read_csv(path: Path, table: Table) -> Iterator[dict[str, object]]:
    """Yield the rows of a CSV file that `write_release` wrote, missing values as None.

    Raises ReleaseError where the header is not the table's or a cell is not of its type.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream, strict=True)
        if tuple(next(reader, ())) != table.header:
            raise ReleaseError(f"{path.name} does not have the columns of table {table.name}.")
        for number, cells in enumerate(reader, start=1):
            if len(cells) != len(table.columns):
                raise ReleaseError(f"{path.name}, row {number} has {len(cells)} cells.")
            yield _decoded(table, zip(table.header, cells, strict=True), f"{path.name}, {number}")


def read_jsonl(path: Path, table: Table) -> Iterator[dict[str, object]]:
    """Yield the rows of a JSON Lines file that `write_release` wrote, without what is nested."""
    with path.open(encoding="utf-8", newline="\n") as stream:
        for line in stream:
            yield json_decoded(table, json.loads(line))


def json_decoded(table: Table, values: Row) -> dict[str, object]:
    """Return one row of the table from the values that JSON can hold."""
    dates = {column.name: column for column in table.columns if column.type in ("date", "datetime")}
    return {
        name: decode(dates[name], values[name] or "") if name in dates else values[name]
        for name in table.header
    }


def _decoded(table: Table, cells: Iterable[tuple[str, str]], where: str) -> dict[str, object]:
    row = {}
    for column, (name, cell) in zip(table.columns, cells, strict=True):
        try:
            row[name] = decode(column, cell)
        except (ValueError, KeyError):
            raise ReleaseError(f"{where}, column {name}: {cell!r} is no {column.type}.") from None
    return row
