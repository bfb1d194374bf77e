"""How well would past months have been expected? Measured on the partnership's own past, never looking ahead."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from bsafe_analysis.model.cycle import Coverage, DetectionSettings


def measure_coverage(expectations: pd.DataFrame, months: Sequence[str], settings: DetectionSettings) -> Coverage | None:
    """The share of these months' counts that fell inside the range printed for them; None where none was judged.

    Months of exceptional times are left out: their ranges are those of ordinary months.
    """
    ordinary = [month for month in months if settings.exceptional_time(month) is None]
    rows = expectations[expectations["month"].isin(ordinary)].dropna(subset=["observed", "expected"])
    if rows.empty:
        return None
    inside = (rows["observed"] >= rows["lower"]) & (rows["observed"] <= rows["upper"])
    return Coverage(settings.coverage, float(inside.mean()), len(rows), rows["month"].min(), rows["month"].max())
