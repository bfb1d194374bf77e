"""When did a change begin? The likeliest first month of it, and those that the counts do not rule out.

The window of a test is not when a change began: a run of five months may stand out for its last two. Here a count is
as was expected until some month, and from then on another multiple of it (a step), or one that grows by the month (a
ramp) where that fits better; a single month is the shortest step. The likeliest first month is told, with all whose log
likelihood lies within WITHIN of it (profile likelihood; Hinkley 1970, Biometrika 57:1, of the point of change in a
sequence). The likelihood is Poisson, divided by the series' own dispersion, as in the fit. No change begins in a month
that lies on the other side of what was expected.

Measured (tests/detection/test_onset.py): the range holds the planted first month of 19 in 20 steps of 1.6 to 2.5 times,
and of about 8 in 10 ramps, whose first months differ little from what was expected.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import xlogy

from bsafe_analysis.detection.judged_past import Row
from bsafe_analysis.model.findings import Direction, Finding, Onset
from bsafe_analysis.model.periods import add_months

WITHIN = 1.92
"""Half the 95 % point of chi square with one degree of freedom."""
LONGEST = 12
"""Months looked back over: before them the level has been learnt, and the change with it."""
SLOPES = np.geomspace(0.02, 2.0, 25)
"""Monthly growth of a ramp, as a share of what was expected; a fall's ramp ends at nought."""


def onset_of(finding: Finding, past: Sequence[Row]) -> Onset | None:
    """When the change of a finding began; None where its month was not judged.

    `past`: the judged rows of its series, oldest first. Months are looked at back to the last that was not held. It did
    not begin after the month in which it was first told.
    """
    rows = _unbroken(past, finding.month)
    if not rows:
        return None
    y, e, phi = (np.array([float(row[name]) for row in rows]) for name in ("observed", "expected", "dispersion"))
    fit = _profile(y, np.maximum(e, 1e-6), max(float(np.median(phi)), 1.0), finding.direction is Direction.UP)
    months = [str(row["month"]) for row in rows]
    if finding.onset and finding.onset.first < months[0]:
        return finding.onset  # it lies further back than can be looked now: what was known then stands
    latest = min(finding.first_told or finding.month, finding.month)
    fit[[month > latest for month in months]] = -np.inf
    if not np.isfinite(fit).any():
        return None
    held = [month for month, value in zip(months, fit, strict=True) if value >= fit.max() - WITHIN]
    return Onset(months[int(fit.argmax())], held[0], held[-1])


def _unbroken(past: Sequence[Row], month: str) -> list[Row]:
    """The rows of the months up to this one, LONGEST at most, that follow one another without a gap."""
    held = {str(row["month"]): row for row in past if not pd.isna(row["observed"])}
    found: list[Row] = []
    while month in held and len(found) < LONGEST:
        found.append(held[month])
        month = add_months(month, -1)
    return found[::-1]


def _profile(y: np.ndarray, e: np.ndarray, phi: float, up: bool) -> np.ndarray:
    """For each month, the log likelihood gained if the change began in it, by the shape that fits best of all."""
    shapes = [np.array([shape(y[i:], e[i:], up) for i in range(len(y))]) for shape in (_step, _ramp)]
    gained = max(shapes, key=lambda shape: float(shape.max())) / phi
    return np.where((y > e) if up else (y < e), gained, -np.inf)


def _step(y: np.ndarray, e: np.ndarray, up: bool) -> float:
    seen, usual = float(y.sum()), float(e.sum())
    if (seen > usual) is not up:
        return -np.inf
    return float(xlogy(seen, seen / usual) - (seen - usual))


def _ramp(y: np.ndarray, e: np.ndarray, up: bool) -> float:
    if len(y) < 3:  # two months' ramp is no other thing than a step
        return -np.inf
    slopes = SLOPES if up else -SLOPES[len(y) * SLOPES < 1]
    factor = 1 + slopes[:, None] * np.arange(1, len(y) + 1)[None, :]
    gained = (xlogy(y, factor) - (factor - 1) * e).sum(1)
    return float(gained.max()) if len(gained) else -np.inf
