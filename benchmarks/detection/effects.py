"""Does what is said to have followed an activity hold where there was none?

    BSAFE_REAL_DATA=... python -m benchmarks.detection.effects Rotherham Barnsley Doncaster Sheffield
    python -m benchmarks.detection.effects invented

Every place is taken as if work had begun in it. Printed by level and size (counts before and after, their mean): how
often "more or less than elsewhere" holds nought, as it is and with Poisson counts alone; then how often places chosen
for having been high (over 3, 6 or 12 months before the start, beside the same months a year before and the other
places: 1.28 standard deviations or more) are said to have fewer, beside others and beside their own past: judged
against what led to the choice, and not. Calm months only; invented: sets B and C, before their events.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.detection.real import counts_of
from benchmarks.detection.simulate import set_b, set_c
from bsafe_analysis.detection.beside_others import WorkWindow, beside_others
from bsafe_analysis.detection.interrupted_series import interrupted_series
from bsafe_analysis.detection.months_that_led import LOOKED_AT, months_that_led, without
from bsafe_analysis.model.activities import EffectComparison
from bsafe_analysis.model.areas import Level
from bsafe_analysis.model.cycle import DetectionSettings, ExceptionalTime
from bsafe_analysis.model.findings import Direction
from bsafe_analysis.model.periods import add_months

SETTINGS = DetectionSettings(exceptional=(ExceptionalTime("restrictions", "2020-03", "2021-03"),))
STARTS = ("2019-02", "2019-06", "2019-09")
INVENTED, BEFORE_EVENTS = ("2015-03", "2015-12", "2016-06"), "2017-12"
LENGTHS = (6, 12)
SIZES = (0, 2, 5, 20, 100, 1e9)
CHOSEN, LEAST_CHOSEN = 1.28, 5
NORMAL_95 = 1.959964


def partnerships(names: list[str], seeds: range) -> Iterator[tuple[str, pd.DataFrame, tuple[str, ...]]]:
    """Name, counts and starts of the work that never was."""
    for name in names:
        if name == "invented":
            for truth in (t for seed in seeds for t in (set_b(seed), *set_c(seed))):
                rows = truth.frame().rename(columns={"series": "area", "group": "category"}).astype({"count": "Int64"})
                yield truth.name, rows[rows["month"] <= BEFORE_EVENTS], INVENTED
        else:
            counts, _ = counts_of(Path(os.environ["BSAFE_REAL_DATA"]), name)
            yield name, counts[counts["month"] < "2020-03"], STARTS


def told(rows: pd.DataFrame, first: str, length: int) -> Iterator[dict[str, object]]:
    """What would be said of work against each place of one category."""
    last = add_months(first, length - 1)
    if last > rows["month"].max():
        return
    led = months_that_led(rows, first, Direction.UP, SETTINGS)
    pasts = {n: interrupted_series(without(rows, first, n), first, last, SETTINGS) for n in {0, *led}}
    pasts = {n: past.set_index("area") for n, past in pasts.items()}
    for level in (Level.AREA, Level.NEIGHBOURHOOD):
        places = tuple(rows.loc[rows["level"] == level, "area"].unique())
        high = chosen(rows[rows["area"].isin(places)], first)
        for place in places:
            others = tuple(other for other in places if other != place)
            windows = (WorkWindow(first, last), WorkWindow(first, last, int(led[place])))
            now, later = (beside_others(rows, place, level, others, w, SETTINGS) for w in windows)
            if isinstance(now, EffectComparison):
                yield {
                    "level": str(level), "size": (now.before + now.after) / 2, "inside": now.low <= 0 <= now.high,
                    "poisson": abs(now.difference) <= (alone := NORMAL_95 * poisson_error(now)),
                    "fewer, Poisson": now.difference < -alone, "fewer": now.high < 0,
                    "fewer, led left out": later.high < 0 if isinstance(later, EffectComparison) else np.nan,
                    "own past, all": below(pasts[0].loc[place]),
                    "own past, led left out": below(pasts[led[place]].loc[place]),
                    **{f"chosen {months}": high[months].get(place, False) for months in LOOKED_AT},
                }  # fmt: skip


def below(past: pd.Series) -> float:
    return float("nan") if pd.isna(past["expected"]) else float(past["observed"] < past["lower"])


def poisson_error(found: EffectComparison) -> float:
    ratio = found.before / found.before_elsewhere
    there = found.before_elsewhere + found.after_elsewhere
    return float(np.sqrt(found.before + found.after + there * ratio**2))


def chosen(rows: pd.DataFrame, first: str) -> dict[int, dict[str, bool]]:
    """Which places were high over so many months before a start, beside a year before and the others."""
    wide = rows.pivot(index="month", columns="area", values="count").astype("Float64").dropna()
    high = {}
    for months in LOOKED_AT:
        lately = [m for n in range(1, months + 1) if (m := add_months(first, -n)) in wide.index]
        pairs = [m for m in lately if add_months(m, -12) in wide.index]
        now, then = wide.loc[pairs].sum(), wide.loc[[add_months(m, -12) for m in pairs]].sum()
        usual = then * (now.sum() / max(then.sum(), 1))
        high[months] = ((now - usual) / np.sqrt(now + then + 1) >= CHOSEN).to_dict() if len(pairs) > months / 2 else {}
    return high


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="+")
    parser.add_argument("--seeds", type=int, default=1, help="of the invented partnerships, three of each seed")
    parser.add_argument("--first-seed", type=int, default=1)
    options, lines = parser.parse_args(), []
    for _, counts, starts in partnerships(
        options.places, range(options.first_seed, options.first_seed + options.seeds)
    ):
        for _, rows in counts.groupby("category", sort=True):
            lines += [line for first in starts for length in LENGTHS for line in told(rows, first, length)]
    table = pd.DataFrame(lines)
    table["size"] = pd.cut(table["size"].astype(float), SIZES)
    by_size = table.groupby(["level", "size"], observed=True)
    print(by_size[["inside", "poisson"]].mean().assign(n=by_size.size()).round(3), "\n")
    large = table[table["size"].cat.codes >= SIZES.index(LEAST_CHOSEN)]
    verdicts = [name for name in table if str(name).startswith(("fewer", "own past"))]
    for months in LOOKED_AT:
        high = large[large[f"chosen {months}"]]
        shares = high[verdicts].astype(float).mean().round(3).to_dict()
        print(f"chosen for {months} high months, {LEAST_CHOSEN} or more: {len(high)}, {shares}")
    print(f"all of {LEAST_CHOSEN} or more: {len(large)}, {large[verdicts].astype(float).mean().round(3).to_dict()}")


if __name__ == "__main__":
    main()
