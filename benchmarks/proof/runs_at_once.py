"""Four commands for one month begun together, from raw files: one makes the pack, the others are told who.

`make test` has two, with the month prepared (test_whole_runs.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.proof.part import Figures, Part
from tests.batch.partnership import make_partnership
from tests.batch.test_whole_runs import of_runs_at_once_one_makes_the_pack

TIMES, AT_ONCE = 20, 4


def begin(home: Path) -> Path:
    return home


def measure(home: Path, item: str) -> Figures:
    of_runs_at_once_one_makes_the_pack(make_partnership(home / item), AT_ONCE)
    return {"told": AT_ONCE - 1}


def told(measured: Sequence[Figures]) -> Figures:
    """Commands that were told who makes the month."""
    return {"told": sum(one["told"] for one in measured)}


PART = Part(
    "runs_at_once", "of four runs of one month begun together one makes the pack and the others are told who",
    lambda: [str(number) for number in range(TIMES)], begin, measure, told,
)  # fmt: skip
