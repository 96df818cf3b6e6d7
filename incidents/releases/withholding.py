"""What a release leaves out of its rows, one row at a time, and the list of it.

Every text of every table is checked but for the columns that hold codes, so that a column added
later is checked too. The list says where something was left out and by which rule, never what.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from incidents.releases.cells import is_missing
from incidents.releases.privacy.coarse import Coarsening
from incidents.releases.privacy.people import Masker
from incidents.releases.schema import Row, Table
from incidents.releases.withheld import Withheld

NAMES, PLACE, SENTENCE = "names", "place", "sentence"
REASONS = {
    NAMES: "the name of a private person",
    PLACE: "a place closer than this release tells",
    SENTENCE: "words of an article that may tell the place",
}
# Texts that hold a code, a pseudonym or a part of the world and never a name of anybody.
CODED = frozenset(
    (
        "status", "event_label", "country", "admin1", "place_name", "confirmed_by", "reviewer",
        "made_by", "merged_from", "claims", "columns", "language", "media_type", "action",
    )
)  # fmt: skip
WITHHELD_WITH_PLACES = {
    "claims": ("sentence",),
    "documents": ("title", "url", "filename"),
    "decisions": ("reason", "changes"),
}
ADDRESSES = frozenset(("url", "filename"))
REMEMBERED = 10_000

Allowed = Mapping[str, Collection[str]]


@dataclass(slots=True)
class Withholding:
    """Takes out of each row what must not be released, and tells ``note`` of it.

    ``allowed`` holds the names that a lead allowed, as `normal` gives them, by the reference of an
    incident or by `key_of_document`.
    """

    masker: Masker
    coarsening: Coarsening
    allowed: Allowed = field(default_factory=dict)
    note: Callable[[Withheld], object] = lambda withheld: None
    counted: Counter[str] = field(default_factory=Counter)
    _masked: Callable[[str, frozenset[str]], tuple[str, int]] = field(init=False)

    def __post_init__(self) -> None:
        self._masked = lru_cache(REMEMBERED)(self.masker.mask)

    def leave_out(self, reference: str, *, rule: str, reason: str) -> None:
        """Note that a whole incident is not in the release."""
        self._note(Withheld("incidents", reference, None, rule, reason))

    def row(self, table: Table, row: Row) -> dict[str, Any]:
        """Return the row as it may be released."""
        kept = dict(row)
        if self.coarsening.is_on:
            self._make_coarse(table, kept)
        for column in checked_columns(table):
            self._check(table, kept, column)
        return kept

    def _make_coarse(self, table: Table, row: dict[str, Any]) -> None:
        cells = self.coarsening.place(row)
        if cells and "title" in row:
            cells["title"] = self.coarsening.title(row | cells)
        for column in WITHHELD_WITH_PLACES.get(table.name, ()):
            if not is_missing(row[column]):
                self._note_cell(table, row, column, SENTENCE)
                row[column] = None
        for column in cells:
            self._note_cell(table, row, column, PLACE)
        row |= cells

    def _check(self, table: Table, row: dict[str, Any], column: str) -> None:
        value = row[column]
        if is_missing(value):
            return
        allowed = frozenset(self.allowed.get(_place_of(table, row), ()))
        changed, names = self._without_names(column, value, allowed)
        if names:
            self._note_cell(table, row, column, NAMES)
        if self.coarsening.is_on and changed is not None:
            told = self.coarsening.words(changed)
            if told != changed:
                self._note_cell(table, row, column, PLACE)
            changed = told
        row[column] = changed

    def _without_names(
        self, column: str, value: str, allowed: frozenset[str]
    ) -> tuple[str | None, int]:
        if column in ADDRESSES:
            names = self.masker.names_in_address(value, allowed)
            return (None, names) if names else (value, 0)
        if column == "changes":
            return self._json_without_names(value, allowed)
        return self._masked(value, allowed)

    def _json_without_names(self, value: str, allowed: frozenset[str]) -> tuple[str, int]:
        taken = 0

        def clean(part: Any) -> Any:
            nonlocal taken
            if isinstance(part, str):
                cleaned, names = self._masked(part, allowed)
                taken += names
                return cleaned
            if isinstance(part, list):
                return [clean(one) for one in part]
            if isinstance(part, dict):
                return {key: clean(one) for key, one in part.items()}
            return part

        cleaned = clean(json.loads(value))
        return (json.dumps(cleaned, ensure_ascii=False, sort_keys=True) if taken else value), taken

    def _note_cell(self, table: Table, row: Row, column: str, rule: str) -> None:
        name, key = table.name, " ".join(str(row[part]) for part in table.key)
        if name == "basis":  # kept, not released: its rules stand in provenance.csv
            name, key = "provenance", row["incident"]
        self._note(Withheld(name, key, column, rule, REASONS[rule]))

    def _note(self, withheld: Withheld) -> None:
        self.counted[withheld.reason] += 1
        self.note(withheld)


@cache
def checked_columns(table: Table) -> tuple[str, ...]:
    """Return the columns whose texts may name somebody."""
    return tuple(
        column.name
        for column in table.columns
        if column.type == "string"
        and not column.enum
        and not column.pattern
        and column.name not in CODED
    )


def key_of_document(pk: int) -> str:
    """Return the key under which names are allowed in what is told of a document."""
    return f"document {pk}"


def _place_of(table: Table, row: Row) -> str:
    if table.name == "documents":
        return key_of_document(row["id"])
    return row.get("incident") or row.get("reference") or ""
