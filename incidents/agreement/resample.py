"""What a figure is worth with so many claims behind it: intervals by drawing the claims anew."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import fsum
from statistics import median
from typing import TYPE_CHECKING, Any

from incidents.charts.quality import FEWEST

if TYPE_CHECKING:
    from numpy.typing import NDArray

DRAWS = 2000
SEED = 20  # so that the same claims always give the same interval
CELLS = 1_000_000  # numbers held at a time
TAIL = 2.5  # per cent left out at either end


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure over ``n`` claims, and the ends of its 95 % interval. None: there are no claims."""

    n: int
    value: float | None
    low: float | None
    high: float | None

    @property
    def enough(self) -> bool:
        return self.n >= FEWEST


def mean_of(values: Sequence[float]) -> Estimate:
    """Return the mean with its bootstrap interval.

    >>> mean_of([1.0, 1.0]), mean_of([])
    (Estimate(n=2, value=1.0, low=1.0, high=1.0), Estimate(n=0, value=None, low=None, high=None))
    """
    if not values:
        return Estimate(0, None, None, None)
    return _estimate(values, fsum(values) / len(values), _means)


def median_of(values: Sequence[float]) -> Estimate:
    """Return the median with its bootstrap interval."""
    if not values:
        return Estimate(0, None, None, None)
    return _estimate(values, median(values), _medians)


def resampled(values: Sequence[float], statistic: Callable[..., Any]) -> "NDArray[Any]":
    """Return a statistic of each of ``DRAWS`` samples, drawn from the values with replacement.

    How often each distinct value is drawn is drawn at once: that is the same and costs less.
    """
    import numpy  # noqa: PLC0415 -- heavy, and used on one page alone

    distinct, times = numpy.unique(numpy.asarray(values, dtype=float), return_counts=True)
    random = numpy.random.default_rng(SEED)
    shares = times / times.sum()
    return numpy.concatenate(
        [
            statistic(distinct, random.multinomial(len(values), shares, size=size))
            for size in _portions(DRAWS, max(1, CELLS // len(distinct)))
        ]
    )


def _estimate(values: Sequence[float], value: float, statistic: Callable[..., Any]) -> Estimate:
    import numpy  # noqa: PLC0415 -- as above

    low, high = numpy.percentile(resampled(values, statistic), [TAIL, 100 - TAIL])
    return Estimate(len(values), value, float(low), float(high))


def _portions(total: int, most: int) -> Iterator[int]:
    for done in range(0, total, most):
        yield min(most, total - done)


def _means(distinct: "NDArray[Any]", times: "NDArray[Any]") -> "NDArray[Any]":
    means: NDArray[Any] = times @ distinct / times[0].sum()
    return means


def _medians(distinct: "NDArray[Any]", times: "NDArray[Any]") -> "NDArray[Any]":
    n = int(times[0].sum())
    reached = times.cumsum(axis=1)
    lower = (reached >= (n + 1) // 2).argmax(axis=1)
    upper = (reached >= n // 2 + 1).argmax(axis=1)
    middle: NDArray[Any] = (distinct[lower] + distinct[upper]) / 2
    return middle
