"""How often the machine was right, and what such a share is worth with so few to go by."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

FEWEST = 10  # of fewer, no share is told
Z = 1.959964  # 95 per cent of a normal distribution lie within so many deviations
LEFT, TOP, ACROSS, DOWN = 11.0, 6.0, 83.0, 81.0  # per cent of the drawing that its axes take


@dataclass(frozen=True, slots=True)
class Share:
    """So many right ones of so many."""

    right: int
    of: int

    @property
    def enough(self) -> bool:
        return self.of >= FEWEST

    @property
    def value(self) -> float:
        return self.right / self.of

    @property
    def low(self) -> float:
        return wilson(self.right, self.of)[0]

    @property
    def high(self) -> float:
        return wilson(self.right, self.of)[1]


@dataclass(frozen=True, slots=True)
class Tally:
    """What people decided about some of the machine's claims. ``promised``: their mean score."""

    name: str
    accepted: int
    corrected: int
    rejected: int
    unsure: int
    promised: float

    @property
    def judged(self) -> int:
        return self.accepted + self.corrected + self.rejected + self.unsure

    @property
    def right(self) -> Share:
        """Claims that stand, corrected or not, of those on which somebody was sure."""
        standing = self.accepted + self.corrected
        return Share(standing, standing + self.rejected)

    @property
    def unchanged(self) -> Share:
        return Share(self.accepted, self.accepted + self.corrected + self.rejected)


@dataclass(frozen=True, slots=True)
class FieldTally:
    """How one field fared in the claims that stand. ``added``: only a person filled it."""

    name: str
    filled: int
    changed: int
    added: int

    @property
    def right(self) -> Share:
        return Share(self.filled - self.changed, self.filled)


@dataclass(frozen=True, slots=True)
class Point:
    """A score band on the drawing: where it lies, and the ends of its interval."""

    x: str
    y: str
    low: str
    high: str


def wilson(right: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share after Wilson: honest for few cases and near 0 and 1.

    >>> [round(end, 3) for end in wilson(8, 10)], [round(end, 3) for end in wilson(0, 10)]
    ([0.49, 0.943], [0.0, 0.278])
    """
    share, weight = right / of, Z * Z / of
    middle = (share + weight / 2) / (1 + weight)
    reach = Z / (1 + weight) * sqrt(share * (1 - share) / of + weight / (4 * of))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def together(name: str, tallies: Iterable[Tally]) -> Tally:
    """Return the sum of tallies that have no claim in common.

    >>> together("all", [Tally("a", 1, 0, 1, 0, 0.5), Tally("b", 5, 1, 0, 0, 0.9)])
    Tally(name='all', accepted=6, corrected=1, rejected=1, unsure=0, promised=0.8)
    """
    rows = list(tallies)
    judged = sum(row.judged for row in rows)
    return Tally(
        name,
        accepted=sum(row.accepted for row in rows),
        corrected=sum(row.corrected for row in rows),
        rejected=sum(row.rejected for row in rows),
        unsure=sum(row.unsure for row in rows),
        promised=sum(row.promised * row.judged for row in rows) / judged if judged else 0.0,
    )


def draw_reliability(bands: Iterable[Tally]) -> list[Point]:
    """Return a point for each band that is large enough: promised to the right, right upwards."""
    return [
        Point(
            x=_across(band.promised),
            y=_up(band.right.value),
            low=_up(band.right.low),
            high=_up(band.right.high),
        )
        for band in bands
        if band.right.enough
    ]


def ticks() -> list[tuple[str, str, str]]:
    """Return the lines of both axes: where to the right, where upwards, and their name.

    >>> ticks()[0], ticks()[-1]
    (('11%', '87%', '0 %'), ('94%', '6%', '100 %'))
    """
    return [(_across(n / 4), _up(n / 4), f"{25 * n} %") for n in range(5)]


def _across(share: float) -> str:
    return f"{round(LEFT + share * ACROSS, 2):g}%"


def _up(share: float) -> str:
    return f"{round(TOP + (1 - share) * DOWN, 2):g}%"
