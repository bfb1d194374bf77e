"""The judged months of a series up to one of them, looked up by place: what onsets and shares are read from."""

from __future__ import annotations

from typing import Any

import pandas as pd

from bsafe_analysis.model.cycle import DetectionSettings

Row = dict[str, Any]


def rows_of(table: pd.DataFrame) -> list[Row]:
    """The rows by column name, as to_dict("records") gives them, in a third of the time."""
    names = list(table)
    return [dict(zip(names, row, strict=True)) for row in zip(*(table[name].tolist() for name in names), strict=True)]


class JudgedPast:
    """The expectations of every series up to a month, oldest first, as far as they may be set beside that month."""

    def __init__(self, expectations: pd.DataFrame, month: str, settings: DetectionSettings) -> None:
        before = expectations[(expectations["month"] <= month) & expectations["expected"].notna()]
        alike = {m for m in before["month"].unique() if settings.comparable(m, month)}
        self._table = before[before["month"].isin(alike)].sort_values("month", kind="stable")
        self._read: dict[str, dict[str, tuple[Row, ...]]] = {}

    def of(self, area: str, category: str) -> tuple[Row, ...]:
        """The rows of one series; () where none of its months could be judged."""
        if category not in self._read:
            rows: dict[str, list[Row]] = {}
            for row in rows_of(self._table[self._table["category"] == category]):
                rows.setdefault(str(row["area"]), []).append(row)
            self._read[category] = {code: tuple(each) for code, each in rows.items()}
        return self._read[category].get(area, ())
