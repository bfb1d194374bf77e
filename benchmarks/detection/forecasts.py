"""Score six-month forecasts: `BSAFE_REAL_DATA=... python -m benchmarks.detection.forecasts Rotherham invented`.

Prints error over that of "the same month last year" (MASE) and the coverage of 80 % and 95 % ranges, for all series and
those expected at 2 and at 20 a month or more. `invented`: set C of the benchmark, seeds 101 to 103, one partnership
each.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path

import pandas as pd

from benchmarks.detection.real import counts_of
from benchmarks.detection.simulate import JUDGED, Truth, set_c
from bsafe_analysis.detection.forecast import FURTHEST, score_forecasts
from bsafe_analysis.model.areas import Area, Areas, Level
from bsafe_analysis.model.cycle import DetectionSettings

ORIGINS = ("2020-12", "2021-03")


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
