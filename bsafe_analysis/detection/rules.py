"""What makes an expectation a finding: the statistics over the month's whole family, then the practical rule.

Two rules are watched, sharing the chance of a false alarm: Rule.MONTH (this month by itself) and Rule.PERSISTENT (the
run of months up to it that stands out most).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtr

from bsafe_analysis.detection.false_discoveries import false_discovery_control
from bsafe_analysis.model.areas import NOT_PLACED
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.findings import Direction, Rule

MONTH_SHARE, RUN_SHARE = 0.65, 0.35
LEAST_WEIGHT = 0.35
IN_HAND = 0.8
"""The list is drawn at four fifths of the false share asked for: the rest is for what no model of crime knows. Measured
lists then stay below what was asked (docs/method.md)."""
FULL_HISTORY = 36
"""Months from which a series weighs in full. With fewer its season and its wandering are half a guess, and the far tail
of its range too thin: the list of a partnership with two years of history would be an eighth false, not a tenth."""
READ = ("observed", "expected", "p_high", "p_low", "p_run", "run_observed", "run_expected")
STILL_UNUSUAL = 0.05
"""A finding of last month stays one while its own chance is below this: it clears when the count is no longer unusual,
not when the rest of the month's family has moved the bar."""


def judge(expectations: pd.DataFrame, month: str, settings: DetectionSettings) -> pd.DataFrame:
    """Every judged series of the month with its direction, chance, alarm and practical verdict.

    Adds to the expectations: direction, rule (MONTH or PERSISTENT), p (of the two rules combined), excess (counts
    above or below expected, of the run where that is the rule), alarm (after control of the false-discovery rate over
    the family), matters (the practical rule). The not-placed line is not judged: it is no place anybody works in.
    """
    of_month = (expectations["month"] == month) & (expectations["area"] != NOT_PLACED)
    told = expectations["expected"].notna() & expectations["observed"].notna()
    rows = expectations[of_month & told].reset_index(drop=True)
    given = {name: rows[name].to_numpy(dtype="float64", na_value=np.nan) for name in READ}
    observed, expected = given["observed"], given["expected"]
    up = observed > expected
    single = np.where(up, given["p_high"], given["p_low"])
    run = np.nan_to_num(given["p_run"], nan=1.0)
    alone = single / MONTH_SHARE <= run / RUN_SHARE
    p = combined(single, run)
    seen = np.where(alone, observed, np.nan_to_num(given["run_observed"]))
    usual = np.where(alone, expected, np.nan_to_num(given["run_expected"]))
    return rows.assign(
        direction=np.where(up, str(Direction.UP), str(Direction.DOWN)),
        rule=np.where(alone, str(Rule.MONTH), str(Rule.PERSISTENT)),
        p=p,
        excess=seen - usual,
        matters=_matters(seen, usual, settings),
        # rises and falls are one family: each series has a hypothesis on its other side too, with a chance of one
        alarm=family(p, rows, settings.false_discovery_rate, sides=2),
    )


def combined(single: np.ndarray, run: np.ndarray) -> np.ndarray:
    """The chance of this month or of the run that stands out most: the smaller after each has paid its share."""
    return np.clip(np.minimum(single / MONTH_SHARE, run / RUN_SHARE), 0, 1)


def _matters(seen: np.ndarray, usual: np.ndarray, settings: DetectionSettings) -> np.ndarray:
    """The practical rule: far enough from expected to be a meeting's business, however sure we are."""
    high, low = np.maximum(seen, usual), np.minimum(seen, usual)
    return (high - low >= settings.smallest_difference) & (high >= settings.smallest_ratio * low)


def family(p: np.ndarray, rows: pd.DataFrame, rate: float, sides: int = 1) -> np.ndarray:
    """Which of a month's series are alarms: Benjamini-Hochberg, weighted to where a rise could be seen.

    Weights use the expected count and the length of history only (Genovese, Roeder and Wasserman 2006). `p`: one a row.
    `sides`: 2 where rises and falls are both looked for: the family then holds twice as many hypotheses, the other
    side's chance being one.
    """
    if not len(p):
        return np.zeros(0, dtype=bool)
    weight = weights(*(rows[name].to_numpy(dtype="float64") for name in ("expected", "dispersion", "history")))
    every = np.concatenate([np.clip(p / weight, 0, 1), np.ones((sides - 1) * len(p))])
    return (false_discovery_control(every) <= IN_HAND * rate)[: len(p)]


def nearness(judged: pd.DataFrame, settings: DetectionSettings) -> np.ndarray:
    """How near each row of `judge` came to being the first of its month's list: its chance over the bar for that."""
    weight = weights(*(judged[name].to_numpy(dtype="float64") for name in ("expected", "dispersion", "history")))
    bar = bar_of_a_list(weight, settings.false_discovery_rate)
    return np.asarray(judged["p"].to_numpy(dtype="float64") / np.maximum(bar, 1e-300))


def weights(expected: np.ndarray, dispersion: np.ndarray, history: np.ndarray) -> np.ndarray:
    """How much each series of a month's family weighs: by the chance that a rise of half over a quarter would be seen
    in it, and by its months of history."""
    power = ndtr(0.5 * np.sqrt(3 * expected / dispersion) - 2.6)
    weight = LEAST_WEIGHT + (1 - LEAST_WEIGHT) * power / max(power.mean(), 1e-12)
    return np.asarray(weight * np.minimum(history / FULL_HISTORY, 1.0))


def bar_of_a_list(weight: np.ndarray, rate: float) -> np.ndarray:
    """The chance below which a series would be listed as the first finding of its month: of rises and falls of all."""
    return np.asarray(IN_HAND * rate * weight / (2 * max(len(weight), 1)))
