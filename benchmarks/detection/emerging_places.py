"""Are "emerging" places more than bursts?

    BSAFE_REAL_DATA=... python -m benchmarks.detection.emerging_places Rotherham

The points of a borough (all categories but violence together, and anti-social behaviour) in calm months, as they are
and with each point's months dealt out anew: what is named then is chance. Printed: how many points are named emerging
or fading, by today's rule and by the beta-binomial test alone (the rule before), as they are and shuffled; and of those
named emerging, what their next six months had, a month, beside the six in which they emerged and those before.
"""

from __future__ import annotations

import argparse
import os
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import betabinom, false_discovery_control

from bsafe_analysis.detection.emerging import changed_points, like_all_points
from bsafe_analysis.detection.places import AGAINST, FEWEST_LATE, LATELY, LEAST_TO_JUDGE, points_of
from bsafe_analysis.model.map_points import Change
from bsafe_analysis.model.periods import add_months, months_between

JUDGED = ("2019-06", "2019-09", "2019-12", "2020-02", "2021-07", "2021-09")
LEFT_OUT = ("2019-07", *months_between("2020-03", "2021-03"))
RATE, LEAST_BEFORE = 0.10, 8
DEALS = 4
"""Times that the months are dealt out; what is named then is told as a mean."""
SENSITIVE, ASB = "Violence and sexual offences", "Anti-social behaviour"


def placed(data: Path, place: str) -> pd.DataFrame:
    """The incidents of a South Yorkshire borough with their points, in the columns of incidents."""
    lookup = pd.read_csv(data / "lookups" / "lsoa11_msoa11_ward17_lad.csv").query("lad_name == @place")
    msoa, parts = lookup.set_index("lsoa11_code")["msoa11_code"], []
    columns = ["Month", "LSOA code", "Crime type", "Longitude", "Latitude", "Location"]
    for archive in sorted((data / "police-uk-south-yorkshire").glob("*-south-yorkshire.zip")):
        with zipfile.ZipFile(archive) as held:
            for name in (n for n in held.namelist() if n.endswith("-street.csv")):
                with held.open(name) as file:
                    parts.append(pd.read_csv(file, usecols=columns))
    rows = pd.concat(parts)
    rows = rows.assign(neighbourhood=rows["LSOA code"].map(msoa), source="police").dropna(subset="neighbourhood")
    return rows.rename(columns={"Month": "month", "Crime type": "category"} | {n: n.lower() for n in columns[3:]})


def burst_or_not(monthly: np.ndarray, late: np.ndarray, share: float, rate: float) -> list[Change]:
    """The rule before: the beta-binomial test alone, all points alike."""
    n, y = monthly.sum(1), monthly[:, late].sum(1)
    strength = like_all_points(n, y, share)
    usual = betabinom(n, share * strength, (1 - share) * strength)
    both = np.concatenate([usual.sf(y - 1), usual.cdf(y)]) - np.tile(usual.pmf(y), 2) / 2
    named = false_discovery_control(np.clip(both, 0, 1)) <= rate
    pairs = zip(named[: len(n)], named[len(n) :], strict=True)
    return [Change.EMERGING if up else Change.FADING if down else Change.STEADY for up, down in pairs]


RULES = {"now": (changed_points, LEAST_TO_JUDGE), "before": (burst_or_not, LEAST_BEFORE)}


def measured(monthly: pd.DataFrame, month: str, rng: np.random.Generator) -> list[dict[str, object]]:
    """One judged month of points x months: what each rule names, and what came of it."""
    late_from = add_months(month, 1 - LATELY)
    window = months_between(add_months(late_from, -AGAINST), month)
    held = [m for m in window if m in monthly and m not in LEFT_OUT]
    late = np.array([m >= late_from for m in held])
    if late.sum() < FEWEST_LATE:
        return []
    real = monthly[held].to_numpy()
    lines, after = [], [m for m in months_between(add_months(month, 1), add_months(month, LATELY)) if m in monthly]
    for rule, (name, least) in RULES.items():
        enough = real.sum(1) >= least
        line: dict[str, object] = {"rule": rule, "judged": int(enough.sum())}
        share = float(real[:, late].sum() / real.sum())
        found = name(real[enough], late, share, RATE)
        line |= {kind: found.count(kind) for kind in (Change.EMERGING, Change.FADING)}
        dealt = [name(rng.permuted(real, axis=1)[enough], late, share, RATE) for _ in range(DEALS)]
        for kind in (Change.EMERGING, Change.FADING):
            line[f"{kind}, shuffled"] = sum(each.count(kind) for each in dealt) / DEALS
        if after:
            up = real[enough][[change is Change.EMERGING for change in found]]
            later = monthly[after].to_numpy()[enough][[change is Change.EMERGING for change in found]]
            line |= {"earlier": up[:, ~late].mean(1).sum(), "late": up[:, late].mean(1).sum()}
            line["after"] = later.mean(1).sum()
        lines.append(line)
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="+")
    lines, rng = [], np.random.default_rng(1)
    for place in parser.parse_args().places:
        rows = placed(Path(os.environ["BSAFE_REAL_DATA"]), place)
        for kinds in (set(rows["category"]) - {SENSITIVE}, {ASB}):
            points = points_of(rows[rows["category"].isin(kinds)], ["police"])
            monthly = points.groupby(["point", "month"]).size().unstack(fill_value=0)
            lines += [line for month in JUDGED for line in measured(monthly, month, rng)]
    print(pd.DataFrame(lines).groupby("rule").sum().round(1).T)


if __name__ == "__main__":
    main()
