"""The counts of a month as one block of numbers, read once: what a view sums is then a slice of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd


class Dense:
    """`counts`, `hidden`, `filling` (still provisional): place x category x month.

    A count that is not known is nan; `hidden` says where that is because these readers may not see it.
    """

    def __init__(self, counts: pd.DataFrame) -> None:
        axes = [pd.factorize(counts[name]) for name in ("area", "category", "month")]
        at, names = tuple(codes for codes, _ in axes), [list(found) for _, found in axes]
        self.places, self.categories, self.months = ({name: i for i, name in enumerate(each)} for each in names)
        shape = tuple(len(each) for each in names)
        self.counts = np.full(shape, np.nan)
        self.counts[at] = counts["count"].to_numpy(dtype="float64", na_value=np.nan)
        self.hidden = np.zeros(shape, dtype=bool)
        if "hidden" in counts:
            self.hidden[at] = counts["hidden"].to_numpy(dtype=bool)
        self.filling = np.zeros(shape, dtype=bool)
        self.filling[at] = counts["provisional"].to_numpy(dtype=bool)

    def block(self, categories: Sequence[str], months: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Counts and hidden of every place, for these categories and months; one that is not held is not known."""
        category, month = self._of(self.categories, categories), self._of(self.months, months)
        counts = self.counts[:, category][:, :, month]
        counts[:, category < 0] = np.nan
        counts[:, :, month < 0] = np.nan
        hidden = self.hidden[:, category][:, :, month] & (category >= 0)[:, None] & (month >= 0)
        return counts, hidden

    def provisional(self, categories: Sequence[str], months: Sequence[str]) -> np.ndarray:
        """Which of these months are still filling up."""
        category, month = self._of(self.categories, categories), self._of(self.months, months)
        fills = self.filling[:, category[category >= 0]][:, :, month]
        return np.asarray(fills.any(axis=(0, 1))) & (month >= 0)

    @staticmethod
    def _of(axis: dict[str, int], names: Sequence[str]) -> np.ndarray:
        return np.array([axis.get(name, -1) for name in names], dtype=int)


FEW = 4
_known: list[tuple[pd.DataFrame, Dense]] = []


def dense(counts: pd.DataFrame) -> Dense:
    """The block of this table, made once: the last few tables (one for each audience) are remembered."""
    for table, block in _known:
        if table is counts:
            return block
    _known[:] = [(counts, Dense(counts)), *_known[: FEW - 1]]
    return _known[0][1]
