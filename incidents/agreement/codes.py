"""Agreement on codes, corrected for what chance alone would bring: Cohen's kappa."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite

from incidents.charts.quality import FEWEST

NOBODY = "no claim was read by two"
NOTHING = 1e-9  # an interval that is narrower has no error behind it but that of arithmetic
ONE_CODE = "both used one and the same code throughout, as chance would have it too"


@dataclass(frozen=True, slots=True)
class Kappa:
    """Cohen's kappa with its 95 % interval, or why there is none.

    An interval is missing where the large-sample error vanishes and would promise too much: both
    agree throughout, or one of them used one code throughout.
    """

    n: int
    agreed: int
    value: float | None
    low: float | None
    high: float | None
    why: str = ""

    @property
    def enough(self) -> bool:
        return self.n >= FEWEST


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often one reader chose a code (row) while the other chose another (column)."""

    codes: tuple[str, ...]
    rows: tuple[tuple[int, ...], ...]


def confusion(pairs: Iterable[tuple[str, str]], order: Sequence[str] = ()) -> Confusion:
    """Count pairs of codes; those of ``order`` that occur come first, in that order.

    >>> confusion([("b", "a"), ("a", "a")], ["b", "x"])
    Confusion(codes=('b', 'a'), rows=((0, 1), (0, 1)))
    """
    found = Counter(pairs)
    used = {code for pair in found for code in pair}
    codes = (*(code for code in order if code in used), *sorted(used.difference(order)))
    return Confusion(codes, tuple(tuple(found[one, other] for other in codes) for one in codes))


def kappa(pairs: Sequence[tuple[str, str]]) -> Kappa:
    """Return Cohen's kappa of two readers who each gave every claim one code."""
    n, agreed = len(pairs), sum(one == other for one, other in pairs)
    if not pairs:
        return Kappa(0, 0, None, None, None, NOBODY)
    table = confusion(pairs)
    if len(table.codes) == 1:
        return Kappa(n, agreed, None, None, None, ONE_CODE)
    # Loaded here: statsmodels brings pandas and SciPy, and a second or two at first use.
    from numpy import errstate  # noqa: PLC0415 -- heavy, and used on this page alone
    from statsmodels.stats.inter_rater import cohens_kappa  # noqa: PLC0415 -- the same

    with errstate(invalid="ignore", divide="ignore"):
        found = cohens_kappa([list(row) for row in table.rows])
    low, high = float(found.kappa_low), float(found.kappa_upp)
    known = isfinite(low) and isfinite(high) and high - low > NOTHING
    return Kappa(
        n,
        agreed,
        value=float(found.kappa),
        low=max(-1.0, low) if known else None,
        high=min(1.0, high) if known else None,
    )
