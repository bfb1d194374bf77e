"""Our farringtonFlexible against what the R package returned: expected, limit, p value, dispersion, trend and alarm."""

import json
import os
from pathlib import Path

import numpy as np
import pytest

from bsafe_analysis.detection.peers.farrington import Control, judge

FOLDER = Path(os.environ.get("BSAFE_REFERENCE", Path(__file__).parents[3] / "shared" / "reference"))
FILE = FOLDER / "farrington.json"
RUNS = (
    [(s, run) for s in json.loads(FILE.read_text())["series"] for run in s["runs"]] if FILE.exists() else [(None, None)]
)


def control_of(series, control):
    return Control(
        frequency=series["frequency"],
        years=control["b"],
        half_window=control["w"],
        periods=control["noPeriods"],
        left_out=control["pastWeeksNotIncluded"],
        reweight=control["reweight"],
        outlying=control["weightsThreshold"],
        trend=control["trend"],
        trend_threshold=control["pThresholdTrend"],
        alpha=control["alpha"],
        least=tuple(control["limit54"]),
        limit=control["thresholdMethod"],
        compatible=True,
    )


def agrees(ours, theirs, relative, absolute):
    if theirs is None:
        return bool(np.isnan(ours))
    return bool(np.isclose(ours, theirs, rtol=relative, atol=absolute))


@pytest.mark.parametrize(
    ("series", "run"), RUNS, ids=[f"{s['name']}-{r['control_name']}" if s else "" for s, r in RUNS]
)
def test_every_judged_period_agrees_with_the_r_package(series, run):
    if series is None:
        pytest.skip(f"no reference values: {FILE.name} is in none of BSAFE_REFERENCE and ../shared/reference")
    control = control_of(series, run["control"])
    counts = np.array([series["counts"]], dtype=float)
    limit = (1e-3, 0) if control.limit == "delta" else (0, 0)
    tolerances = {"expected": (1e-4, 0), "phi": (1e-4, 0), "trend": (1e-4, 0), "upper": limit, "p": (0, 1e-3)}
    names = {"upper": "upperbound", "p": "pvalue", "trend": "trend_coef"}
    positions = range(run["range_first_1based"] - 1, run["range_last_1based"])
    assert len(positions) == len(run["expected"]) > 0
    for i, position in enumerate(positions):
        ours = judge(counts, position, control)
        for name, tolerance in tolerances.items():
            value, reference = getattr(ours, name)[0], run[names.get(name, name)][i]
            assert agrees(value, reference, *tolerance), (name, position + 1, value, reference)
        assert bool(ours.alarm[0]) == run["alarm"][i]
