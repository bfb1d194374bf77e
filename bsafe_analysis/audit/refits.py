"""A few expectations proved by another fit: an ordinary Poisson regression with a season, by statsmodels.

It is a plainer model than the library's: one season a year, a level in which what is old weighs less, no pooling, no
robust weights. So the two differ where both are right: by 0.2 of a standard deviation as a rule, by up to 1.3 in
invented counts, and by up to 2.7 in a real borough in the year after restrictions. What is proved is that a row stands
where it should and is of the right size; a small error is not seen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from bsafe_analysis.audit.comparisons import Disagreement
from bsafe_analysis.audit.prepared_table import PreparedTable, Row
from bsafe_analysis.audit.recount import Recounted
from bsafe_analysis.model.periods import add_months, months_between

HALF_LIFE = 12
"""Months after which a count weighs half."""
TOLERANCE = 3.0
"""Standard deviations of a single month's count about what is expected: no right row of those measured was so far."""
LEAST_MEAN = 0.5
"""Of so small a count the standard deviation says nothing."""
LEAST_MONTHS = 24
"""With fewer known months a season is half a guess, of whichever model."""


@dataclass(frozen=True)
class Refit:
    """One row of the table fitted again. `apart`: the difference in standard deviations of a month's count."""

    area: str
    category: str
    month: str
    expected: float
    again: float
    apart: float


def sample_of(table: PreparedTable, number: int) -> list[Row]:
    """Rows chosen by the month and the table's own checksum, so that nobody can know them before it is made."""
    known = [row for row in table.judged.values() if row["history"] >= LEAST_MONTHS]
    return sorted(known, key=lambda row: _lot(table.checksum, row))[:number]


def refits(table: PreparedTable, again: Recounted, rows: Sequence[Row]) -> tuple[Refit, ...]:
    """Each row fitted again from the recount."""
    return tuple(_refit(table, again, row) for row in rows)


def too_far(found: Sequence[Refit]) -> tuple[Disagreement, ...]:
    """The rows whose expectation the refit does not bear out."""
    return tuple(
        Disagreement(f"{it.area}.{it.category}", it.month, "expected", f"{it.expected:.2f}", f"{it.again:.2f}")
        for it in found
        if it.apart > TOLERANCE
    )


def _lot(checksum: str, row: Row) -> str:
    return hashlib.sha256(f"{checksum}|{row['area']}|{row['category']}|{row['month']}".encode()).hexdigest()


def _refit(table: PreparedTable, again: Recounted, row: Row) -> Refit:
    from statsmodels.genmod.families import Poisson  # a second to import, and needed only where something is proved
    from statsmodels.genmod.generalized_linear_model import GLM

    settings, month = table.settings, row["month"]
    before = months_between(add_months(month, -settings["history_months"]), add_months(month, -1))
    counts = {m: again.count([row["area"]], [row["category"]], [m]) for m in before}
    known = {m: n for m, n in counts.items() if n is not None and table.is_learnt_from(m)}
    ages = np.array([before[::-1].index(m) + 1 for m in known])
    weights = 0.5 ** (ages / HALF_LIFE)
    seen = np.array(list(known.values()), dtype=float)
    if not seen.any():
        return _compared(row, 0.0)
    fitted = GLM(seen, _season(list(known)), family=Poisson(), var_weights=weights).fit()
    (predicted,) = fitted.predict(_season([month]))
    return _compared(row, float(predicted))


def _compared(row: Row, again: float) -> Refit:
    apart = abs(row["expected"] - again) / sqrt(row["dispersion"] * max(row["expected"], LEAST_MEAN))
    return Refit(row["area"], row["category"], row["month"], row["expected"], again, apart)


def _season(months: Sequence[str]) -> np.ndarray:
    """A level and one wave a year."""
    angle = 2 * np.pi * np.array([int(month[5:]) for month in months]) / 12
    return np.column_stack([np.ones(len(months)), np.cos(angle), np.sin(angle)])
