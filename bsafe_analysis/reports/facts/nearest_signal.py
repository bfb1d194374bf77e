"""What came closest to a signal: in a quiet month the count that would have been told next."""

from __future__ import annotations

from collections.abc import Collection

from bsafe_analysis.model.areas import NOT_PLACED
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.findings import Direction
from bsafe_analysis.model.priorities import Verdict
from bsafe_analysis.reports.facts.series import TOO_FEW_A_YEAR, Series, series_of


def nearest_signal(prepared: Prepared, told: Collection[tuple[str, str]]) -> Series | None:
    """The rise for the worse, of those that gave no signal, that chance would give most seldom.

    `told`: (place, category) of what is a signal. None where no count above what was expected is left.
    """
    table = prepared.expectations
    worse = [c.key for c in prepared.cycle.categories if _is_worse(prepared, c.key)]
    rows = table[(table["month"] == prepared.cycle.month) & table["category"].isin(worse)]
    rows = rows[(rows["area"] != NOT_PLACED) & (rows["observed"] > rows["expected"])]
    rows = rows[rows["expected"] * 12 >= TOO_FEW_A_YEAR].sort_values(["p_high", "area", "category"])
    for area, category in zip(rows["area"], rows["category"], strict=True):
        if (area, category) not in told:
            return series_of(prepared, prepared.areas[area], prepared.cycle.category(category), 1)
    return None


def _is_worse(prepared: Prepared, category: str) -> bool:
    return prepared.priorities.verdict(category, Direction.UP) is Verdict.CONCERN
