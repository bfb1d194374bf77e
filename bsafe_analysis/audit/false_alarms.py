"""Which series of a month are alarms, worked out again: Benjamini and Hochberg's step-up, with weights, by hand.

The rule (docs/method.md): each series has the chance of its month and of its run, the smaller once each has paid its
share (0.65 and 0.35). It is divided by a weight: from 0.35 for a series so small that a rise in it would hardly be
seen, upwards, and in proportion where less than three years are known. Each series counts twice, once for either side.
The list is drawn at four fifths of the share of false alarms that detection.yml allows.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from math import sqrt
from statistics import NormalDist, fmean

from bsafe_analysis.audit.prepared_table import Row

MONTH_SHARE, RUN_SHARE = 0.65, 0.35
LEAST_WEIGHT, FULL_HISTORY, IN_HAND, SIDES = 0.35, 36, 0.8, 2
Series = tuple[str, str]
"""Place and category."""


def chance_of(row: Row) -> float:
    """The chance of what came, of the month by itself or of its run."""
    single = row["p_high"] if row["observed"] > row["expected"] else row["p_low"]
    return min(single / MONTH_SHARE, _run_again(row) / RUN_SHARE, 1.0)


def rule_of(row: Row) -> str:
    """Which of the two it was that stood out: "month" or "persistent"."""
    single = row["p_high"] if row["observed"] > row["expected"] else row["p_low"]
    return "month" if single / MONTH_SHARE <= _run_again(row) / RUN_SHARE else "persistent"


def _run_again(row: Row) -> float:
    return 1.0 if row["p_run"] is None else row["p_run"]


def alarms(rows: Mapping[Series, Row], rate: float, families: Mapping[str, Hashable]) -> frozenset[Series]:
    """The series that are alarms. `families`: category -> with which others it is judged (default: with all)."""
    together: dict[Hashable, dict[Series, Row]] = {}
    for series, row in rows.items():
        together.setdefault(families.get(series[1]), {})[series] = row
    return frozenset(series for family in together.values() for series in _stepped_up(family, IN_HAND * rate))


def _stepped_up(rows: Mapping[Series, Row], rate: float) -> set[Series]:
    power = {series: _power(row) for series, row in rows.items()}
    usual = max(fmean(power.values()), 1e-12)
    weighed = {}
    for series, row in rows.items():
        weight = LEAST_WEIGHT + (1 - LEAST_WEIGHT) * power[series] / usual
        weight *= min(row["history"] / FULL_HISTORY, 1.0)
        weighed[series] = min(chance_of(row) / weight, 1.0)
    order = sorted(weighed, key=lambda series: weighed[series])
    hypotheses = SIDES * len(order)
    passing = [n for n, series in enumerate(order, start=1) if weighed[series] <= rate * n / hypotheses]
    return set(order[: max(passing, default=0)])


def _power(row: Row) -> float:
    """How well a rise by half would be seen in three months of it."""
    return NormalDist().cdf(0.5 * sqrt(3 * row["expected"] / row["dispersion"]) - 2.6)
