"""How long does the engine take, beside an older one?

    python -m benchmarks.detection.engine_time OLD [--large 160000]

OLD: another checkout of this repository (`git worktree add OLD COMMIT`; before issue I: f015362). The same invented
counts, five years of months, are judged by both in turn, each in a process of its own, one thread: one month and
thirteen rolled of 546 series, then, with `--large`, one month of so many. Prints processor seconds: each round's, the
medians, and the ratio of the medians. Also the most memory that a process held, the table itself included.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd

from bsafe_analysis.detection.baseline import expect
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.periods import months_between

MONTHS = months_between("2020-01", "2024-12")
PLACES = 39


def invented(series: int) -> pd.DataFrame:
    """Counts of neighbourhoods, 39 a group of categories, whose levels differ as real ones do (.1 to 200 a month)."""
    rng = np.random.default_rng(1)
    means = rng.lognormal(1.0, 1.6, series)
    season = 1 + 0.15 * np.cos(2 * np.pi * np.arange(len(MONTHS)) / 12)
    walk = np.exp(np.cumsum(rng.normal(0, 0.02, (series, len(MONTHS))), axis=1))
    at = np.arange(series)
    return pd.DataFrame(
        {
            "area": np.repeat([f"N{i % PLACES + PLACES * (i // (PLACES * 14)):06d}" for i in at], len(MONTHS)),
            "category": np.repeat([f"k{i // PLACES % 14}" for i in at], len(MONTHS)),
            "level": "neighbourhood",
            "month": list(MONTHS) * series,
            "count": pd.array(rng.poisson(means[:, None] * season * walk).ravel(), dtype="Int64"),
        }
    )


def timed(series: int, months: int) -> dict[str, float]:
    counts = invented(series)
    start = time.process_time()
    expect(counts, MONTHS[-months:], DetectionSettings())
    took = time.process_time() - start
    return {"seconds": took, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _in_tree(tree: Path, series: int, months: int) -> dict[str, float]:
    """The same question asked of that checkout's engine: this file is run as a script, its package comes from there."""
    threads = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}
    command = [sys.executable, str(Path(__file__).resolve()), "--one", str(series), str(months), "."]
    told = subprocess.run(
        command, env=os.environ | threads | {"PYTHONPATH": str(tree)}, cwd=tree, check=True, capture_output=True
    )
    return dict(json.loads(told.stdout))


def beside(old: Path, series: int, months: int, rounds: int) -> None:
    here = Path(__file__).resolve().parents[2]
    told: dict[str, list[dict[str, float]]] = {"old": [], "now": []}
    for _ in range(rounds):
        for name, tree in (("old", old.resolve()), ("now", here)):
            told[name].append(_in_tree(tree, series, months))
    middle = {name: median(each["seconds"] for each in runs) for name, runs in told.items()}
    each = {name: [round(run["seconds"], 2) for run in runs] for name, runs in told.items()}
    memory = {name: round(max(run["megabytes"] for run in runs)) for name, runs in told.items()}
    print(f"{series} series, {months} months: {middle['old']:.2f} then, {middle['now']:.2f} now, "
          f"ratio {middle['now'] / middle['old']:.2f}; {each}; MB {memory}", flush=True)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", type=Path)
    parser.add_argument("--one", nargs=2, type=int, metavar=("SERIES", "MONTHS"), help="what the processes are asked")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--large", type=int, default=0)
    parser.add_argument("--large-rounds", type=int, default=3)
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(timed(*chosen.one)))
        return
    beside(chosen.old, 546, 1, chosen.rounds)
    beside(chosen.old, 546, 13, chosen.rounds)
    if chosen.large:
        beside(chosen.old, chosen.large, 1, chosen.large_rounds)


if __name__ == "__main__":
    main()
