"""Is the smallest rise that a page promises to find found? Planted in real and in invented counts.

    BSAFE_REAL_DATA=... python -m benchmarks.detection.rises_planted Rotherham
    python -m benchmarks.detection.rises_planted invented

In every tenth series (each tenth in its turn) so many incidents more a month are added, Poisson, as the smallest rise
says before they came: for one month, or for three. Printed by size: how many were planted, and which share was on the
month's list, in that month or in any of the three. Promised: .8. Each is judged as if it alone had changed.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.detection.planted import EVERY, SETTINGS, listed
from benchmarks.detection.real import counts_of
from benchmarks.detection.simulate import set_b
from bsafe_analysis.detection.baseline import expect
from bsafe_analysis.detection.rules import family
from bsafe_analysis.detection.smallest_rises import smallest_rises
from bsafe_analysis.model.periods import add_months, months_between

FIRSTS, INVENTED = ("2019-10", "2019-12", "2021-07"), ("2016-03", "2016-11")
SIZES = (0, 0.5, 1, 5, 20, 100, 1e9)
KEY = ["area", "category"]


def partnerships(names: list[str]) -> Iterator[tuple[pd.DataFrame, tuple[str, ...]]]:
    for name in names:
        if name == "invented":
            rows = set_b(1).frame().rename(columns={"series": "area", "group": "category"})
            yield rows.astype({"count": "Int64"}).query("month < '2017-12'"), INVENTED
        else:
            yield counts_of(Path(os.environ["BSAFE_REAL_DATA"]), name)[0], FIRSTS


def found(counts: pd.DataFrame, first: str, run: int, turn: int, rng: np.random.Generator) -> pd.DataFrame:
    """The planted series with their size and whether they were listed in any of the months."""
    months = months_between(first, add_months(first, run - 1))
    promised = smallest_rises(counts, first, SETTINGS).set_index(KEY).dropna().sort_values("expected").iloc[turn::EVERY]
    index = pd.MultiIndex.from_frame(counts[KEY])
    mean = np.where(counts["month"].isin(months), promised[f"rise_in_{run}"].reindex(index).fillna(0.0), 0.0)
    changed = counts.assign(count=counts["count"] + rng.poisson(mean))
    alarms = alone(*(listed(expect(table, months, SETTINGS)) for table in (counts, changed)), promised.index)
    return promised.assign(listed=alarms.reindex(promised.index), run=run, rise=promised[f"rise_in_{run}"])


def alone(as_it_is: pd.DataFrame, changed: pd.DataFrame, series: pd.Index) -> pd.Series:
    """Whether each series would be listed in any month if it alone had changed: lists grow with what is found."""
    told = dict.fromkeys(series, False)
    for month, rows in as_it_is.groupby("month"):
        family_of, other = rows.set_index(KEY), changed[changed["month"] == month].set_index(KEY)
        for one in series.intersection(other.index[other["observed"].astype(float) > other["expected"]]):
            at = family_of.index.get_loc(one)
            table = pd.concat([family_of.iloc[:at], other.loc[[one]], family_of.iloc[at + 1 :]])
            rate = SETTINGS.false_discovery_rate
            told[one] |= bool(family(table["p"].to_numpy(), table, rate, sides=2)[at])
    return pd.Series(told)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="+")
    parser.add_argument("--turns", type=int, default=2)
    chosen, rng = parser.parse_args(), np.random.default_rng(1)
    rows = [
        found(counts, first, run, 3 * turn, rng)
        for counts, firsts in partnerships(chosen.places)
        for first in firsts
        for run in (1, 3)
        for turn in range(chosen.turns)
    ]
    table = pd.concat(rows).dropna(subset="listed")
    by_size = table.groupby(["run", pd.cut(table["expected"], SIZES)], observed=True)
    told = by_size[["listed", "expected", "rise"]].agg("mean").astype(float).round(2)
    print(told.assign(n=by_size.size()))
    print(table.groupby("run")["listed"].mean().astype(float).round(3).to_dict())


if __name__ == "__main__":
    main()
