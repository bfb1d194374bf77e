"""Roll the engine through real counts: `BSAFE_REAL_DATA=... python -m benchmarks.detection.real Rotherham`.

Prints, for each place, how often months fell inside the 95 % range, how many findings there were, and how many alarms
the rules of today would have raised. Counts are made here, apart from the loaders: data.police.uk files by LSOA.
"""

from __future__ import annotations

import argparse
import os
import time
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd

from bsafe_analysis.detection.baseline import expect
from bsafe_analysis.detection.peers.simple_rules import rolling_mean, same_month_last_year, xmr_rules
from bsafe_analysis.detection.ranking import find_history
from bsafe_analysis.model.areas import NOT_PLACED, Area, Areas, Level
from bsafe_analysis.model.counts import count_monthly
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.findings import Finding, Status
from bsafe_analysis.model.held_months import all_held
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.periods import months_between

FIRST_JUDGED = 13
BANDS = (0, 0.5, 2, 5, 20, 100, 1e9)


def incidents_of(data: Path, place: str) -> tuple[pd.DataFrame, dict[str, str]]:
    """month, category, neighbourhood (MSOA) of every row in the place, and the area of each MSOA."""
    if place == "Bolton":
        rows = pd.read_csv(data / "gmp-burglary" / "bolton-burglary-2016-02_2019-01.csv.gz")
        rows = rows.rename(columns={"Month": "month", "Crime type": "category", "msoa11_code": "neighbourhood"})
    else:
        lookup = pd.read_csv(data / "lookups" / "lsoa11_msoa11_ward17_lad.csv").query("lad_name == @place")
        force = "city-of-london" if place == "City of London" else "south-yorkshire"
        # the City is six neighbourhoods of one: its LSOAs stand for them
        unit = "lsoa11_code" if place == "City of London" else "msoa11_code"
        msoa = dict(zip(lookup["lsoa11_code"], lookup[unit], strict=True))
        parts = []
        for year in (2018, 2019, 2020, 2021):
            with zipfile.ZipFile(data / f"police-uk-{force}" / f"{year}-{force}.zip") as archive:
                for name in (n for n in archive.namelist() if n.endswith("-street.csv")):
                    with archive.open(name) as file:
                        parts.append(pd.read_csv(file, usecols=["Month", "LSOA code", "Crime type"]))
        rows = pd.concat(parts).rename(columns={"Month": "month", "Crime type": "category"})
        rows["neighbourhood"] = rows["LSOA code"].map(msoa)
        rows = rows.dropna(subset="neighbourhood")
    grouping = data / "areas" / f"{place.lower()}-msoa-areas.csv"
    codes = sorted(rows["neighbourhood"].unique())
    area = {code: f"A{1 + 4 * i // len(codes)}" for i, code in enumerate(codes)}
    if grouping.exists():
        area = dict(pd.read_csv(grouping)[["msoa11_code", "area_code"]].to_numpy())
    return rows[["month", "category", "neighbourhood"]], area


def counts_of(data: Path, place: str) -> tuple[pd.DataFrame, Areas]:
    rows, area = incidents_of(data, place)
    places = [Area("B", place, Level.BOROUGH, None)]
    places += [Area(code, code, Level.AREA, "B") for code in sorted(set(area.values()))]
    places += [Area(code, code, Level.NEIGHBOURHOOD, parent) for code, parent in sorted(area.items())]
    areas = Areas((*places, Area(NOT_PLACED, "Not placed", Level.NOT_PLACED, "B")))
    months = months_between(rows["month"].min(), rows["month"].max())
    categories = [Category(name, name, name) for name in sorted(rows["category"].unique())]
    held = all_held([category.key for category in categories], sorted(rows["month"].unique()))
    return count_monthly(rows, areas, categories, months, held, 1), areas


def coverage(rows: pd.DataFrame) -> str:
    inside = (rows["observed"] >= rows["lower"]) & (rows["observed"] <= rows["upper"])
    band = pd.cut(rows["expected"], BANDS, right=False)
    by_band = ", ".join(
        f"{b.left:g}-{b.right:g}: {v:.3f}" for b, v in inside.groupby(band, observed=True).mean().items()
    )
    return f"{inside.mean():.3f} of {len(rows)} ({by_band})"


def alarms_of_today(counts: pd.DataFrame, months: list[str]) -> str:
    """Rises a month that today's rules raise, over the months that have two years before them."""
    wide = counts.pivot(index=["area", "category"], columns="month", values="count")
    table, every = wide.to_numpy(dtype=float, na_value=np.nan), list(wide.columns)
    told = []
    for name, rule in (("+20%", same_month_last_year), ("rolling mean", rolling_mean), ("XmR", xmr_rules)):
        ends = [
            every.index(m) + 1 for m in months if every.index(m) >= 24 and not np.isnan(table[:, every.index(m)]).all()
        ]
        with np.errstate(all="ignore"):
            told.append(f"{name} {np.mean([rule(table[:, :end])[2].sum() for end in ends]):.1f}")
    return ", ".join(told)


def line(finding: Finding) -> str:
    run = f", {finding.run_observed} in {finding.run_months} months against {finding.run_expected:.0f}"
    seen = f"{finding.observed} against {finding.lower}-{finding.upper}{run if finding.run_months > 1 else ''}"
    what = f"{finding.month} {finding.status} {finding.area} {finding.category}"
    return f"  {what}: {seen} (since {finding.since}, p {finding.p:.1e})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("places", nargs="+")
    parser.add_argument(
        "--findings", default="", help="print the findings of months that begin so, for example 2020-04"
    )
    chosen, settings = parser.parse_args(), DetectionSettings()
    for place in chosen.places:
        counts, areas = counts_of(Path(os.environ["BSAFE_REAL_DATA"]), place)
        months = sorted(counts["month"].unique())[FIRST_JUDGED:]
        start = time.perf_counter()
        expectations = expect(counts, months, settings)
        history = find_history(expectations, counts, areas, months, settings)
        seconds = time.perf_counter() - start
        judged = expectations.dropna(subset=["observed", "expected"])
        live = [sum(f.status is not Status.CLEARED and f.month == m for f in history[m]) for m in months]
        new = [sum(f.status is Status.NEW and f.month == m for f in history[m]) for m in months]
        print(f"{place}: {len(judged) // judged['month'].nunique()} series, {len(months)} months in {seconds:.1f} s")
        print(f"  inside 95 %: {coverage(judged)}")
        before, during = judged["month"] < "2020-04", judged["month"].between("2020-04", "2020-09")
        for name, rows in (("before April 2020", before), ("to September", during), ("after", ~before & ~during)):
            if rows.any():
                print(f"  inside 95 %, {name}: {coverage(judged[rows])}")
        today = alarms_of_today(counts, months)
        print(f"  findings a month: {np.mean(live):.1f}, new {np.mean(new):.1f}; today's rules: {today}")
        for month in months if chosen.findings else ():
            for finding in history[month] if month.startswith(chosen.findings) else ():
                print(line(finding))


if __name__ == "__main__":
    main()
