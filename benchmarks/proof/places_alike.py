"""Places' rates where the truth is known: do their ranges hold it, and is anybody called highest where all are alike?

Beside it: is any place that is like all others told as lastingly far above them, or above the eight that features (of
no meaning here) call most like it, from one year alone?

`make test` has the first starts (tests/detection/test_place_rates.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.proof.part import Figures, Part
from bsafe_analysis.detection.place_rates import HIGHEST, AmongHighest, place_rates
from bsafe_analysis.model.similar_places import nearest_places
from bsafe_analysis.reports.facts.lasting_differences import surely_far
from tests.detection.test_place_rates import PLACES, invented

BLOCKS, OF = 10, 50
"""Starts of either kind: so many blocks of so many."""
SPREADS = (0.3, 0.45, 0.6, 1.2)
PHIS = (1.0, 1.7, 4.0)
_NAMES = tuple(f"N{i:02}" for i in range(PLACES))


def _nothing(_: Path) -> None:
    return None


def measure(_: None, item: str) -> Figures:
    kind, block = item.split()
    rng = np.random.default_rng([int(block), kind == "alike"])
    rng_of_likeness = np.random.default_rng([int(block), kind == "alike", 8])
    sums = {
        "starts": 0,
        "ranges": 0,
        "held": 0,
        "sure": 0,
        "right": 0,
        "any_sure": 0,
        "positions": 0,
        "far": 0,
        "far_of_alike": 0,
    }
    raw = shrunken = 0.0
    for start in range(OF):
        spread = 0.0 if kind == "alike" else SPREADS[start % len(SPREADS)]
        phi = PHIS[start // len(SPREADS) % len(PHIS)]
        truth, places = invented(rng, spread, phi)
        found = place_rates(places, phi)
        rates = found.rates
        far_above = [surely_far(draws) for draws in found.over_the_others().T]
        likeness = rng_of_likeness.normal(size=(3, PLACES))
        near = nearest_places({str(f): dict(zip(_NAMES, row, strict=True)) for f, row in enumerate(likeness)})
        beside = np.array([[other in near[name] for other in _NAMES] for name in _NAMES])
        far_above_alike = [surely_far(draws) for draws in found.over_those(beside).T]
        true_position = (-truth).argsort().argsort() + 1
        sure = [i for i, rate in enumerate(rates) if rate.among_highest == AmongHighest.SURE]
        sums["starts"] += 1
        sums["ranges"] += PLACES
        sums["held"] += sum(r.low <= t <= r.high for r, t in zip(rates, truth, strict=True))
        sums["positions"] += sum(
            r.position_low <= p <= r.position_high for r, p in zip(rates, true_position, strict=True)
        )
        sums["sure"] += len(sure)
        sums["right"] += sum(int(true_position[i]) <= HIGHEST for i in sure)
        sums["any_sure"] += bool(sure)
        sums["far"] += any(far_above)
        sums["far_of_alike"] += any(far_above_alike)
        raw += float(sum((r.raw - t) ** 2 for r, t in zip(rates, truth, strict=True)))
        shrunken += float(sum((r.rate - t) ** 2 for r, t in zip(rates, truth, strict=True)))
    _hold(kind, sums, raw, shrunken)
    return {"kind": kind, **{name: int(n) for name, n in sums.items()}, "squared_error": round(shrunken / raw, 4)}


def _hold(kind: str, sums: dict[str, int], raw: float, shrunken: float) -> None:
    assert sums["held"] >= 0.93 * sums["ranges"], f"{sums['held']} of {sums['ranges']} ranges hold the truth"
    if kind == "alike":
        assert sums["any_sure"] <= sums["starts"] / 20, (
            f"{sums['any_sure']} of {sums['starts']} starts call one highest"
        )
        assert sums["far"] <= sums["starts"] / 20, f"{sums['far']} of {sums['starts']} starts tell of one far above"
        told = f"{sums['far_of_alike']} of {sums['starts']} starts tell of one far above the eight nearest"
        assert sums["far_of_alike"] <= sums["starts"] / 20, told
        assert shrunken < raw * 2 / 3, f"squared error {shrunken / raw:.2f} of the raw rates'"
    else:
        assert sums["held"] <= 0.97 * sums["ranges"], f"{sums['held']} of {sums['ranges']} ranges hold the truth"
        assert sums["right"] >= 0.9 * sums["sure"], f"{sums['right']} of {sums['sure']} called highest were"


def told(measured: Sequence[Figures]) -> Figures:
    found: Figures = {}
    for kind in ("alike", "known"):
        blocks = [one for one in measured if one["kind"] == kind]
        if not blocks:
            continue
        total = {key: sum(one[key] for one in blocks) for key in blocks[0] if key not in ("kind", "squared_error")}
        found[kind] = {
            "starts": total["starts"],
            "ranges_that_hold_the_truth": round(total["held"] / total["ranges"], 4),
            "starts_that_call_one_highest": total["any_sure"],
            "called_highest": total["sure"],
            "starts_that_tell_of_one_far_above": total["far"],
            "starts_that_tell_of_one_far_above_the_eight_nearest": total["far_of_alike"],
            "worst_block_squared_error_of_raw": max(one["squared_error"] for one in blocks),
        }
        if kind == "known":
            found[kind]["positions_that_hold_the_truth"] = round(total["positions"] / total["ranges"], 4)
            found[kind]["called_highest_that_were"] = total["right"]
    return found


PART = Part(
    "places_alike",
    "ranges of places' rates hold the truth in 93 of 100; 19 of 20 starts of equals call nobody highest",
    lambda: [f"{kind} {block}" for kind in ("alike", "known") for block in range(BLOCKS)], _nothing, measure, told,
)  # fmt: skip
