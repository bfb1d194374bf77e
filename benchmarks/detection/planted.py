"""Is a rise of half in one real series found? `BSAFE_REAL_DATA=... python -m benchmarks.detection.planted Rotherham`.

Six calm months (September 2019 to February 2020) and six after the restrictions are judged as they are and with a rise
of 50 % planted through all six in every tenth series of each size, each in its turn. Prints by size: which share of
those planted is on a month's list in any of the six, and which has a chance under 1 % in any; and, of the counts as
they are, the share of series-months whose chance lies below 1 %, which is what real series of ordinary times give.

    ... planted PLACES --turns 10 --keep F/now      here, and in a checkout of an older engine with --keep F/then
    ... planted --beside F/now F/then               on the same rises; also with as many alarms of either when quiet
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


def quiet_threshold(chances: np.ndarray) -> float:
    """The chance of a rise below which one of a hundred series-months as they are lies."""
    return float(np.quantile(chances, 0.01))


def best_rise(rows: pd.DataFrame) -> pd.Series:
    """The smallest chance of a rise, by series, in any of the months."""
    rows = rows.assign(p=rows["p"].where(rows["observed"].astype(float) > rows["expected"], 1.0))
    return rows.groupby(["area", "category"])["p"].min()


def measured(place: str, turns: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Of one place: what became of each rise planted; and the series-months as they are."""
    counts, _ = counts_of(Path(os.environ["BSAFE_REAL_DATA"]), place)
    found, quiet = [], []
    for first, last in WINDOWS:
        months = months_between(first, last)
        quiet.append(listed(expect(counts, months, SETTINGS)))
        for turn in range(turns):
            changed, series = planted(counts, months, 3 * turn)
            rows = listed(expect(changed, months, SETTINGS))
            each = rows.groupby(["area", "category"])[["alarm", "alone"]].any().reindex(series.index)
            found.append(each.assign(size=series.astype(float), p=best_rise(rows), window=first))
    return pd.concat(found).dropna().assign(place=place).reset_index(), pd.concat(quiet).assign(place=place)


def told_of(found: pd.DataFrame, quiet: pd.DataFrame) -> None:
    sizes = found.groupby(pd.cut(found["size"], SIZES))
    print(sizes[["alarm", "alone"]].mean().assign(n=sizes.size()).round(3))
    size = pd.cut(quiet["expected"], (0, *SIZES))
    chances = pd.DataFrame({"n": 1, "rises": quiet["p_high"] < 0.01, "falls": quiet["p_low"] < 0.01})
    print(chances.groupby(size).agg({"n": "size", "rises": "mean", "falls": "mean"}).round(4))
    both = ((chances["rises"] | chances["falls"]).mean()) / 2
    print(f"all: rises {chances['rises'].mean():.4f}, falls {chances['falls'].mean():.4f}, a side {both:.4f}")
    print(f"listed rises a month and place: {quiet['alarm'].sum() / quiet['place'].nunique() / 12:.2f}")


def beside(now: Path, then: Path) -> None:
    """Two engines on the same rises, by size: listed, under 1 %, and with as many alarms of either in quiet months."""
    lines = {}
    both = [(pd.read_parquet(f"{at}.found.parquet"), pd.read_parquet(f"{at}.quiet.parquet")) for at in (now, then)]
    key = ["place", "window", "area", "category"]
    pair = both[0][0].merge(both[1][0], on=key, suffixes=("_now", "_then"))
    pair["band"] = pd.cut(pair["size_now"], SIZES)
    for band, rows in pair.groupby("band", observed=True):
        line: dict[str, object] = {"n": len(rows)}
        equal = []
        for name, (_, quiet) in zip(("now", "then"), both, strict=True):
            as_is = quiet[pd.cut(quiet["expected"], SIZES) == band]
            chances = as_is["p"].where(as_is["observed"].astype(float) > as_is["expected"], 1.0)
            equal.append((rows[f"p_{name}"] < quiet_threshold(chances.to_numpy(dtype=float))).to_numpy())
            line[f"listed, {name}"] = rows[f"alarm_{name}"].mean()
            line[f"1 %, {name}"] = rows[f"alone_{name}"].mean()
            line[f"quiet, {name}"] = (chances < OVERLAP * 0.01).mean()
            line[f"equal, {name}"] = equal[-1].mean()
        rng = np.random.default_rng(1)
        at = rng.integers(0, len(rows), (1000, len(rows)))
        ratios = equal[0][at].mean(1) / np.maximum(equal[1][at].mean(1), 1e-9)
        low, high = np.quantile(ratios, [0.025, 0.975])
        line["ratio at equal alarms"] = f"{equal[0].mean() / equal[1].mean():.3f} [{low:.3f}, {high:.3f}]"
        lines[band] = line
    with pd.option_context("display.width", 220, "display.max_columns", 20):
        print(pd.DataFrame(lines).T)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="*")
    parser.add_argument("--turns", type=int, default=2, help="10: every series has its turn")
    parser.add_argument("--keep", type=Path, help="what was measured is kept here")
    parser.add_argument("--beside", nargs=2, type=Path, metavar=("NOW", "THEN"), help="two that were kept")
    chosen = parser.parse_args()
    if chosen.beside:
        beside(*chosen.beside)
        return
    parts = [measured(place, chosen.turns) for place in chosen.places]
    found, quiet = (pd.concat(part, ignore_index=True) for part in zip(*parts, strict=True))
    told_of(found, quiet)
    if chosen.keep:
        found.to_parquet(f"{chosen.keep}.found.parquet")
        quiet[["place", "month", "area", "category", "observed", "expected", "p", "alarm"]].to_parquet(
            f"{chosen.keep}.quiet.parquet"
        )


if __name__ == "__main__":
    main()
