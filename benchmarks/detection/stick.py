"""The measuring stick: one to six months ahead on real counts, by size, in calm and in exceptional half-years.

    export BSAFE_REAL_DATA=...
    python -m benchmarks.detection.stick peers  F/peers.parquet                  # ETS + Theta, last month: ten minutes
    python -m benchmarks.detection.stick engine F/now.parquet
    python -m benchmarks.detection.stick score  F/now.parquet F/then.parquet F/peers.parquet

What is saved is scored already, so the peers and an older engine (the same command, run there) are asked once.
`score` prints the first by size and time, then each other one beside it on the same series-months: relative
differences with 95 % intervals from drawing whole series anew. A month is calm by a rule that looks at no count: it
lies outside the exceptional time that the starter's detection.yml names, and no recording change is known.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.detection.engine_forecasts import engine_ahead, engine_month
from benchmarks.detection.real import FIRST_JUDGED, counts_of
from bsafe_analysis.detection.baseline import grid_of
from bsafe_analysis.detection.peers.exponential_smoothing import ets_and_theta, last_month
from bsafe_analysis.detection.scores import crps_normal, interval_score
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.cycle import DetectionSettings, ExceptionalTime

PLACES = ("Rotherham", "Barnsley", "Doncaster", "Sheffield", "City of London", "Bolton")
BANDS = {"<1": (0, 1), "1-5": (1, 5), "5-20": (5, 20), "20-100": (20, 100), ">100": (100, 1e9)}
SETTINGS = DetectionSettings(exceptional=(ExceptionalTime("restrictions", "2020-03", "2021-03"),))
KEY = ["place", "area", "category", "month", "ahead"]
LONGEST = 6
EVERY = 3
"""Forecasts further ahead are made every so many months."""
PEER_FROM, PEER_EVERY = 100.0, 3
"""The peers take half a second a forecast: only series so large are asked, and every third month."""
NORMAL_95 = 1.959964
DRAWS = 500


@dataclass(frozen=True)
class Held:
    """The counts of one place, and the months that are judged: received, with a year of history."""

    place: str
    counts: pd.DataFrame
    areas: Areas
    months: tuple[str, ...]


def held(places: tuple[str, ...]) -> Iterator[Held]:
    for place in places:
        counts, areas = counts_of(Path(os.environ["BSAFE_REAL_DATA"]), place)
        received = counts.loc[counts["count"].notna(), "month"]
        months = tuple(sorted(set(received) & set(sorted(counts["month"].unique())[FIRST_JUDGED:])))
        yield Held(place, counts, areas, months)


def engine(places: tuple[str, ...]) -> pd.DataFrame:
    """Our own forecasts: the next month's as `expect` judges it, further ones as `forecast_months` tells them."""
    parts = []
    for it in held(places):
        start = time.process_time()
        parts.append(engine_month(it.counts, it.areas, it.months, SETTINGS).assign(place=it.place))
        print(f"{it.place}: {time.process_time() - start:.1f} s for {len(it.months)} months")
        for origin in it.months[::EVERY]:
            rows = engine_ahead(it.counts, it.areas, origin, SETTINGS, LONGEST)
            parts.append(rows[rows["ahead"] > 1].assign(place=it.place))
    return pd.concat(parts, ignore_index=True).dropna(subset=["observed", "mean"])


def peers(places: tuple[str, ...]) -> pd.DataFrame:
    """ETS + Theta and last month's count, for the series that are large enough."""
    rows = []
    for it in held(places):
        grid = grid_of(it.counts)
        for month in it.months[::PEER_EVERY]:
            now = grid.months.index(month)
            usual = np.nanmean(grid.y[:, max(now - 12, 0) : now], axis=1)
            for i in np.flatnonzero(usual >= PEER_FROM):
                rows += _peer_rows(it.place, grid, i, now)
    return pd.DataFrame(rows).dropna(subset=["observed"])


def _peer_rows(place, grid, i, now):
    seen = grid.y[i, now : now + LONGEST]
    for method, rule in (("ETS + Theta", ets_and_theta), ("last month", last_month)):
        told = rule(grid.y[i, :now], len(seen))
        lower, upper = (told.mean + sign * NORMAL_95 * told.sd for sign in (-1, 1))
        crps = crps_normal(told.mean, told.sd, seen)
        for k, count in enumerate(seen):
            yield {
                "method": method, "place": place, "area": grid.keys["area"][i], "category": grid.keys["category"][i],
                "month": grid.months[now + k], "ahead": k + 1, "observed": count, "mean": told.mean[k],
                "lower": max(lower[k], 0.0), "upper": upper[k], "crps": crps[k],
            }  # fmt: skip


