"""Incidents of a force that hardly ever records in this borough: a neighbour's, the transport police's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

import pandas as pd

from bsafe_analysis.loading.completeness import SMALL_PART, SURELY_SEEN

USUAL_OVER = 24
FEWEST_MONTHS = 6
TIMES = 4
"""So many times what it usually records here, or more."""
WEIGHS = 0.1
"""Of a category's count of the month: with fewer of its rows a force could not carry a finding."""


@dataclass(frozen=True)
class UnusualForce:
    """`rows` of a month in this borough by a force that has `usual` a month here; `categories`: those it weighs in."""

    force: str
    rows: int
    usual: float
    categories: tuple[str, ...]


def unusual_forces(incidents: pd.DataFrame, forces: Mapping[int, str], month: str) -> list[UnusualForce]:
    """Forces with far more rows of this borough in the month than is usual for them, where that is little.

    `incidents`: the borough's, of one source, with `file`; `forces`: the force of each file. A month in which a force
    has no row counts as nought, held or not; of fewer than six earlier months nothing is said.
    """
    force = incidents["file"].map(forces)
    table = incidents.groupby([force, "month"]).size().unstack(fill_value=0)
    earlier = [m for m in sorted(table.columns) if m < month][-USUAL_OVER:]
    if month not in table or len(earlier) < FEWEST_MONTHS:
        return []
    now = incidents[incidents["month"] == month]
    whole = now["category"].value_counts()
    found = []
    for name in table.index:
        rows, usual = int(table.at[name, month]), float(median(table.loc[name, earlier]))
        small = table.loc[name, earlier].sum() < SMALL_PART * table[earlier].to_numpy().sum()
        if small and rows >= SURELY_SEEN and rows >= TIMES * max(usual, 1):
            its = now["category"][force[now.index] == name].value_counts()
            weighing = [str(c) for c in its.index if its[c] >= WEIGHS * whole[c]]
            found.append(UnusualForce(str(name), rows, usual, tuple(sorted(weighing))))
    return found
