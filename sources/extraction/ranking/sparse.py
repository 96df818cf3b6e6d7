"""Named features as sparse rows of numbers, for models of words and of marks of the parse."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

Vector = np.ndarray


@dataclass(frozen=True, slots=True)
class Rows:
    """The filled cells of a matrix, row after row; ``starts`` has one entry more than rows."""

    columns: Vector
    values: Vector
    starts: Vector
    width: int

    @classmethod
    def of(cls, named: Sequence[Mapping[str, float]], columns: Mapping[str, int]) -> "Rows":
        """Return one row for each mapping; names that have no column are left out."""
        cells = [(columns[name], value) for row in named for name, value in row.items()
                 if name in columns]  # fmt: skip
        lengths = [sum(name in columns for name in row) for row in named]
        return cls(
            columns=np.array([column for column, _ in cells], dtype=np.int64),
            values=np.array([value for _, value in cells], dtype=float),
            starts=np.concatenate(([0], np.cumsum(lengths, dtype=np.int64))),
            width=len(columns),
        )

    def __len__(self) -> int:
        return len(self.starts) - 1

    def times(self, weights: Vector) -> Vector:
        """Return the product with a column vector: one number for each row."""
        sums = np.concatenate(([0.0], np.cumsum(self.values * weights[self.columns])))
        product: Vector = sums[self.starts[1:]] - sums[self.starts[:-1]]
        return product

    def transposed_times(self, residuals: Vector) -> Vector:
        """Return the product of the transposed matrix: one number for each column."""
        each = self.values * np.repeat(residuals, np.diff(self.starts))
        return np.bincount(self.columns, each, minlength=self.width)