def with_bands(rows: pd.DataFrame, sizes: pd.Series) -> pd.DataFrame:
    """The size band (`sizes`: the expectation by KEY, the same for every method) and when it was."""
    size = sizes.reindex(pd.MultiIndex.from_frame(rows[KEY])).to_numpy()
    edges = [low for low, _ in BANDS.values()] + [np.inf]
    exceptional = rows["month"].map(lambda month: SETTINGS.exceptional_time(month) is not None)
    half = rows["month"].str[:4] + np.where(rows["month"].str[5:] <= "06", " H1", " H2")
    when = np.where(exceptional, "exceptional", "calm")
    return rows.assign(band=pd.cut(size, edges, right=False, labels=list(BANDS)), when=when, half=half)


def scored(rows: pd.DataFrame, counts: pd.Series) -> pd.DataFrame:
    """Errors, inside or not, width and interval score; `year_ago`: the error of the same month last year."""
    index = pd.MultiIndex.from_arrays([rows["place"], rows["area"], rows["category"], rows["month"].map(_year_before)])
    year_ago = counts.reindex(index).to_numpy(dtype=float)
    seen = rows["observed"].to_numpy(dtype=float)
    return rows.assign(
        error=np.abs(seen - rows["mean"]), year_ago=np.abs(seen - year_ago),
        inside=(seen >= rows["lower"]) & (seen <= rows["upper"]), width=rows["upper"] - rows["lower"],
        interval=interval_score(rows["lower"].to_numpy(), rows["upper"].to_numpy(), seen, SETTINGS.coverage),
    )  # fmt: skip


def _year_before(month: str) -> str:
    return f"{int(month[:4]) - 1}{month[4:]}"


def table(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """n, CRPS, scaled error (1: the same month last year), coverage, width and interval score."""
    both = rows[rows["year_ago"].notna()].groupby(by, observed=True)
    group = rows.groupby(by, observed=True)
    scaled = (both["error"].sum() / both["year_ago"].sum()).rename("scaled error")
    means = group[["crps", "inside", "width", "interval"]].mean()
    return pd.concat([group.size().rename("n"), scaled, means], axis=1).round(3)


def beside(ours: pd.DataFrame, other: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Ours over the other's on the same series-months, less 1, with 95 % intervals over series."""
    names = ["crps", "error", "width", "interval"]
    pair = ours.merge(other[[*KEY, *names, "inside"]], on=KEY, suffixes=("", "_other"))
    rng, told = np.random.default_rng(1), {}
    for key, rows in pair.groupby(by, observed=True):
        sums = rows.groupby(["place", "area", "category"])[[*names, *(f"{n}_other" for n in names)]].sum().to_numpy()
        drawn = rng.multinomial(len(sums), np.full(len(sums), 1 / len(sums)), DRAWS) @ sums
        line = {"n": len(rows), "inside": rows["inside"].mean(), "other's": rows["inside_other"].mean()}
        for k, name in enumerate(names):
            ratio = sums[:, k].sum() / sums[:, k + 4].sum() - 1
            low, high = np.quantile(drawn[:, k] / drawn[:, k + 4] - 1, [0.025, 0.975])
            line[name] = f"{ratio:+.3f} [{low:+.3f}, {high:+.3f}]"
        told[key] = line
    return pd.DataFrame(told).T


def score(files: list[Path], places: tuple[str, ...]) -> None:
    counts = pd.concat(
        {it.place: it.counts.set_index(["area", "category", "month"])["count"].astype("Float64") for it in held(places)}
    )
    counts = pd.Series(counts.to_numpy(dtype=float, na_value=np.nan), index=counts.index)
    first, *others = (rows[rows["place"].isin(places)] for rows in map(pd.read_parquet, files))
    then = next((other for other in others if other["method"].nunique() == 1), first)
    sizes = then.drop_duplicates(KEY).set_index(KEY)["mean"]
    ours = scored(with_bands(first, sizes), counts).dropna(subset="band")
    next_month, further = ours[ours["ahead"] == 1], ours[ours["ahead"] > 1]
    with pd.option_context("display.width", 200, "display.max_rows", 200, "display.max_columns", 30):
        for by in (["when", "band"], ["half", "when", "band"]):
            print(table(next_month, by), "\n")
        print("two to six months ahead\n", table(further, ["when", "band"]), "\n")
        for other in others:
            for method, rows in scored(with_bands(other, sizes), counts).dropna(subset="band").groupby("method"):
                print(f"beside {method}\n", beside(next_month, rows, ["when", "band"]))
                print(f"beside {method}, two to six ahead\n", beside(further, rows, ["when", "band"]), "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("engine", "peers", "score"))
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--places", nargs="+", default=list(PLACES))
    chosen = parser.parse_args()
    places = tuple(chosen.places)
    if chosen.what == "score":
        score(chosen.files, places)
    else:
        told = engine(places) if chosen.what == "engine" else peers(places)
        chosen.files[0].parent.mkdir(parents=True, exist_ok=True)
        told.to_parquet(chosen.files[0])


if __name__ == "__main__":
    main()
