"""The rules of privacy, read once from their file."""

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@lru_cache(50_000)
def normal(name: str) -> str:
    """Return a name as names are compared: small letters without accents.

    >>> normal("Ayşe  O’Neill"), normal("Al-Sayed")
    ("ayse o'neill", 'al-sayed')
    """
    if name.isascii():
        return " ".join(name.casefold().split())
    letters = unicodedata.normalize("NFKD", name.replace("’", "'").casefold())
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


@cache
def rules() -> dict[str, Any]:
    """Return the whole file, by section."""
    return tomllib.loads((FOLDER / "rules.toml").read_text(encoding="utf-8"))


@cache
def words(section: str, name: str) -> frozenset[str]:
    """Return one list of words.

    >>> "governor" in words("public", "titles")
    True
    """
    return frozenset(rules()[section][name])


@cache
def given_names() -> frozenset[str]:
    """Return names that people are given at birth, in lower case and Latin letters."""
    lines = (FOLDER / "given_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if line[:1] != "#" for name in line.split())


@dataclass(frozen=True, slots=True)
class SensitiveRule:
    """Which incidents a release leaves out. ``when`` adds to the kind of the incident."""

    rule: str
    reason: str
    when: tuple[str, ...]
    event_types: frozenset[str] = frozenset()
    effects: frozenset[str] = frozenset()
    victim_classes: frozenset[str] = frozenset()
    few: int = 0


@cache
def sensitive_rules() -> tuple[SensitiveRule, ...]:
    """Return the rules by which incidents are sensitive."""
    return tuple(
        SensitiveRule(
            rule=row["rule"],
            reason=row["reason"],
            when=tuple(row["when"]),
            event_types=frozenset(row.get("event_types", ())),
            effects=frozenset(row.get("effects", ())),
            victim_classes=frozenset(row.get("victim_classes", ())),
            few=row.get("few", 0),
        )
        for row in rules()["sensitive"]
    )
