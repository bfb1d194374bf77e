"""How often hours and runs are told of where there are none, and how often where there are.

    python -m benchmarks.detection.hours_and_runs [--sets 400]

Hours: a year of incidents and a month of them from one uneven week (evenings and weekends busier), so that any part of
the week that is told is chance; then half, or a third, of the month's moved to Friday and Saturday nights. Half of the
incidents have a span of up to eight hours, which is shared out. Runs: points of an uneven town, days of an uneven year,
one independent of the other; then a share of them followed within six days and about a hundred metres.
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

from bsafe_analysis.detection.excess_hours import BY_CHANCE, chance_of, in_windows
from bsafe_analysis.detection.near_repeats import near_repeats
from bsafe_analysis.model.times import WEEK_WINDOWS, hour_weights

MONTH = "2026-09"
HOURS_A_WEEK = 168


def uneven_week() -> np.ndarray:
    """The chance of each hour of a week from Monday: evenings three times, weekend nights six times a morning."""
    hour, day = np.arange(HOURS_A_WEEK) % 24, np.arange(HOURS_A_WEEK) // 24
    odds = np.where(hour >= 17, 3.0, np.where(hour < 7, 0.7, 1.0)) * np.where(day >= 4, 2.0, 1.0)
    return np.asarray(odds / odds.sum())


def sums(hours: np.ndarray, rng: np.random.Generator) -> dict[str, float]:
    """Incidents that began in these hours of the week, by part of the week, half of them known by a span alone."""
    began = hours * 60 + rng.integers(0, 60, len(hours)) + 4 * 24 * 60  # 1970 began on a Thursday: the next Monday
    lasting = np.where(rng.random(len(hours)) < 0.5, 0, rng.integers(30, 480, len(hours)))
    early = rng.integers(0, np.maximum(lasting, 1))  # it happened somewhere within its span
    spans = pd.DataFrame({"began": began - early, "ended": began - early + lasting})
    return in_windows(hour_weights(spans).rename(columns={"weight": "count"}))


def hours_told(sets: int, now: int, before: int, planted: float, rng: np.random.Generator) -> tuple[float, float]:
    """Share of sets in which a part of the week is told, and in which it is Friday and Saturday nights (or nights)."""
    nights = [h for h in range(HOURS_A_WEEK) if (h // 24, h % 24) in WEEK_WINDOWS[5].hours]
    told = right = 0
    for _ in range(sets):
        drawn = rng.choice(HOURS_A_WEEK, now, p=uneven_week())
        moved = rng.random(now) < planted
        drawn[moved] = rng.choice(nights, int(moved.sum()))
        month, year = sums(drawn, rng), sums(rng.choice(HOURS_A_WEEK, before, p=uneven_week()), rng)
        chance = {window.key: chance_of(month, year, window.key) for window in WEEK_WINDOWS}
        best = min(chance, key=lambda key: chance[key])
        found = len(WEEK_WINDOWS) * chance[best] <= BY_CHANCE
        told += found
        right += found and best in ("weekend_nights", "nights")
    return told / sets, right / sets


def runs_told(sets: int, incidents: int, followed: float, rng: np.random.Generator) -> float:
    """Share of sets in which incidents are told to come in runs."""
    told = 0
    for _ in range(sets):
        many = rng.gamma(0.7, 1.0, 400)
        at = rng.choice(400, incidents, p=many / many.sum())
        x, y = rng.uniform(0, 0.08, 400)[at], rng.uniform(54, 54.05, 400)[at]
        day = np.minimum(364, rng.beta(1.3, 1.0, incidents) * 365).astype(int)
        follow = np.flatnonzero(rng.random(incidents) < followed)
        x, y = np.append(x, x[follow] + rng.normal(0, 0.001, len(follow))), np.append(y, y[follow])
        day = np.append(day, day[follow] + rng.integers(0, 7, len(follow)))
        table = pd.DataFrame({"category": "burglary", "longitude": x, "latitude": y, "day": day})
        found = near_repeats(table, "burglary", MONTH)
        told += bool(found and found.metres)
    return told / sets


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sets", type=int, default=400)
    sets = parser.parse_args().sets
    rng = np.random.default_rng(1964)
    for now, before in ((12, 20), (25, 150), (80, 650)):
        for planted in (0.0, 0.33, 0.5):
            told, right = hours_told(sets, now, before, planted, rng)
            print(f"hours: {now} now, {before} before, planted {planted:.0%}: told {told:.1%}, as planted {right:.1%}")
    for incidents in (60, 300, 700):
        for followed in (0.0, 0.1):
            print(
                f"runs: {incidents} incidents, {followed:.0%} followed: {runs_told(sets, incidents, followed, rng):.1%}"
            )


if __name__ == "__main__":
    main()
