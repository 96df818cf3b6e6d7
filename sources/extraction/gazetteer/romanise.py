"""Cyrillic names in Latin letters."""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parents[1] / "data" / "romanisation.toml"
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def romanise(name: str, country: str) -> str:
    """Return the name in Latin letters; Ukraine's by its official table, others as papers do.

    >>> romanise("Старий Биків", "UA"), romanise("Згурівка", "UA"), romanise("Яблунів", "UA")
    ('Staryi Bykiv', 'Zghurivka', 'Yabluniv')
    >>> romanise("Щёлково", "RU"), romanise("Zürich", "CH")
    ('Shchyolkovo', 'Zürich')
    """
    if not _CYRILLIC.search(name):
        return name
    name = unicodedata.normalize("NFC", name)
    pattern, written, first = _table("ukrainian" if country == "UA" else "cyrillic")

    def latin(match: re.Match[str]) -> str:
        letters = match[0].lower()
        starts = match.start() == 0 or not name[match.start() - 1].isalpha()
        new = first.get(letters, written[letters]) if starts else written[letters]
        return new if match[0].islower() else new.capitalize()

    return pattern.sub(latin, name)


@cache
def _table(name: str) -> tuple[re.Pattern[str], dict[str, str], dict[str, str]]:
    table = tomllib.loads(_DATA.read_text("utf-8"))[name]
    runs = sorted(table["letters"], key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, runs)), re.IGNORECASE)
    return pattern, table["letters"], table["first"]
