"""What a release takes: freezing, each file, and what PostgreSQL's own COPY takes for the rows."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection
from psycopg import sql

from benchmarks.confirmed import fill
from benchmarks.machine import peak_megabytes
from incidents.actions import releases
from incidents.actions.release_freeze import freeze, info_of, parts_of
from incidents.releases.formats import TEXT_FORMATS
from incidents.releases.frozen import LINES
from incidents.releases.parquet import ParquetFile
from incidents.releases.schema import Table
from incidents.releases.tables import CLAIMS, COUNTS, INCIDENTS
from incidents.releases.write import TextFile, write_incidents, write_lines, write_table
from incidents.releases.xlsx import SpreadsheetFile

COPIED = (INCIDENTS, COUNTS, CLAIMS)
TYPES = {
    "string": "text",
    "integer": "bigint",
    "number": "double precision",
    "date": "date",
    "datetime": "timestamptz",
    "boolean": "boolean",
}
MOST = 3  # times COPY
ROUNDS = 3  # of each file that is compared with COPY; the quickest counts


def measure(*, size: int) -> dict[str, object]:
    """Return seconds for each step, the ratios to COPY and the most memory this process held."""
    steps: dict[str, float] = {}
    with timed(steps, "fill"):
        lead = fill(size)
    release = releases.order(name="Bench", filters={}, by=lead)
    with timed(steps, "freeze"):
        freeze(release)
    parts, info = parts_of(release), info_of(release)
    kept: dict[str, int] = {}

    def csv_files(folder: Path) -> None:
        for table in COPIED:
            kept[table.file] = write_table(folder, table, parts(table.name)).size

    def copies(folder: Path) -> None:
        for table in COPIED:
            query = sql.SQL("SELECT * FROM {}").format(typed(table))
            copy_out(query, "(FORMAT csv, HEADER)", folder / table.file)

    def json_lines(folder: Path) -> None:
        kept[LINES] = write_lines(folder, parts(LINES)).size

    def json_copy(folder: Path) -> None:
        query = sql.SQL("SELECT to_json(t) FROM {} AS t").format(typed(INCIDENTS))
        copy_out(query, "", folder / LINES)

    with TemporaryDirectory(prefix="bench-release-") as scratch:
        folder = Path(scratch)
        csv_files(folder)
        for table in COPIED:
            load(table, folder / table.file)
        pairs = {"csv": csv_files, "copy_csv": copies, "jsonl": json_lines, "copy_json": json_copy}
        for _, (name, write) in product(range(ROUNDS), pairs.items()):
            with TemporaryDirectory(dir=folder) as once, timed(steps, name):
                write(Path(once))
        makers: list[type[ParquetFile] | type[SpreadsheetFile]] = [ParquetFile, SpreadsheetFile]
        for maker in makers:
            with timed(steps, maker.name.removeprefix("incidents.")):
                (written,) = write_incidents([maker(folder, info)], parts)
            kept[written.name] = written.size
        with timed(steps, "others"):  # GeoJSON, the formats of others, HXL and provenance
            texts = [TextFile(folder, form) for form in TEXT_FORMATS]
            kept |= {file.name: file.size for file in write_incidents(texts, parts)}
    ratios = {
        "csv_to_copy": round(steps["csv"] / steps["copy_csv"], 2),
        "jsonl_to_copy": round(steps["jsonl"] / steps["copy_json"], 2),
    }
    return {
        "incidents": size,
        "claims": 3 * size,
        "seconds": [{"step": name, "s": round(took, 2)} for name, took in steps.items()],
        "megabytes": [{"file": name, "MB": round(n / 1e6, 1)} for name, n in kept.items()],
        **ratios,
        "within_limits": max(ratios.values()) <= MOST,
        "peak_MB": peak_megabytes(),
    }


@contextmanager
def timed(steps: dict[str, float], name: str) -> Iterator[None]:
    """Keep the least time that a step took."""
    started = time.perf_counter()
    yield
    steps[name] = min(time.perf_counter() - started, steps.get(name, math.inf))


def typed(table: Table) -> sql.Identifier:
    return sql.Identifier(f"bench_{table.name}")


def load(table: Table, path: Path) -> None:
    """Load a released file into a table with typed columns."""
    columns = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(column.name), sql.SQL(TYPES[column.type]))
        for column in table.columns
    )
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE UNLOGGED TABLE {} ({})").format(typed(table), columns))
        command = sql.SQL("COPY {} FROM STDIN (FORMAT csv, HEADER)").format(typed(table))
        with path.open("rb") as stream, cursor.copy(command) as copy:
            while block := stream.read(1024 * 1024):
                copy.write(block)
        cursor.execute(sql.SQL("VACUUM ANALYZE {}").format(typed(table)))


def copy_out(query: sql.Composed, options: str, path: Path) -> None:
    command = sql.SQL("COPY ({}) TO STDOUT {}").format(query, sql.SQL(options))
    with path.open("wb") as stream, connection.cursor() as cursor, cursor.copy(command) as copy:
        for block in copy:
            stream.write(block)
