"""The first invented partnership with all of its 33 neighbourhoods; `make test` has a third of it (tests/shared.py)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.proof.part import Figures, Part
from tests.shared import WHOLE_SAMPLE

ROOT = Path(__file__).parents[2]
TESTS = ("tests/preparation/test_prepare.py", "tests/reports/test_whole_pack.py")


def items() -> Sequence[str]:
    return ("main",)


def begin(home: Path) -> Path:
    return home


def measure(home: Path, item: str) -> Figures:
    """Its month is prepared once, then: planted stories are found, quiet places are quiet, all pages agree."""
    words = [sys.executable, "-m", "pytest", *TESTS, "-k", item, "--basetemp", str(home / "tests")]
    done = subprocess.run(
        words, cwd=ROOT, env=os.environ | {WHOLE_SAMPLE: "1"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:]
    (passed,) = re.findall(r"(\d+) passed", done.stdout)
    return {"passed": int(passed)}


def told(measured: Sequence[Figures]) -> Figures:
    return {"tests": sum(one["passed"] for one in measured)}


PART = Part(
    "whole_sample", "what holds of a third of the first invented partnership holds of all of it",
    items, begin, measure, told,
)  # fmt: skip
