"""The codebook: every column of every table, from the declarations that write the tables."""

from collections.abc import Iterator

from incidents.releases.columns import text
from incidents.releases.formats import LIKE_OTHERS
from incidents.releases.schema import LIST_SEPARATOR, Column, Row, Table
from incidents.releases.tables import TABLES

RELEASED = (*TABLES.values(), *LIKE_OTHERS)

CODEBOOK = Table(
    "codebook",
    "Codebook",
    "One row per column of every table.",
    ("file", "column"),
    (
        text(
            "file",
            "File that holds the column.",
            required=True,
            enum=(*(table.file for table in RELEASED), "codebook.csv"),
        ),
        text("column", "Name in the header.", required=True),
        text("type", "Type of its values, as in datapackage.json.", required=True),
        text("unit", "Unit of its values.", missing="has no unit"),
        text("missing", "What an empty cell means.", required=True),
        text(
            "values",
            f"Codes that it may hold, joined by “{LIST_SEPARATOR}”; README.md explains them.",
            missing="not a list of codes",
        ),
        Column("minimum", "number", "Least value it may hold.", missing="no limit"),
        Column("maximum", "number", "Greatest value it may hold.", missing="no limit"),
        text("description", "What it means.", required=True),
        text("since", "Version of the format that first had it.", required=True),
    ),
    order=("file",),
)


def codebook_rows() -> Iterator[Row]:
    """Yield one row per column of the released tables and of the codebook itself."""
    for table in (*RELEASED, CODEBOOK):
        yield from explained(table)


def explained(table: Table) -> Iterator[Row]:
    """Yield one row of the codebook for each column of a table."""
    for column in table.columns:
        yield {
            "file": table.file,
            "column": column.name,
            "type": column.type,
            "unit": column.unit,
            "missing": "never empty" if column.required else column.missing,
            "values": LIST_SEPARATOR.join(column.enum),
            "minimum": column.minimum,
            "maximum": column.maximum,
            "description": column.description,
            "since": column.since,
        }
