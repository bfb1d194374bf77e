"""In which part of the week a finding's incidents lie, beside where the same incidents lay in the year before."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd
from scipy.special import gammaln

from bsafe_analysis.model.areas import Areas, Level
from bsafe_analysis.model.findings import Direction, Finding
from bsafe_analysis.model.periods import add_months, months_between
from bsafe_analysis.model.times import WEEK_WINDOWS, ExcessHours, whole_incidents

BY_CHANCE = 0.05
"""A part of the week is named where chance would give as much, somewhere in the week, in one case of twenty at most."""
FEWEST_NOW, FEWEST_BEFORE = 8, 12
"""With fewer timed incidents nothing is tried: the exact test knows how little they say, a reader may not."""


def excess_hours(times: pd.DataFrame, findings: Collection[Finding], areas: Areas) -> tuple[ExcessHours, ...]:
    """For each rise of which times are held: does any part of the week hold more of it than the year's pattern has?

    `times`: times.TIME_COLUMNS. A finding with too few timed incidents, now or before, is left out.
    """
    rises = (finding for finding in findings if finding.direction is Direction.UP)
    tried = (_of_finding(times, finding, areas) for finding in rises)
    return tuple(each for each in tried if each is not None)


def _of_finding(times: pd.DataFrame, finding: Finding, areas: Areas) -> ExcessHours | None:
    last, first = finding.month, add_months(finding.month, 1 - finding.run_months)
    year = months_between(add_months(first, -12), add_months(first, -1))
    rows = times[(times["category"] == finding.category) & within(times["area"], finding.area, areas)]
    now = in_windows(rows[rows["month"].between(first, last)])
    before = in_windows(rows[rows["month"].isin(year)])
    timed, usual = whole_incidents(now[""]), whole_incidents(before[""])
    if timed < FEWEST_NOW or usual < FEWEST_BEFORE:
        return None
    chances = {window.key: chance_of(now, before, window.key) for window in WEEK_WINDOWS}
    narrow_first = sorted(WEEK_WINDOWS, key=lambda window: len(window.hours))
    best = min((window.key for window in narrow_first), key=lambda key: round(chances[key], 12))
    p = min(1.0, len(WEEK_WINDOWS) * chances[best])
    tried = ExcessHours(finding.area, finding.category, first, last, timed, usual, p=p)
    if p > BY_CHANCE:
        return tried
    expected = timed * before[best] / before[""]
    return ExcessHours(**{**vars(tried), "window": best, "inside": whole_incidents(now[best]), "usual": expected})


def within(codes: pd.Series, place: str, areas: Areas) -> pd.Series:
    """Which rows lie in a place: of the borough all, those of no neighbourhood too."""
    if areas[place].level is Level.BOROUGH:
        return pd.Series(True, index=codes.index)
    return codes.isin([place, *(child.code for child in areas.children(place))])


def in_windows(rows: pd.DataFrame) -> dict[str, float]:
    """How many incidents lie in each part of the week, by its key, and in all of it ("")."""
    week = np.zeros((7, 24))
    at = (rows["weekday"].to_numpy(dtype=int), rows["hour"].to_numpy(dtype=int))
    np.add.at(week, at, rows["count"].to_numpy(dtype=float))
    inside = {window.key: sum(float(week[hour]) for hour in window.hours) for window in WEEK_WINDOWS}
    return {"": float(week.sum())} | inside


def chance_of(now: Mapping[str, float], before: Mapping[str, float], window: str) -> float:
    """How often would as many of this period's incidents lie in a window, if periods were dealt out by chance?

    Exact (Fisher): both periods' incidents are shuffled and as many as this period's drawn. Weights are rounded to
    whole incidents; that an incident is shared out over several hours makes sums less uneven than that, never more.
    """
    drawn, inside = whole_incidents(now[""]), whole_incidents(now[window])
    every, all_inside = drawn + whole_incidents(before[""]), inside + whole_incidents(before[window])
    return tail_of_draw(inside, every, min(all_inside, every), drawn)


def tail_of_draw(found: int, every: int, marked: int, drawn: int) -> float:
    """The chance of `found` or more marked ones among `drawn` of `every`, of which `marked` are: hypergeometric.

    By hand, for scipy.stats takes a second to import. Of 10, 5 of them marked, all of 2 drawn are: 5/10 x 4/9.

    >>> round(tail_of_draw(2, 10, 5, 2), 6), round(tail_of_draw(0, 10, 5, 2), 6)
    (0.222222, 1.0)
    """
    ways = np.arange(max(found, drawn - (every - marked), 0), min(marked, drawn) + 1)
    parts = _choose(marked, ways) + _choose(every - marked, drawn - ways) - _choose(every, np.array([drawn]))
    return float(min(np.exp(parts).sum(), 1.0))


def _choose(n: int, k: np.ndarray) -> np.ndarray:
    return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))
