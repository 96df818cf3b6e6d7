"""What measuring a set gives back, and how a set says that its files are not what it expects.

A set is a module with ``FOLDER``, the name of its folder under the data folder, and
``measure(folder) -> Iterator[Figure]``.
"""

from dataclasses import dataclass


class SetError(Exception):
    """The files of a set cannot be measured; the message says why in one sentence."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value of one part of a set, over ``count`` things, and the value to reach.

    ``part`` is the split ("dev", "5-fold"), ``measure`` what was measured ("content token F1").
    ``bar`` is None where no value is asked for, and with ``ceiling`` the most allowed.
    """

    part: str
    measure: str
    value: float
    count: int
    bar: float | None = None
    ceiling: bool = False

    @property
    def missed(self) -> bool:
        """Whether the value lies on the wrong side of the bar."""
        if self.bar is None:
            return False
        return self.value > self.bar if self.ceiling else self.value < self.bar
