"""One process that makes pack after pack (benchmarks/steady.py): it stays small and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import psutil

from benchmarks.proof.part import Figures, Part
from benchmarks.steady import MB, left_over
from bsafe_analysis.batch.run import RunOptions, run_pack
from tests.batch.partnership import make_partnership

PACKS = 80
MONTH = "2026-09"
MOST_GROWN = 30.0
"""Megabytes."""


def begin(home: Path) -> Path:
    return make_partnership(home / "vale")


def measure(root: Path, _: str) -> Figures:
    others = set(psutil.Process().children(recursive=True))  # of another part, which this process ran before
    result = run_pack(root, MONTH, RunOptions(force=True))
    assert not result.failed, str(result.failed[0][1])
    behind = set(psutil.Process().children(recursive=True)) - others
    assert not behind, f"left behind: {behind}"
    left = left_over()
    return {"documents": len(result.made), "own_mb": psutil.Process().memory_full_info().uss / MB, **left}


def told(measured: Sequence[Figures]) -> Figures:
    """Documents made, and how much the process and its open files have grown since the second pack."""
    early, last = measured[min(1, len(measured) - 1)], measured[-1]
    grown = last["own_mb"] - early["own_mb"]
    return {
        "documents": sum(one["documents"] for one in measured),
        "grown_mb": round(grown, 1),
        "grew_too_much": bool(grown > MOST_GROWN),
        "more_open_files": last["files"] - early["files"],
    }


PART = Part(
    "soak", "a process that makes packs again and again stays small and leaves no process and no open file",
    lambda: [str(number) for number in range(PACKS)], begin, measure, told,
)  # fmt: skip
