"""The fixed codes of the field: event types, effects, stances and their sisters elsewhere.

The codes live in ``taxonomy.toml`` with labels, definitions and mappings to ACLED event types,
UCDP type_of_violence and the Rome Statute, so that pages, codebook and exports all read one list.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("taxonomy.toml")


@dataclass(frozen=True, slots=True)
class EventType:
    """One code of the event taxonomy. ``ucdp`` is None where UCDP GED would not code it."""

    code: str
    label: str
    definition: str
    acled_event: str
    acled_sub_event: str
    ucdp: int | None
    rome_statute: tuple[str, ...]
    sensitive: bool


@dataclass(frozen=True, slots=True)
class Code:
    """A code with its label and definition."""

    code: str
    label: str
    definition: str


@cache
def _data() -> dict[str, dict[str, dict]]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


@cache
def event_types() -> dict[str, EventType]:
    """Return the event types by code, in the order of the taxonomy.

    >>> event_types()["mass_grave"].acled_event
    'Strategic developments'
    """
    return {
        code: EventType(
            code=code,
            label=row["label"],
            definition=row["definition"],
            acled_event=row["acled_event"],
            acled_sub_event=row["acled_sub_event"],
            ucdp=row.get("ucdp"),
            rome_statute=tuple(row["rome_statute"]),
            sensitive=row.get("sensitive", False),
        )
        for code, row in _data()["event_types"].items()
    }


@cache
def codes(name: str) -> dict[str, Code]:
    """Return the codes of effects, stances, qualifiers, range_qualifiers or units.

    >>> list(codes("stances"))
    ['asserted', 'alleged', 'confirmed', 'denied']
    """
    return {
        code: Code(code=code, label=row["label"], definition=row["definition"])
        for code, row in _data()[name].items()
    }


def choices(name: str) -> list[tuple[str, str]]:
    """Return (code, label) pairs for a form or a model field.

    >>> choices("stances")[0]
    ('asserted', 'Asserted')
    """
    rows = event_types() if name == "event_types" else codes(name)
    return [(code, row.label) for code, row in rows.items()]
