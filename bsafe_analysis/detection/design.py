"""The shape of a series: level, trend, season and six-monthly steps of the level, anchored at the judged month."""

from __future__ import annotations

import numpy as np

HARMONICS = 2
SEASON = slice(2, 2 + 2 * HARMONICS)
STEPS = 2 + 2 * HARMONICS
"""First column of the steps."""
STEP_MONTHS = 6


def design(months: int, last: int) -> np.ndarray:
    """Rows: `months` months of which the last is the judged one, whose calendar index (periods.month_index) is `last`.

    Columns: 1, years before the judged month, two harmonics of the calendar month, and 1(s < -6k) for k = 1, 2, ...:
    a random walk of the level in half-year steps that stands at nought in the judged month.
    """
    s = np.arange(1 - months, 1)
    angle = 2 * np.pi * ((last + s) % 12) / 12
    season = [f(j * angle) for j in range(1, HARMONICS + 1) for f in (np.cos, np.sin)]
    steps = [(s < -STEP_MONTHS * k).astype(float) for k in range(1, max(0, (months - 2) // STEP_MONTHS) + 1)]
    return np.column_stack([np.ones(months), s / 12, *season, *[step for step in steps if step.any()]])


def precision(columns: int, level_walk: np.ndarray, season: np.ndarray, trend: np.ndarray) -> np.ndarray:
    """Prior precision of each coefficient for each series (series x columns).

    `level_walk`: monthly sd of the level's random walk; `season`: sd about the group's season; `trend`: sd per year.
    """
    p = np.empty((len(level_walk), columns))
    p[:, 0] = 1 / 2.0**2
    p[:, 1] = 1 / trend**2
    p[:, SEASON] = (1 / season**2)[:, None]
    p[:, STEPS:] = (1 / (STEP_MONTHS * level_walk**2))[:, None]
    return p
