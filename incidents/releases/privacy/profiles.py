"""The profiles of a release: what each says of people, places and sensitive incidents."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Literal

from .people import Naming
from .rules import FOLDER

Places = Literal["exact", "tenth", "region", "none"]


@dataclass(frozen=True, slots=True)
class Profile:
    """One row of profiles.toml. A closed one is not ``publishable``."""

    code: str
    label: str
    description: str
    naming: Naming
    places: Places
    sensitive: bool
    publishable: bool


@cache
def profiles() -> dict[str, Profile]:
    """Return the profiles by code, the default first.

    >>> next(iter(profiles())), profiles()["closed"].publishable
    ('standard', False)
    """
    rows = tomllib.loads((FOLDER / "profiles.toml").read_text(encoding="utf-8"))
    return {code: Profile(code=code, **row) for code, row in rows.items()}
