"""The engine's forecasts as whole distributions, scored: what the measuring stick asks of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from bsafe_analysis.detection.forecast import predictive_months
from bsafe_analysis.detection.past_forecasts import own_forecasts, scored
from bsafe_analysis.detection.predictive import Predictive
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.periods import add_months, months_between


def engine_month(
    counts: pd.DataFrame, areas: Areas, months: Sequence[str], settings: DetectionSettings
) -> pd.DataFrame:
    """Every series in every month, from what was known before it."""
    return own_forecasts(counts, months, settings, areas.parents).assign(ahead=1)


def engine_ahead(
    counts: pd.DataFrame, areas: Areas, origin: str, settings: DetectionSettings, ahead: int
) -> pd.DataFrame:
    """Every series in each of the months after the last known one, as pages tell them."""
    told = predictive_months(counts, areas, origin, settings, ahead, {})
    seen = counts.set_index(["area", "category", "month"])["count"].astype("Float64")
    observed = seen.reindex(pd.MultiIndex.from_frame(told[["area", "category", "month"]]))
    observed = observed.to_numpy(dtype=float, na_value=np.nan)
    keep = told["expected"].notna().to_numpy() & ~np.isnan(observed)
    told, observed = told[keep].reset_index(drop=True), observed[keep]
    steps = {m: k for k, m in enumerate(months_between(add_months(origin, 1), add_months(origin, ahead)), 1)}
    predictive = Predictive(*(told[name].to_numpy() for name in ("expected", "phi", "log_sd", "spread")))
    keys = told[["area", "category", "month"]].assign(ahead=told["month"].map(steps))
    return scored(keys, predictive, observed, settings.coverage)
