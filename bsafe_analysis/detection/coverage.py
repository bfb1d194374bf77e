"""How well would past months have been expected? Measured on the partnership's own past, never looking ahead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import pandas as pd

from bsafe_analysis.model.areas import NOT_PLACED
from bsafe_analysis.model.cycle import Coverage, DetectionSettings, SizeCoverage

SIZES = (0, 5, 20, 100, None)
"""Where one size of count ends and the next begins, by what was expected a month."""
FEWEST_OF_A_SIZE = 50
"""Of fewer counts a share says little: 47 and 48 of 50 are two in a hundred apart."""


def measure_coverage(expectations: pd.DataFrame, months: Sequence[str], settings: DetectionSettings) -> Coverage | None:
    """The share of these months' counts that fell inside the range printed for them; None where none was judged.

    Of all together, and by size: ranges of large counts may hold less than those of small ones, which are many.
    Months of exceptional times are left out: their ranges are those of ordinary months.
    """
    ordinary = [month for month in months if settings.exceptional_time(month) is None]
    placed = expectations[expectations["area"] != NOT_PLACED]  # what lies nowhere is nearly always nought, and holds
    rows = placed[placed["month"].isin(ordinary)].dropna(subset=["observed", "expected"])
    if rows.empty:
        return None
    inside = (rows["observed"] >= rows["lower"]) & (rows["observed"] <= rows["upper"])
    return Coverage(
        settings.coverage, float(inside.mean()), len(rows), rows["month"].min(), rows["month"].max(),
        tuple(_by_size(rows["expected"], inside)),
    )  # fmt: skip


def _by_size(expected: pd.Series, inside: pd.Series) -> Iterator[SizeCoverage]:
    for least, below in pairwise(SIZES):
        these = inside[(expected >= least) & (expected < (below or float("inf")))]
        if len(these) >= FEWEST_OF_A_SIZE:
            yield SizeCoverage(least or 0, below, float(these.mean()), len(these))
