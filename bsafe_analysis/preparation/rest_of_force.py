"""The month in the force's other districts: each count beside what was to be expected there, judged as our own are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from bsafe_analysis.detection.baseline import expect
from bsafe_analysis.model.cycle import Cycle
from bsafe_analysis.model.disclosure import OPEN
from bsafe_analysis.model.districts import DISTRICT_COLUMNS
from bsafe_analysis.model.held_months import HeldMonths

LEVEL = "district"


def expect_elsewhere(elsewhere: Mapping[str, pd.DataFrame], cycle: Cycle, held: HeldMonths) -> pd.DataFrame:
    """What was recorded in each of the force's other districts in the month, and what was to be expected there?

    `elsewhere`: source -> districts.DISTRICT_COUNT_COLUMNS. Of the categories that one open source counts alone: what
    others add to ours has no like there. Returns districts.DISTRICT_COLUMNS, a row for each district of which the month
    came; its range is learnt from the other districts' own months, and from no count of ours.
    """
    open_sources = {name for name, _, of in cycle.sources if of == OPEN}
    groups = held.groups(category.key for category in cycle.categories)
    judged = [
        _beside_ranges(elsewhere[names[0]], keys, cycle)
        for names, keys in groups
        if len(names) == 1 and names[0] in open_sources and names[0] in elsewhere
    ]
    return pd.concat(judged, ignore_index=True) if judged else pd.DataFrame(columns=list(DISTRICT_COLUMNS))


def _beside_ranges(counts: pd.DataFrame, categories: Sequence[str], cycle: Cycle) -> pd.DataFrame:
    expected = expect(_dense(counts, categories, cycle), [cycle.month], cycle.detection)
    return expected.rename(columns={"area": "district"})[list(DISTRICT_COLUMNS)]


def _dense(counts: pd.DataFrame, categories: Sequence[str], cycle: Cycle) -> pd.DataFrame:
    """As detection takes counts: a row for every month, missing where it did not come; districts told of this month."""
    told = set(counts.loc[counts["month"] == cycle.month, "district"])
    known = counts[counts["district"].isin(told) & counts["category"].isin(categories)]
    names = ["district", "category", "month"]
    index = pd.MultiIndex.from_product([sorted(told), list(categories), list(cycle.months)], names=names)
    dense = known.set_index(names)["count"].astype("Int64").reindex(index).reset_index()
    return dense.rename(columns={"district": "area"}).assign(level=LEVEL)
