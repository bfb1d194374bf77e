"""Slow changes on invented counts whose truth is known: `python -m benchmarks.detection.drift --seeds 301 302 303`.

For the last month of each set: the share of the list that is false (no event, and true yearly means less than 5 %
apart, or the other way round), how many true ones a month, and how many of the drifts of 2, 4 and 8 % a month were
listed.
"""

from __future__ import annotations

import argparse

import numpy as np

from benchmarks.detection.run import SETS
from benchmarks.detection.simulate import Truth
from bsafe_analysis.detection.any_counts import _dense
from bsafe_analysis.detection.baseline import expect
from bsafe_analysis.detection.drift import compare_years
from bsafe_analysis.model.cycle import DetectionSettings

NO_CHANGE = 0.05


def listed(truth: Truth) -> dict[str, float]:
    settings = DetectionSettings(history_months=120)
    month = truth.months[-1]
    counts = _dense(truth.frame(), month)
    table = compare_years(counts, expect(counts, [month], settings), month, settings)
    order = {name: i for i, name in enumerate(truth.names)}
    rows = table["area"].map(order).to_numpy()
    ratio = np.log(truth.mean[:, -12:].sum(1) / truth.mean[:, -24:-12].sum(1))[rows]
    event = (truth.kind[rows] != "").any(axis=1)
    up = (table["direction"] == "up").to_numpy()
    true = event & up | (np.where(up, ratio, -ratio) >= np.log(1 + NO_CHANGE))
    alarm, shown = table["alarm"].to_numpy(), (table["alarm"] & table["matters"]).to_numpy()
    drift = (truth.kind[rows] == "drift").any(axis=1) & (truth.mean[rows][:, -12:].sum(1) >= 60)
    p = table["p"].to_numpy()
    null = ~event & (np.abs(ratio) < np.log(1 + NO_CHANGE)) & ~np.isnan(p)
    return {
        "alarms": alarm.sum(), "false": (alarm & ~true).sum(),
        "shown": shown.sum(), "shown false": (shown & ~true).sum(),
        "drifts": drift.sum(), "drifts found": (drift & shown).sum(),
        "null": null.sum(), "null p<.01": (null & (p < 0.005)).sum(), "null p<.1": (null & (p < 0.05)).sum(),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--sets", nargs="+", default=["A", "B", "C"], choices=list(SETS))
    chosen = parser.parse_args()
    for name in chosen.sets:
        each = [listed(truth) for seed in chosen.seeds for truth in SETS[name](seed)]
        total = {key: int(sum(one[key] for one in each)) for key in each[0]}
        for kind, false in (("alarms", "false"), ("shown", "shown false")):
            share = total[false] / max(total[kind], 1)
            print(f"{name} {kind}: {total[kind] / len(each):.1f} a data set, {share:.3f} false")
        print(f"{name} drifts of series of 5 a month or more: {total['drifts found']} of {total['drifts']} listed")
        quiet = [f"below {bar}: {total[f'null p<{bar}'] / total['null']:.4f}" for bar in (".01", ".1")]
        print(f"{name} quiet series, two-sided chance {', '.join(quiet)}")


if __name__ == "__main__":
    main()
