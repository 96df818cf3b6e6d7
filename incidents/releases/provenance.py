"""provenance.csv: for each filled cell the claims or the decision behind it, row by row.

Frozen is only the basis: which columns of an incident rest on the same claims by the same rule.
Value, sentence, document and reviewer are those of the released incident, count and claim.
"""

from collections import defaultdict
from collections.abc import Iterator

from incidents.releases.cells import MISSING, neutralise
from incidents.releases.check import ReleaseError
from incidents.releases.columns import INCIDENT, text
from incidents.releases.output import csv_line
from incidents.releases.records import IncidentRecord, ReadRow
from incidents.releases.schema import LIST_SEPARATOR, Column, Table
from incidents.releases.tables import CLAIMS, COUNTS, INCIDENTS

BASIS = Table(
    "basis",
    "Basis",
    "One row for all columns of an incident that rest on the same claims or decision.",
    ("incident", "columns", "rule"),
    (
        INCIDENT,
        text("columns", f"Columns of incidents, joined by “{LIST_SEPARATOR}”.", required=True),
        text("rule", "Rule that derived the values.", required=True),
        text("claims", f"Numbers of the claims, joined by “{LIST_SEPARATOR}”.", missing="none"),
        Column("decision", "integer", "Decision that set the values.", missing="none", minimum=1),
        text("reviewer", "Pseudonym of the reviewer who decided.", missing="none"),
        Column("decided_at", "datetime", "When it was decided, UTC.", missing="none"),
    ),
    order=("incident",),
)
STATED = (
    "effect",
    "lower",
    "upper",
    "qualifier",
    "unit",
    "victim_class",
    "victims",
    "part",
)
STATED_RULE = "as the claim states it"

TEXTS = frozenset(column.name for column in INCIDENTS.columns if column.type == "string")
COUNT_TEXTS = frozenset(column.name for column in COUNTS.columns if column.type == "string")
# Where a claim has what a line of provenance says of it, in the order of that line.
FROM_CLAIM = tuple(
    CLAIMS.header.index(name)
    for name in ("id", "sentence", "document", "document_sha256", "start", "end")
)
REVIEWED = tuple(CLAIMS.header.index(name) for name in ("reviewer", "reviewed_at"))
REFERENCE, COLUMNS = INCIDENTS.header.index("reference"), BASIS.header.index("columns")
CLAIM_ID = CLAIMS.header.index("id")
STATED_PLACES = tuple((name, COUNTS.header.index(name)) for name in STATED)
COUNT_ID, COUNT_CLAIM = COUNTS.header.index("id"), COUNTS.header.index("claim")
NO_CLAIM = [MISSING] * len(FROM_CLAIM)


def provenance_lines(record: IncidentRecord) -> list[str]:
    """Return the lines of provenance.csv for an incident and its counts.

    The columns come in the order of the table, for each of them a decision before the claims.
    """
    claims = {claim.cells[CLAIM_ID]: claim for claim in record.claims}
    return [*_of_incident(record, claims), *_of_counts(record, claims)]


def _of_incident(record: IncidentRecord, claims: dict[str, ReadRow]) -> Iterator[str]:
    tails: dict[str, list[str]] = defaultdict(list)
    for basis in record.basis:
        found = _tails(record, basis, claims)
        for column in basis.cells[COLUMNS].split(LIST_SEPARATOR):
            tails[column] += found
    reference = record.incident.cells[REFERENCE]
    for column, cell in zip(INCIDENTS.header, record.incident.cells, strict=True):
        if column in tails:
            head = _head("incidents", reference, column, cell, TEXTS)
            for tail in tails[column]:
                yield head + tail


def _tails(record: IncidentRecord, basis: ReadRow, claims: dict[str, ReadRow]) -> list[str]:
    """Return the ends of the lines, from the claim on, that all columns of a basis share."""
    _, _, rule, numbers, decision, reviewer, decided_at = basis.cells
    if not numbers:
        return [csv_line([*NO_CLAIM, reviewer, decided_at, decision, rule])]
    found = []
    for number in numbers.split(LIST_SEPARATOR):
        if number not in claims:
            reference = record.incident.cells[REFERENCE]
            raise ReleaseError(f"Claim {number} stands behind {reference} and is not released.")
        found.append(_tail_of_claim(claims[number], rule))
    return found


def _of_counts(record: IncidentRecord, claims: dict[str, ReadRow]) -> Iterator[str]:
    for count in record.counts:
        tail = _tail_of_claim(claims[count.cells[COUNT_CLAIM]], STATED_RULE)
        for column, place in STATED_PLACES:
            if cell := count.cells[place]:
                head = _head("counts", count.cells[COUNT_ID], column, cell, COUNT_TEXTS)
                yield head + tail


def _tail_of_claim(claim: ReadRow, rule: str) -> str:
    cells = claim.cells
    reviewer, reviewed_at = (cells[place] for place in REVIEWED)
    return csv_line([*(cells[place] for place in FROM_CLAIM), reviewer, reviewed_at, MISSING, rule])


def _head(table: str, row: str, column: str, cell: str, texts: frozenset[str]) -> str:
    """Return the beginning of a line, up to the value. A number is a text here, like any value."""
    value = cell if column in texts else neutralise(cell)
    return csv_line([table, row, column, value])[: -len("\r\n")] + ","
