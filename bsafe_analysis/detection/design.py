"""The shape of a series: level, trend, season and steps of the level, anchored at the judged month."""

from __future__ import annotations

import numpy as np

HARMONICS = 2
SEASON = slice(2, 2 + 2 * HARMONICS)
STEPS = 2 + 2 * HARMONICS
"""First column of the steps."""
STEP_MONTHS = 6
NEAR_MONTHS = 36
"""Steps are half-yearly in the last three years and yearly before: what is far off needs no finer a walk."""


MOST_MONTHS = 600


def step_edges(months: int = MOST_MONTHS) -> np.ndarray:
    """How many months before the judged one the level steps; the oldest stretch holds half a year at least."""
    near = np.arange(STEP_MONTHS, NEAR_MONTHS + 1, STEP_MONTHS)
    far = np.arange(NEAR_MONTHS + 2 * STEP_MONTHS, max(months, NEAR_MONTHS) + 1, 2 * STEP_MONTHS)
    edges = np.concatenate([near, far])
    return edges[edges <= months - 1 - STEP_MONTHS]


def design(months: int, last: int, ahead: int = 1) -> np.ndarray:
    """Rows: `months` months of which the last is the judged one, whose calendar index (periods.month_index) is `last`.

    Columns: 1, years before the judged month, two harmonics of the calendar month, and 1(s < -edge) for each step:
    a random walk of the level that stands at nought in the judged month. `ahead`: how many of the rows are to come; the
    walk stands at nought in the first of them.
    """
    s = np.arange(1 - months, 1)
    until = s + ahead - 1
    angle = 2 * np.pi * ((last + s) % 12) / 12
    season = [f(j * angle) for j in range(1, HARMONICS + 1) for f in (np.cos, np.sin)]
    steps = [(until < -edge).astype(float) for edge in step_edges(months - ahead + 1)]
    return np.column_stack([np.ones(months), s / 12, *season, *steps])


def precision(columns: int, level_walk: np.ndarray, season: np.ndarray, trend: np.ndarray) -> np.ndarray:
    """Prior precision of each coefficient of a design of so many columns, for each series (series x columns).

    `level_walk`: monthly sd of the level's random walk; `season`: sd about the group's season; `trend`: sd per year.
    """
    edges = step_edges()[: columns - STEPS]
    p = np.empty((len(level_walk), columns))
    p[:, 0] = 1 / 2.0**2
    p[:, 1] = 1 / trend**2
    p[:, SEASON] = (1 / season**2)[:, None]
    p[:, STEPS:] = 1 / (np.diff(edges, prepend=0)[None, :] * (level_walk**2)[:, None])
    return p
