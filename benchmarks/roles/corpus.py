"""MUC-4, the message understanding conference's news of Latin America, with its answer keys.

Read are the two splits with five roles of Du, Rush and Cardie (2021), one JSON object a line, and,
where the conference's own keys lie beside them, the victims who are described but not named.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.roles.casing import truecase
from benchmarks.roles.evidence import ROLES
from benchmarks.roles.wording import plain

KEY_LINE = re.compile(r"\s*(\d+)\.\s+[A-Z :]+?\s{2,}(.*)$")
QUOTED = re.compile(r'"([^"]*)"')
DESCRIPTION = 19
PARAGRAPH = re.compile(r"\s{4,}")


@dataclass(frozen=True, slots=True)
class Key:
    """One incident as the annotators saw it: for each role the entities, each in all its words."""

    kind: str
    roles: dict[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True)
class Report:
    """One news report with its lines in restored case, its keys, and the victims described."""

    lines: tuple[str, ...]
    keys: tuple[Key, ...]
    described: frozenset[str]


def read_reports(folder: Path, split: str) -> Iterator[Report]:
    """Yield the reports of ``train`` or ``dev``; keys that are twice the same count once."""
    described = _described(folder)
    with (folder / f"{split}.json").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            keys: dict[str, Key] = {}
            for template in row["templates"]:
                keys.setdefault(json.dumps(_strings(template)), _key(template))
            text = truecase(row["doctext"])
            yield Report(
                lines=tuple(part.strip() for part in PARAGRAPH.split(text) if part.strip()),
                keys=tuple(keys.values()),
                described=described.get(row["docid"], frozenset()),
            )


def _strings(template: dict[str, Any]) -> list[Any]:
    words = [[[m[0] for m in entity] for entity in template[role]] for role in ROLES]
    return [template["incident_type"], *words]


def _key(template: dict[str, Any]) -> Key:
    return Key(
        kind=template["incident_type"],
        roles={
            role: tuple(tuple(plain(m[0]) for m in entity) for entity in template[role] if entity)
            for role in ROLES
        },
    )


def _described(folder: Path) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted((folder / "raw").glob("*/key-*")):
        document, slot = "", -1
        for line in path.read_text("utf-8", "replace").splitlines():
            match = KEY_LINE.match(line)
            if match:
                slot, line = int(match[1]), match[2]
            if slot == 0 and match:
                document = line.split()[0]
            elif slot == DESCRIPTION and not line.lstrip().startswith(";"):
                found[document].update(plain(said) for said in QUOTED.findall(line))
    return {document: frozenset(said) for document, said in found.items()}
