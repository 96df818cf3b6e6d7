"""Any row that a table can hold."""

from datetime import UTC
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from incidents.releases.columns import EFFECTS, QUALIFIERS
from incidents.releases.schema import Column, Table
from tests.releases.rows import row_error

# A row has up to 72 cells, so examples are dear; a busy machine is no failure.
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])

TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1),
    st.text("=+-@'\t\r\n,\";＝é\u2028", min_size=1),
)
NUMBERS = st.integers(0, 2**40)


def cells(column: Column) -> st.SearchStrategy[Any]:
    values: dict[str, st.SearchStrategy[Any]] = {
        "string": TEXTS,
        "integer": st.integers(
            int(column.minimum or 0), int(2**40 if column.maximum is None else column.maximum)
        ),
        "number": st.floats(column.minimum, column.maximum, allow_nan=False, allow_infinity=False),
        "date": st.dates(),
        "datetime": st.datetimes(timezones=st.just(UTC)),
        "boolean": st.booleans(),
    }
    filled = values[column.type]
    if column.enum:
        filled = st.sampled_from(column.enum)
    elif column.pattern:
        filled = st.from_regex(column.pattern, fullmatch=True).filter(str.isascii)
    return filled if column.required else st.none() | filled


@st.composite
def counts_of(draw: st.DrawFn, effect: str) -> dict[str, Any]:
    """Draw a range that is stated, open or not, or one that nobody states."""
    ends = sorted([draw(NUMBERS), draw(NUMBERS)])
    lower, upper = (draw(st.sampled_from([None, end])) for end in ends)
    known = draw(st.booleans())
    qualifier = draw(st.sampled_from(QUALIFIERS))
    values = (lower, upper, qualifier) if known else (None, None, None)
    names = (f"{effect}_lower", f"{effect}_upper", f"{effect}_qualifier")
    return dict(zip(names, values, strict=True)) | {f"{effect}_known": known}


@st.composite
def rows_of(draw: st.DrawFn, table: Table) -> dict[str, Any]:
    row = {column.name: draw(cells(column)) for column in table.columns}
    if table.name == "incidents":
        for effect in EFFECTS:
            row |= draw(counts_of(effect))
    for first, last in (("lower", "upper"), ("start", "end"), ("date_start", "date_end")):
        if row.get(first) is not None and row.get(last) is not None and row[first] > row[last]:
            row[first], row[last] = row[last], row[first]
    if "end" in row:
        row["end"] = None if row["start"] is None else row["start"] + draw(st.integers(1, 9999))
    if "latitude" in row and (row["latitude"] is None or row["longitude"] is None):
        row["latitude"] = row["longitude"] = None
    assert row_error(table, row) is None
    return row
