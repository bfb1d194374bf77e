"""How often is a year called changed where nothing has? `python -m benchmarks.detection.quiet_years [starts]`.

Invented boroughs of fourteen kinds of incident over five years: season, months that vary 1 to 3 times as much as chance
alone, and no change of level. Each start is judged as a strategic assessment judges it. Then the same with a true
change of the last year, to see what is found.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

from bsafe_analysis.detection.long_run import YearVerdict, years_of
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.findings import EXPECTATION_COLUMNS
from bsafe_analysis.model.periods import add_months, months_between

KINDS, LAST, YEARS = 14, "2026-09", 5
NOTHING = pd.DataFrame(columns=list(EXPECTATION_COLUMNS))
CHANGES = (0.8, 0.9, 1.1, 1.2)


def drawn(start: int, change: float) -> pd.DataFrame:
    """Five years of fourteen kinds, the last twelve months `change` times as many: the counts table."""
    rng = np.random.default_rng([20_270_401, start])
    months, t = months_between(add_months(LAST, 1 - 12 * YEARS), LAST), np.arange(12 * YEARS)
    rows = []
    for kind in range(KINDS):
        mean = rng.lognormal(4.0, 1.1) * (1 + 0.2 * np.cos(2 * np.pi * t / 12 + rng.uniform(0, 6.3)))
        mean[-12:] *= change
        phi = rng.uniform(1.05, 3)
        counts = rng.poisson(rng.gamma(mean / (phi - 1), phi - 1))
        rows += [("B", "borough", f"k{kind}", m, int(n)) for m, n in zip(months, counts, strict=True)]
    table = pd.DataFrame(rows, columns=["area", "level", "category", "month", "count"])
    return table.astype({"count": "Int64"})


def called(starts: int, change: float) -> tuple[int, int, int]:
    """How many years were judged, called more, called fewer."""
    judged = more = fewer = 0
    for start in range(starts):
        for run in years_of(drawn(start, change), NOTHING, LAST, DetectionSettings()):
            judged += run.verdict is not YearVerdict.TOO_FEW
            more += run.verdict is YearVerdict.MORE
            fewer += run.verdict is YearVerdict.FEWER
    return judged, more, fewer


def main() -> None:
    starts = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    judged, more, fewer = called(starts, 1.0)
    rate = (more + fewer) / judged
    bound = rate + 1.96 * (rate * (1 - rate) / judged) ** 0.5
    print(f"no change: {judged} years judged, {more} called more, {fewer} fewer: {rate:.4f} (upper bound {bound:.4f})")
    for change in CHANGES:
        judged, more, fewer = called(max(starts // 5, 1), change)
        print(f"{change:.1f} times as many: more {more / judged:.3f}, fewer {fewer / judged:.3f} of {judged}")


if __name__ == "__main__":
    main()
