"""The judged months of a series up to one of them, looked up by place: what onsets and shares are read from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import pandas as pd

from bsafe_analysis.model.cycle import DetectionSettings

Row = dict[str, Any]


def rows_of(table: pd.DataFrame) -> list[Row]:
    """The rows by column name, as to_dict("records") gives them, in a third of the time."""
    names = list(table)
    return [dict(zip(names, row, strict=True)) for row in zip(*(table[name].tolist() for name in names), strict=True)]


class JudgedRows:
    """The expectations of every series, oldest first, where there is one; read once for all months that look back."""

    def __init__(self, expectations: pd.DataFrame) -> None:
        self._table = expectations[expectations["expected"].notna()].sort_values("month", kind="stable")
        self._read: dict[str, dict[str, list[Row]]] = {}

    def of(self, area: str, category: str) -> Sequence[Row]:
        if category not in self._read:
            rows: dict[str, list[Row]] = {}
            for row in rows_of(self._table[self._table["category"] == category]):
                rows.setdefault(str(row["area"]), []).append(row)
            self._read[category] = rows
        return self._read[category].get(area, ())


class JudgedPast:
    """The expectations of every series up to a month, oldest first, as far as they may be set beside that month."""

    def __init__(self, judged: JudgedRows, month: str, settings: DetectionSettings) -> None:
        self._judged, self._month = judged, month
        self._alike = cache(lambda before: settings.comparable(before, month))

    def of(self, area: str, category: str) -> tuple[Row, ...]:
        """The rows of one series; () where none of its months could be judged."""
        return tuple(row for row in self.of_any_time(area, category) if self._alike(row["month"]))

    def of_any_time(self, area: str, category: str) -> tuple[Row, ...]:
        """The same with the months of other times, ordinary or exceptional: each beside what an ordinary one led to."""
        return tuple(row for row in self._judged.of(area, category) if row["month"] <= self._month)
