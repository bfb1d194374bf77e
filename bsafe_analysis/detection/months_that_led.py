"""Which months before an activity led to it: a rise that made people act is not what the months after are judged by.

Places are chosen when they are high, and some are high by chance: judged against that rise they would fall by
themselves. Plans seldom say which months were looked at, so they are found in the counts.
"""

from __future__ import annotations

import pandas as pd

from bsafe_analysis.detection.interrupted_series import interrupted_series
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.findings import Direction
from bsafe_analysis.model.periods import add_months, months_between

LOOKED_AT = (3, 6, 12)
"""The quarter, half or whole year before a start that people may have looked at."""
HIGH = 0.2
"""Those months together lie in the outer fifth of what was to be expected of them: to leave out too many months costs
little, to leave out too few makes chance look like success."""


def months_that_led(rows: pd.DataFrame, first: str, side: Direction, settings: DetectionSettings) -> pd.Series:
    """By area, how many months before `first` stand out on the `side` that such work is against; 0 where none do.

    The longest of LOOKED_AT. `rows`: the counts of one category.
    """
    before = rows[rows["month"] < first]
    led = pd.Series(0, index=pd.Index(rows["area"].unique(), name="area"))
    for months in LOOKED_AT:
        start = add_months(first, -months)
        if start <= before["month"].min():
            continue
        told = interrupted_series(before, start, add_months(first, -1), settings).set_index("area")
        chance = told["p_high" if side is Direction.UP else "p_low"]
        led[chance[chance < HIGH].index] = months
    return led


def without(rows: pd.DataFrame, first: str, months: int) -> pd.DataFrame:
    """The counts with that many months before `first` not known."""
    if not months:
        return rows
    out = rows["month"].isin(months_between(add_months(first, -months), add_months(first, -1)))
    return rows.assign(count=rows["count"].mask(out))
