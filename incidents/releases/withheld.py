"""The list of what a release leaves out: where and by which rule, never what it was."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from incidents.releases.columns import text
from incidents.releases.schema import Column, Row, Table

WITHHELD = Table(
    "withheld",
    "Withheld",
    "One row per cell, or whole incident, that this release leaves out or makes coarser.",
    ("id",),
    (
        Column("id", "integer", "Number of this row.", required=True, minimum=1),
        text("table", "Table of the cell.", required=True),
        text("row", "Key of the cell's row.", required=True),
        text("column", "Column of the cell.", missing="the whole row and all that hangs on it"),
        text("rule", "Rule by which it was left out.", required=True),
        text("reason", "What the rule keeps back.", required=True),
    ),
)


@dataclass(frozen=True, slots=True)
class Withheld:
    """One line of the list. Without a ``column`` the whole row is left out."""

    table: str
    row: str
    column: str | None
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The list in short: how many cells and incidents by reason, and its first lines."""

    total: int
    by_reason: list[tuple[str, int]]
    first: list[Withheld]


def summary_of(listed: Iterable[Withheld], *, shown: int = 30) -> Summary:
    """Count a list and keep its beginning."""
    counted: Counter[str] = Counter()
    first: list[Withheld] = []
    for one in listed:
        counted[one.reason] += 1
        if len(first) < shown:
            first.append(one)
    return Summary(counted.total(), counted.most_common(), first)


def withheld_rows(listed: Iterable[Withheld]) -> Iterator[Row]:
    """Yield the rows of the table that lists what was withheld."""
    for number, one in enumerate(listed, start=1):
        yield {
            "id": number,
            "table": one.table,
            "row": one.row,
            "column": one.column,
            "rule": one.rule,
            "reason": one.reason,
        }
