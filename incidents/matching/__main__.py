"""Write an incident key on each claim of a JSON file: python -m incidents.matching FILE"""

import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from .clustering import Document, cluster
from .facts import UNSPECIFIED
from .types import ClaimFacts, Count, Place, class_counted


class InputError(ValueError):
    """What is wrong with the file, as a sentence."""


def main(arguments: list[str]) -> int:
    """Read the file that is named, print it with incident keys, and return the exit status."""
    try:
        data = _load(arguments)
        documents = [_document(name, row) for name, row in data["documents"].items()]
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    incidents = cluster(documents)
    for name, row in data["documents"].items():
        for number, claim in enumerate(row.get("claims") or []):
            claim["incident"] = incidents[_key(name, number)]
    json.dump(data, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")
    return 0


def _load(arguments: list[str]) -> dict[str, Any]:
    if len(arguments) != 1:
        raise InputError("Name one JSON file: python -m incidents.matching FILE")
    try:
        data = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{arguments[0]} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise InputError(f"{arguments[0]} is not JSON in UTF-8: {error}.") from error
    if not isinstance(data, dict) or not isinstance(data.get("documents"), dict):
        raise InputError(f"{arguments[0]} has no object “documents”.")
    return data


def _document(name: str, row: object) -> Document:
    if not isinstance(row, dict) or not isinstance(row.get("claims") or [], list):
        raise InputError(f"Document {name} is not an object with a list of claims.")
    try:
        published = _day(row.get("published"))
    except (TypeError, ValueError) as error:
        raise InputError(f"Document {name} cannot be read: {error}.") from error
    rows = enumerate(row.get("claims") or [])
    claims = tuple(_claim(name, number, claim, published, row) for number, claim in rows)
    return Document(name, claims)


def _key(name: str, number: int) -> str:
    return f"{name}#{number}"


def _claim(
    name: str, number: int, row: object, published: date | None, document: Mapping[str, Any]
) -> ClaimFacts:
    title = f"Claim {number + 1} of document {name}"
    if not isinstance(row, dict):
        raise InputError(f"{title} is not an object.")
    try:
        quote = _text(row, "quote") or ""
        start = int(row.get("start") or 0)
        end = int(row.get("end") or start + len(quote))
        when = row.get("date") or {}
        return ClaimFacts(
            key=_key(name, number),
            document=name,
            start=start,
            end=end,
            quote=quote or (_text(document, "text") or "")[start:end],
            event_type=_text(row, "event_type") or UNSPECIFIED,
            place=_place(row.get("place") or {}),
            date_start=_day(when.get("start")),
            date_end=_day(when.get("end")),
            date_precision=when.get("precision"),
            counts=tuple(_count(count) for count in row.get("counts") or ()),
            perpetrator=_text(row, "perpetrator"),
            speakers=tuple(str(speaker) for speaker in row.get("attribution") or ()),
            stance=_text(row, "stance") or "asserted",
            reported=published,
            publisher=_text(document, "publisher"),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise InputError(f"{title} cannot be read: {error}.") from error


def _place(row: Mapping[str, Any]) -> Place | None:
    if not row.get("name"):
        return None
    return Place(
        name=_text(row, "name") or "",
        country=_text(row, "country"),
        latitude=_number(row, "lat"),
        longitude=_number(row, "lon"),
        precision=_text(row, "precision") or _text(row, "level"),
        admin1=_text(row, "admin1"),
    )


def _count(row: Mapping[str, Any]) -> Count:
    return Count(
        effect=row["effect"],
        lower=_whole(row, "min"),
        upper=_whole(row, "max"),
        qualifier=row.get("qualifier") or "exact",
        unit=row.get("unit") or "persons",
        victim_class=class_counted(row.get("victim_class")),
        part=bool(row.get("part")),
    )


def _number(row: Mapping[str, Any], field: str) -> float | None:
    value = row.get(field)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise ValueError(f"{field} is not a number")
    return value


def _whole(row: Mapping[str, Any], field: str) -> int | None:
    value = _number(row, field)
    return None if value is None else int(value)


def _text(row: Mapping[str, Any], field: str) -> str | None:
    value = row.get(field)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{field} is not text")
    return value


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
