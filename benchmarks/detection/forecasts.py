"""Score six-month forecasts: `BSAFE_REAL_DATA=... python -m benchmarks.detection.forecasts Rotherham invented`.

Prints error over that of "the same month last year" (MASE) and the coverage of 80 % and 95 % ranges, for all series and
those expected at 2 and at 20 a month or more. `invented`: set C of the benchmark, seeds 101 to 103, one partnership
each.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from benchmarks.detection.real import counts_of
from benchmarks.detection.simulate import JUDGED, Truth, set_c
from bsafe_analysis.detection.forecast import FURTHEST, forecast_months
from bsafe_analysis.model.areas import Area, Areas, Level
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.periods import add_months

ORIGINS = ("2020-12", "2021-03")


@dataclass(frozen=True)
class Score:
    """How forecasts of past months did. `mase`: mean error over that of "the same month last year" (1: no better)."""

    series_months: int
    mase: float
    inside: float
    nominal: float


def score_forecasts(
    counts: pd.DataFrame, areas: Areas, origins: Sequence[str], settings: DetectionSettings, least: float = 0.0
) -> Score | None:
    """Forecast from each of `origins` (last known months), and compare with what came; None where nothing could be.

    Only series-months expected at `least` a month or more. Errors are summed over all of them, so large series weigh
    most; the yardstick is the count of the same month a year before the first forecast month's own.
    """
    observed = counts.set_index(["area", "category", "month"])["count"].astype("Float64")
    told = pd.concat([forecast_months(counts, areas, origin, settings) for origin in origins], ignore_index=True)
    year_ago = [(a, c, add_months(m, -12)) for a, c, m in told[["area", "category", "month"]].to_numpy()]
    told["seen"] = observed.reindex(pd.MultiIndex.from_frame(told[["area", "category", "month"]])).to_numpy()
    told["naive"] = observed.reindex(pd.MultiIndex.from_tuples(year_ago)).to_numpy()
    rows = told.dropna(subset=["expected", "seen", "naive"]).query("expected >= @least")
    if rows.empty:
        return None
    error, naive = (rows["seen"] - rows["expected"]).abs(), (rows["seen"] - rows["naive"]).abs()
    inside = (rows["seen"] >= rows["lower"]) & (rows["seen"] <= rows["upper"])
    return Score(len(rows), float(error.sum() / naive.sum()), float(inside.mean()), settings.coverage)


def invented(seed: int) -> tuple[pd.DataFrame, Areas, list[str]]:
    """One partnership of set C as a counts table: its leaves and their sum (areas are drawn by chance, so left out)."""
    truth: Truth = set_c(seed)[0]
    leaf = [level == "neighbourhood" for level in truth.level]
    places = len(truth.months) and sum(leaf) // len(set(truth.group))
    wide = pd.DataFrame(truth.counts[leaf], columns=truth.months).dropna(axis=1)
    codes = [f"N{i % places:02d}" for i in range(sum(leaf))]
    keys = {"area": codes, "category": [g for g, is_leaf in zip(truth.group, leaf, strict=True) if is_leaf]}
    leaves = wide.assign(**keys).melt(["area", "category"], var_name="month", value_name="count")
    total = leaves.groupby(["category", "month"], as_index=False)["count"].sum()
    parts = [leaves.assign(level="neighbourhood")]
    parts += [total.assign(area=code, level=level) for code, level in (("A1", "area"), ("B", "borough"))]
    counts = pd.concat(parts, ignore_index=True).astype({"count": "int64"}).astype({"count": "Int64"})
    areas = Areas(
        (
            Area("B", "Invented", Level.BOROUGH, None),
            Area("A1", "All", Level.AREA, "B"),
            *(Area(code, code, Level.NEIGHBOURHOOD, "A1") for code in sorted(set(codes))),
        )
    )
    first = truth.months[-JUDGED]
    return counts, areas, [month for month in truth.months if month < first][-3:][::-2]


def report(name: str, counts: pd.DataFrame, areas: Areas, origins: list[str]) -> None:
    for least in (0.0, 2.0, 20.0):
        wide, narrow = (
            score_forecasts(counts, areas, origins, replace(DetectionSettings(), coverage=coverage), least)
            for coverage in (0.95, 0.8)
        )
        if wide and narrow:
            inside = f"inside 80 %: {narrow.inside:.3f}, inside 95 %: {wide.inside:.3f}"
            print(f"{name}, {least:g} a month or more: {wide.series_months} forecasts, MASE {wide.mase:.2f}, {inside}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("places", nargs="+")
    for place in parser.parse_args().places:
        if place == "invented":
            for seed in (101, 102, 103):
                report(f"set C, seed {seed}", *invented(seed))
        else:
            counts, areas = counts_of(Path(os.environ["BSAFE_REAL_DATA"]), place)
            report(place, counts, areas, list(ORIGINS))
    print(f"{FURTHEST} months ahead")


if __name__ == "__main__":
    main()
