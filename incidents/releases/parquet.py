"""incidents.parquet: the incidents with their types, and the codebook inside the file."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from incidents.releases.cells import restore
from incidents.releases.codebook import explained
from incidents.releases.formats import to_json
from incidents.releases.info import ReleaseInfo, WrittenFile
from incidents.releases.output import weighed
from incidents.releases.records import IncidentRecord
from incidents.releases.schema import Column
from incidents.releases.tables import INCIDENTS

GROUP = 2_000  # rows in memory at a time
TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us", tz="UTC"),
    "boolean": pa.bool_(),
}


class ParquetFile:
    """A Parquet file of incidents, written in groups of rows."""

    name = "incidents.parquet"
    reads = ()

    def __init__(self, directory: Path, info: ReleaseInfo, *, group: int = GROUP) -> None:
        self._path = directory / self.name
        self._schema = schema(info)
        self._writer = parquet.ParquetWriter(self._path, self._schema, compression="zstd")
        self._group = group
        self._waiting: list[list[str]] = []
        self._rows = 0

    def add(self, record: IncidentRecord) -> None:
        self._waiting.append(record.incident.cells)
        if len(self._waiting) == self._group:
            self._flush()

    def close(self) -> None:
        if self._waiting:
            self._flush()
        self._writer.close()

    def written(self) -> WrittenFile:
        """Return what was written; true once the file is closed."""
        return weighed(self._path, rows=self._rows)

    def _flush(self) -> None:
        columns = zip(INCIDENTS.columns, zip(*self._waiting, strict=True), strict=True)
        arrays = [_array(column, cells) for column, cells in columns]
        self._writer.write_batch(pa.record_batch(arrays, schema=self._schema))
        self._rows += len(self._waiting)
        self._waiting.clear()


def schema(info: ReleaseInfo) -> pa.Schema:
    """Return names, types and meanings of the columns, with what the release says of itself."""
    about = {
        "release": str(info.number),
        "title": info.title,
        "software_version": info.software_version,
        "codebook": to_json(list(explained(INCIDENTS))),
    }
    return pa.schema([_field(column) for column in INCIDENTS.columns], metadata=about)


def _field(column: Column) -> pa.Field:
    notes = {"description": column.description, "unit": column.unit, "missing": column.missing}
    return pa.field(
        column.name,
        TYPES[column.type],
        nullable=not column.required,
        metadata={name: note for name, note in notes.items() if note},
    )


def _array(column: Column, cells: tuple[str, ...]) -> pa.Array:
    value: Callable[[str], str] = restore if column.type == "string" else str
    texts = pa.array([value(cell) if cell else None for cell in cells], pa.string())
    return texts.cast(TYPES[column.type])
