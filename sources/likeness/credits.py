"""Which news agency an article says that it prints."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HEAD = 600  # characters in which a dateline stands


def credited_agency(text: str) -> str | None:
    """Return the agency of the dateline, or of a line that holds nothing but a credit.

    An article that only quotes an agency ("told AFP") has written its own text.

    >>> credited_agency("GAO, Mali (AFP) - Gunmen attacked a bus."), credited_agency("He told AFP.")
    ('Agence France-Presse', None)
    >>> credited_agency("Gunmen attacked a bus.\\n\\nSource: Reuters")
    'Reuters'
    """
    for agency, dateline, credit in _patterns():
        if dateline.search(text[:HEAD]) or credit.search(text):
            return agency
    return None


def agency_named(name: str) -> str:
    """Return the agency that goes by a name, or the name itself.

    >>> agency_named("AFP"), agency_named("Valley Wire")
    ('Agence France-Presse', 'Valley Wire')
    """
    spelled = (row["name"] for row in _agencies() if re.fullmatch("|".join(row["names"]), name))
    return next(spelled, name)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((row["name"], *_compiled("|".join(row["names"]))) for row in _agencies())


@cache
def _agencies() -> list[dict[str, Any]]:
    table = tomllib.loads((Path(__file__).parent / "agencies.toml").read_text(encoding="utf-8"))
    return list(table["agencies"])


def _compiled(names: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    dateline = rf"\((?:{names})\)\s*[-\u2013\u2014:]"
    before = r"(?:Source|Credit|Agency|By|©|[-\u2013\u2014])[: \t]*"
    credit = rf"^[ \t]*[(\[]?(?:{before})?(?:{names})[)\].]*[ \t]*$"
    return re.compile(dateline), re.compile(credit, re.MULTILINE)
