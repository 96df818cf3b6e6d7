"""What a release says about itself, and what is written of each of its files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from incidents.releases.privacy.profiles import Profile


@dataclass(frozen=True, slots=True)
class ReleaseInfo:
    """What was frozen, by what and when. Files are made from this and the rows alone.

    ``filters`` are the choices that selected the incidents, by name. ``withheld`` counts what was
    left out, by reason, as the ``profile`` asks. ``created_at`` needs a time zone.
    """

    number: int
    name: str
    notes: str
    created_at: datetime
    software_version: str
    pipelines: tuple[str, ...] = ()
    filters: Mapping[str, str] = field(default_factory=dict)
    base_url: str | None = None
    profile: Profile | None = None
    withheld: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.created_at.utcoffset() is None:
            raise ValueError("The time at which a release was made needs a time zone.")

    @property
    def slug(self) -> str:
        return f"atrocity-tracker-release-{self.number}"

    @property
    def title(self) -> str:
        return f"Atrocity Tracker release {self.number}: {' '.join(self.name.split())}"


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A finished file of a release. ``rows`` is None where the file holds no rows."""

    name: str
    sha256: str
    size: int
    rows: int | None = None
