"""Is a rise of half in one real series found? `BSAFE_REAL_DATA=... python -m benchmarks.detection.planted Rotherham`.

Six calm months (September 2019 to February 2020) and six after the restrictions are judged as they are and with a rise
of 50 % planted through all six in every tenth series of each size, each in its turn. Prints by size: which share of
those planted is on a month's list in any of the six, and which has a chance under 1 % in any; and, of the counts as
they are, the share of series-months whose chance lies below 1 %, which is what real series of ordinary times give.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.detection.real import counts_of
from bsafe_analysis.detection.any_counts import OVERLAP
from bsafe_analysis.detection.baseline import expect
from bsafe_analysis.detection.rules import combined, family
from bsafe_analysis.model.cycle import DetectionSettings, ExceptionalTime
from bsafe_analysis.model.periods import months_between

WINDOWS = (("2019-09", "2020-02"), ("2021-04", "2021-09"))
SETTINGS = DetectionSettings(exceptional=(ExceptionalTime("restrictions", "2020-03", "2021-03"),))
EVERY, RISE = 10, 1.5
SIZES = (1, 5, 20, 200, 1e9)


def listed(rows: pd.DataFrame) -> pd.DataFrame:
    """The expectations of judged months with the chance of a rise and whether the month's list holds it."""
    rows = rows.dropna(subset=["observed", "expected"]).reset_index(drop=True)
    up = rows["observed"].astype(float) > rows["expected"]
    run = rows["p_run"].fillna(1.0)
    rows["p"] = combined(np.where(up, rows["p_high"], rows["p_low"]), run.to_numpy())
    rows["alone"] = up & (rows["p"] < OVERLAP * 0.01)
    rows["alarm"] = False
    for _, month in rows.groupby("month"):
        alarm = family(month["p"].to_numpy(), month, SETTINGS.false_discovery_rate, sides=2)
        rows.loc[month.index, "alarm"] = alarm & up[month.index].to_numpy()
    return rows


def planted(counts: pd.DataFrame, months: Sequence[str], turn: int) -> tuple[pd.DataFrame, pd.Series]:
    """The counts with every tenth series (by size, from the `turn`-th) half as large again in these months."""
    usual = counts[counts["month"] < months[0]].groupby(["area", "category"])["count"].mean().sort_values()
    chosen = usual.iloc[turn::EVERY]
    rows = pd.MultiIndex.from_frame(counts[["area", "category"]]).isin(chosen.index) & counts["month"].isin(months)
    rng = np.random.default_rng(turn)
    more = rng.binomial(counts["count"].fillna(0).astype(int), RISE - 1)
    return counts.assign(count=counts["count"] + np.where(rows, more, 0)), chosen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="+")
    parser.add_argument("--turns", type=int, default=2)
    chosen, found, quiet = parser.parse_args(), [], []
    for place in chosen.places:
        counts, _ = counts_of(Path(os.environ["BSAFE_REAL_DATA"]), place)
        for first, last in WINDOWS:
            months = months_between(first, last)
            quiet.append(listed(expect(counts, months, SETTINGS)))
            for turn in range(chosen.turns):
                changed, series = planted(counts, months, 3 * turn)
                rows = listed(expect(changed, months, SETTINGS)).groupby(["area", "category"])
                each = rows[["alarm", "alone"]].any().reindex(series.index)
                found.append(each.assign(size=series.astype(float)))
    told, calm = pd.concat(found).dropna(), pd.concat(quiet)
    sizes = told.groupby(pd.cut(told["size"], SIZES))
    print(sizes[["alarm", "alone"]].mean().assign(n=sizes.size()).round(3))
    size = pd.cut(calm["expected"], (0, *SIZES))
    chances = pd.DataFrame({"n": 1, "rises": calm["p_high"] < 0.01, "falls": calm["p_low"] < 0.01})
    print(chances.groupby(size).agg({"n": "size", "rises": "mean", "falls": "mean"}).round(4))
    both = ((chances["rises"] | chances["falls"]).mean()) / 2
    print(f"all: rises {chances['rises'].mean():.4f}, falls {chances['falls'].mean():.4f}, a side {both:.4f}")
    print(f"listed rises a month and place: {calm['alarm'].sum() / len(chosen.places) / 12:.2f}")


if __name__ == "__main__":
    main()
