"""Past months of a real borough prepared with later files there and without them: nothing of later times is in them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from benchmarks.proof.part import Figures, Part
from bsafe_analysis.preparation.prepare import prepare
from tests.real.workspaces import rotherham

MONTHS = ("2018-12", "2019-06", "2019-12", "2020-04", "2020-12")


def items() -> Sequence[str]:
    return MONTHS if os.environ.get("BSAFE_REAL_DATA") else ()


def begin(home: Path) -> Path:
    return rotherham(home / "rotherham")


def measure(root: Path, month: str) -> Figures:
    alone = root.with_name(f"until-{month}")
    later = [f"{year}-*" for year in range(int(month[:4]) + 1, 2022)]
    shutil.copytree(root, alone, ignore=shutil.ignore_patterns("outputs", *later))
    replayed, before = prepare(alone, month), prepare(root, month)
    assert replayed.counts.equals(before.counts), "other counts"
    assert replayed.expectations.equals(before.expectations), "other expectations"
    assert replayed.findings == before.findings, "other findings"
    assert replayed.baseline_facts.equals(before.baseline_facts), "another baseline"
    return {"counts": len(before.counts)}


def told(measured: Sequence[Figures]) -> Figures:
    return {"counts": sum(one["counts"] for one in measured)}


PART = Part(
    "later_files", "a past month of Rotherham is the same whether or not later files are there",
    items, begin, measure, told,
)  # fmt: skip
