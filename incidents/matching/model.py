"""The numbers and tables that matching weighs evidence by, read once from their files."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def table(name: str) -> dict[str, Any]:
    """Return a data file of this package by the stem of its name."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def weight(name: str) -> float:
    """Return what a piece of evidence is worth, for instance ``place.same_settlement``."""
    group, key = name.split(".")
    return float(table("weights")[group][key])


@cache
def relation(one: str, other: str) -> str:
    """Return how two event types relate, in either order.

    >>> relation("shelling", "explosion"), relation("unlawful_killing", "mass_grave")
    ('compatible', 'evidence_of')
    >>> relation("pillage", "torture"), relation("torture", "torture")
    ('other', 'equal')
    """
    if one == other:
        return "equal"
    if "unspecified_abuse" in (one, other):
        return "unspecified"
    for name in ("compatible", "related", "evidence_of"):
        rows = table("relations")[name]
        if other in rows.get(one, ()) or one in rows.get(other, ()):
            return name
    return "other"


@cache
def related_types(event_type: str) -> tuple[str, ...]:
    """Return the other event types that may name the same event."""
    rows = [table("relations")[name] for name in ("compatible", "related", "evidence_of")]
    found = {other for row in rows for other in row.get(event_type, ())}
    found |= {one for row in rows for one, others in row.items() if event_type in others}
    return (*sorted(found), "unspecified_abuse")
