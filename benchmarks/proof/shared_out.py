"""Ways to share places out where the truth is known: are equals told apart, and do the ranges of balance hold it?

`alike`: 32 places that are equal in truth, of real dispersion: no two teams may be told apart, nobody is surely among
the five. `known`: gamma rates with the spread measured on real boroughs: ranges hold the true ratio of the teams' work.

`make test` has the first starts (tests/reports/documents/test_resourcing_paper.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.proof.part import Figures, Part
from bsafe_analysis.detection.place_rates import AmongHighest
from bsafe_analysis.reports.facts.cluster_options import options_compared
from bsafe_analysis.reports.facts.place_baselines import place_baselines
from bsafe_analysis.reports.facts.work_and_need import work_told
from tests.reports.documents.test_resourcing_paper import CODES, area_of, columns, month

BLOCKS, OF = 5, 20
SPREADS, PHIS = (0.3, 0.45, 0.6, 1.2), (1.7, 4.0)
USUAL = 300


def _nothing(_: Path) -> None:
    return None


def measure(_: None, item: str) -> Figures:
    kind, block = item.split()
    rng = np.random.default_rng([int(block), kind == "alike"])
    sums = {"starts": 0, "apart": 0, "any_sure": 0, "ranges": 0, "held": 0, "places": 0, "places_held": 0}
    for start in range(OF):
        spread = 0.0 if kind == "alike" else SPREADS[start % len(SPREADS)]
        factor = rng.gamma(1 / spread**2, spread**2, len(CODES)) if spread else np.ones(len(CODES))
        truth = dict(zip(CODES, (USUAL * factor).tolist(), strict=True))
        sets = (columns(),)
        told = month(truth, seed=1000 * int(block) + start, phi=PHIS[start % len(PHIS)], sets=sets)
        baselines = place_baselines(told)
        work = work_told(told, baselines)
        if work is None:
            raise AssertionError("nothing was told")
        options = options_compared(told, baselines, work)
        groups = [[c for c in CODES if area_of(c) == f"A{i}"] for i in range(1, 5)]
        for option, teams in zip(options.every, (groups, [list(c.members) for c in sets[0].clusters]), strict=True):
            loads = [sum(truth[place] for place in team) for team in teams]
            sums["ranges"] += 1
            sums["held"] += option.ratio_lower <= max(loads) / min(loads) <= option.ratio_upper
        sums["starts"] += 1
        sums["apart"] += options.differ
        sums["any_sure"] += any(r.among is AmongHighest.SURE for k in baselines.kinds for r in k.rows)
        week = {place: n * 7 / 365.25 for place, n in truth.items()}
        sums["places"] += len(work.rows)
        sums["places_held"] += sum(row.lower - 0.05 <= week[row.place.code] <= row.upper + 0.05 for row in work.rows)
    _hold(kind, sums)
    return {"kind": kind, **{name: int(n) for name, n in sums.items()}}


def _hold(kind: str, sums: dict[str, int]) -> None:
    assert sums["places_held"] >= 0.92 * sums["places"], (
        f"{sums['places_held']} of {sums['places']} ranges of work hold"
    )
    if kind == "alike":
        assert sums["apart"] <= sums["starts"] / 10, f"{sums['apart']} of {sums['starts']} starts tell equals apart"
        assert sums["any_sure"] <= sums["starts"] / 10, (
            f"{sums['any_sure']} of {sums['starts']} starts call one highest"
        )
    else:
        assert sums["held"] >= 0.85 * sums["ranges"], f"{sums['held']} of {sums['ranges']} ranges of balance hold"


def told(measured: Sequence[Figures]) -> Figures:
    found: Figures = {}
    for kind in ("alike", "known"):
        blocks = [one for one in measured if one["kind"] == kind]
        if blocks:
            total = {key: sum(one[key] for one in blocks) for key in blocks[0] if key != "kind"}
            found[kind] = {
                "starts": total["starts"],
                "starts_that_tell_today_s_teams_apart": total["apart"],
                "starts_that_call_one_highest": total["any_sure"],
                "ranges_of_balance_that_hold_the_truth": round(total["held"] / total["ranges"], 4),
                "ranges_of_work_that_hold_the_truth": round(total["places_held"] / total["places"], 4),
            }
    return found


PART = Part(
    "shared_out",
    "teams that are alike in truth are told apart in one start of ten at most; ranges of work hold it in 92 of 100",
    lambda: [f"{kind} {block}" for kind in ("alike", "known") for block in range(BLOCKS)], _nothing, measure, told,
)  # fmt: skip
