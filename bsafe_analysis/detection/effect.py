"""Did an activity work? Counts before and after, where it ran and where it did not, with honest intervals.

The weighted displacement difference (Wheeler and Ratcliffe 2018, Crime Science 7:11). It assumes Poisson counts:
`dispersion` widens its interval where counts vary more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

Pair = tuple[float, float]
"""A count before and a count after."""


@dataclass(frozen=True)
class Difference:
    """The weighted displacement difference: below nought, fewer where the activity ran, beyond what the control saw."""

    local: float
    local_se: float
    displaced: float
    displaced_se: float
    total: float
    total_se: float
    z: float
    low: float
    high: float


def displacement_difference(
    control: Pair,
    treated: Pair,
    displacement: Pair | None = None,
    displacement_control: Pair | None = None,
    alpha: float = 0.10,
    time_weights: Pair = (1.0, 1.0),
    area_weights: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0),
    dispersion: float = 1.0,
) -> Difference:
    """How many fewer (or more) were recorded than the control area's change would have led one to expect?

    Pairs are (before, after). `time_weights`: lengths of the two periods, where they differ; `area_weights`: sizes of
    control, treated, displacement and its control. `dispersion`: variance over mean of such counts (the engine's phi):
    1 is Wheeler's own formula, whose interval is too narrow where counts vary more. A `1 - alpha` interval.
    """
    control_weight, treated_weight, moved_weight, moved_control_weight = area_weights
    local = _change(treated, treated_weight, time_weights) - _change(control, control_weight, time_weights)
    local_var = _variance(treated, treated_weight, time_weights) + _variance(control, control_weight, time_weights)
    moved, moved_var = 0.0, 0.0
    if displacement is not None:
        beside = displacement_control or (0.0, 0.0)
        moved = _change(displacement, moved_weight, time_weights) - _change(beside, moved_control_weight, time_weights)
        moved_var = _variance(displacement, moved_weight, time_weights)
        moved_var += _variance(beside, moved_control_weight, time_weights)
    local_se, moved_se = np.sqrt(dispersion * local_var), np.sqrt(dispersion * moved_var)
    total, se = local + moved, float(np.hypot(local_se, moved_se))
    reach = -ndtri(alpha / 2) * se
    z = total / se if se else float("nan")
    return Difference(local, float(local_se), moved, float(moved_se), total, se, z, total - reach, total + reach)


def _change(pair: Pair, area: float, time: Pair) -> float:
    return (pair[1] / time[1] - pair[0] / time[0]) / area


def _variance(pair: Pair, area: float, time: Pair) -> float:
    return (pair[0] / time[0] ** 2 + pair[1] / time[1] ** 2) / area**2
