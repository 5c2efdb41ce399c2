"""Amounts with bounds as columns: the arithmetic of `Quantity` over many rows at once, in doubles.

For amounts alone, whose least value is zero, and of one unit a column. An end that is not stated is not a number.
A test holds every operation against `Quantity`; where one article is computed, `Quantity` does it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    Numbers = np.ndarray[Any, np.dtype[np.float64]]
    Truths = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True)
class Intervals:
    """Amounts from `low` to `high`, row by row; `approximate` where a stated bound is itself "about"."""

    low: Numbers
    high: Numbers
    approximate: Truths

    @classmethod
    def of(cls, rows: pd.DataFrame) -> Intervals:
        """The amounts of rows with `low`, `high` and `bound`, all in one unit."""
        low, high = (rows[end].to_numpy(float, na_value=float("nan")) for end in ("low", "high"))
        return cls._made(low, high, (rows["bound"] == "about").to_numpy(bool))

    def totals(self, group: np.ndarray[Any, Any], count: int) -> Intervals:
        """The sum of the rows of each group, by its number from 0; a group without rows is zero."""
        import numpy as np

        low, high = (
            np.bincount(group, ends, count).astype(float)
            for ends in (np.nan_to_num(self.low, nan=0.0), np.nan_to_num(self.high, nan=np.inf))
        )
        return self._made(low, high, np.bincount(group, self.approximate, count) > 0)

    def __truediv__(self, other: Intervals) -> Intervals:
        """Each row divided by the same row of the other; a row divided by zero is not a number on either side."""
        import numpy as np

        least, most = np.nan_to_num(self.low, nan=0.0), np.nan_to_num(self.high, nan=np.inf)
        under, over = np.nan_to_num(other.low, nan=0.0), np.nan_to_num(other.high, nan=np.inf)
        with np.errstate(divide="ignore", invalid="ignore"):
            low = np.where((least == 0) | np.isinf(over), 0.0, least / over)
            high = np.where(most == 0, 0.0, most / under)
        low, high = np.where(over == 0, np.nan, low), np.where(over == 0, np.nan, high)
        return self._made(low, high, self.approximate | other.approximate)

    @classmethod
    def _made(cls, low: Numbers, high: Numbers, approximate: Truths) -> Intervals:
        """As `Quantity`: a low that says no more than zero is not stated, nor is a high without end."""
        import numpy as np

        return cls(np.where((low <= 0) & (low != high), np.nan, low), np.where(np.isinf(high), np.nan, high), approximate)
