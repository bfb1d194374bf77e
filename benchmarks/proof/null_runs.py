"""Series in which nothing happens, beside some in which something does: how often is a quiet month flagged?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.detection.methods import ALPHA, ours
from benchmarks.detection.simulate import JUDGED, set_a
from benchmarks.proof.part import Figures, Part

SEEDS = range(401, 441)
"""No choice was made on these: docs/method.md."""
MOST = 1.5 * ALPHA


def measure(_: None, item: str) -> Figures:
    truth = set_a(int(item))
    found = ours(truth)
    quiet = truth.kind == ""
    counts = truth.counts[:, -JUDGED:]
    inside = (counts >= found.lower) & (counts <= found.upper)
    assert np.isfinite(found.expected).all(), "a series was not answered"
    assert found.flag[quiet].mean() <= MOST, f"{found.flag[quiet].mean():.4f} of quiet months are flagged"
    return {
        "quiet": int(quiet.sum()), "flagged": int(found.flag[quiet].sum()), "inside": int(inside[quiet].sum()),
        "listed": int(found.listed.sum()), "listed_false": int((found.listed & quiet).sum()),
    }  # fmt: skip


def told(measured: Sequence[Figures]) -> Figures:
    """Quiet series-months, the share of them flagged (alpha is 0.01) and inside the 98 % range; false among listed."""
    sums = {name: sum(one[name] for one in measured) for name in measured[0]}
    return {
        "quiet_series_months": sums["quiet"],
        "flagged": round(sums["flagged"] / sums["quiet"], 5),
        "inside_98": round(sums["inside"] / sums["quiet"], 4),
        "listed": sums["listed"],
        "listed_false": round(sums["listed_false"] / max(sums["listed"], 1), 4),
    }


def _nothing(_: Path) -> None:
    return None


PART = Part(
    "null_runs", f"of quiet series-months no set flags more than {MOST:.1%} (alpha {ALPHA:.0%})",
    lambda: [str(seed) for seed in SEEDS], _nothing, measure, told,
)  # fmt: skip
