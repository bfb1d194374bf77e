"""How often is an indicator's status right? 200 invented series whose year is known, judged at every month of it.

`python -m benchmarks.detection.indicator_status` writes indicator_status.json beside this file. Nothing here is
shared with the engine: seasons, levels that wander and dispersions are drawn by rules of its own. A status is right
where a year called on course ends within its target, and one called off course does not.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.detection.simulate import negative_binomial
from bsafe_analysis.detection.hyperparameters import Hyper
from bsafe_analysis.detection.projection import widths, year_totals
from bsafe_analysis.detection.target_status import TargetStatus, status_of
from bsafe_analysis.model.areas import Area, Areas, Level
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.periods import add_months, months_between

RESULT = Path(__file__).with_suffix(".json")
SERIES, TOGETHER, HISTORY, YEAR = 200, 20, 60, 12
"""So many series, so many of them kinds of one borough; months before the year that is judged."""
FIRST, CLEAR, NINTH = "2020-04", 0.10, 9
AREAS = Areas((Area("B", "Borough", Level.BOROUGH, None),))
SETTINGS = DetectionSettings(provisional_months=0, exceptional=())


def drawn(seed: int) -> np.ndarray:
    """Counts of TOGETHER series: 5 to 150 a month, seasons of up to a fifth, levels that wander by 4 to 12 % a year."""
    rng = np.random.default_rng(seed)
    months = np.arange(HISTORY + YEAR)
    level = np.exp(rng.uniform(np.log(5), np.log(150), (TOGETHER, 1)))
    season = rng.uniform(0, 0.2, (TOGETHER, 1)) * np.cos(2 * np.pi * (months - rng.integers(0, 12, (TOGETHER, 1))) / 12)
    steps = rng.standard_normal((TOGETHER, len(months))) * rng.uniform(0.04, 0.12, (TOGETHER, 1)) / np.sqrt(12)
    phi = rng.uniform(1, 3, (TOGETHER, 1))
    return negative_binomial(rng, level * np.exp(season + steps.cumsum(axis=1)), phi)


def table(counts: np.ndarray) -> pd.DataFrame:
    """As the table of counts that detection reads."""
    months = months_between(FIRST, add_months(FIRST, HISTORY + YEAR - 1))
    rows = [
        ("B", "borough", f"k{i:03d}", m, int(n), False)
        for i, row in enumerate(counts)
        for m, n in zip(months, row, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["area", "level", "category", "month", "count", "provisional"])
    return frame.astype({"count": "Int64"})


def judged(seed: int) -> list[tuple[int, TargetStatus, bool, bool]]:
    """(months received, status, whether the target was met, whether its year ends a tenth or more clear of it)."""
    counts, rng = drawn(seed), np.random.default_rng([seed, 1])
    frame, first = table(counts), add_months(FIRST, HISTORY)
    ends, last_year = counts[:, -YEAR:].sum(axis=1), counts[:, -2 * YEAR : -YEAR].sum(axis=1)
    targets = np.round(last_year * np.exp(rng.uniform(-0.3, 0.2, TOGETHER)))
    learnt: dict[str, Hyper] = {}
    before = add_months(first, -1)
    # tried once, from before the year: each month's own, as the product does it, would take twelve times as long
    wider = widths(frame[frame["month"] <= before], AREAS, before, SETTINGS, learnt)
    found = []
    for received in range(YEAR):
        month = add_months(first, received - 1)
        totals = year_totals(frame[frame["month"] <= month], AREAS, month, first, SETTINGS, wider, learnt)
        for (_, kind), total in totals.items():
            i = int(kind[1:])
            clear = abs(ends[i] / targets[i] - 1) >= CLEAR
            found.append(
                (received, status_of(total, int(targets[i]), True, False), bool(ends[i] <= targets[i]), bool(clear))
            )
    return found


def measure(seeds: range) -> dict[str, object]:
    """Month by month: how many were called on or off course, and how many of these rightly."""
    every = [one for seed in seeds for one in judged(seed)]
    months = []
    for received in range(YEAR):
        of = [one for one in every if one[0] == received]
        on = [met for _, status, met, _ in of if status is TargetStatus.ON_COURSE]
        off = [not met for _, status, met, _ in of if status is TargetStatus.OFF_COURSE]
        told = Counter(str(status) for _, status, _, _ in of)
        months.append({
            "received": received, **{str(s): told[str(s)] for s in list(TargetStatus)[:3]},
            "on_course_met": round(float(np.mean(on)), 3) if on else None,
            "off_course_missed": round(float(np.mean(off)), 3) if off else None,
        })  # fmt: skip
    clear = [
        status is not TargetStatus.IN_DOUBT for received, status, _, is_clear in every if received == NINTH and is_clear
    ]
    return {
        "series": len(seeds) * TOGETHER, "months": months, "clear_by_a_tenth": len(clear),
        "of_these_called_by_month_nine": round(float(np.mean(clear)), 3),
    }  # fmt: skip


def main() -> None:
    """Measure and keep the result."""
    found = measure(range(SERIES // TOGETHER))
    RESULT.write_text(
        json.dumps({"command": "python -m benchmarks.detection.indicator_status", **found}, indent=1) + "\n"
    )
    print(RESULT.read_text())


if __name__ == "__main__":
    main()
