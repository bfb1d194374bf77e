"""Tests that take long by nature, tried where they stand: another borough, another seed, another way to stop a run.

They are marked `proof`, a whole test or single values of one; `make test` has at least one of each kind.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from benchmarks.proof.part import Figures, Part

ROOT = Path(__file__).parents[2]
PASSED = re.compile(r"(\d+) passed")


@cache
def items() -> tuple[str, ...]:
    """Every marked test by its name; those of real data where there is any."""
    chosen = "proof" if os.environ.get("BSAFE_REAL_DATA") else "proof and not real"
    said = _pytest("--collect-only", "-m", chosen, *files_with("mark.proof")).stdout
    return tuple(sorted(line for line in said.splitlines() if "::" in line))


def files_with(text: str) -> tuple[str, ...]:
    """The files of tests in which this is written."""
    files = sorted(path for path in ROOT.glob("tests/**/test_*.py") if text in path.read_text("utf-8"))
    return tuple(path.relative_to(ROOT).as_posix() for path in files)


def passed(home: Path, *words: str, **settings: str) -> int:
    """How many tests passed of those chosen; AssertionError where one did not, or none was there."""
    done = _pytest(*words, "--basetemp", str(home / "tests"), **settings)
    assert done.returncode == 0, done.stdout[-2000:]
    found = PASSED.search(done.stdout)
    assert found is not None, done.stdout[-2000:]
    return int(found[1])


def _pytest(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *words]
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | settings, capture_output=True, text=True, check=False
    )  # fmt: skip


def begin(home: Path) -> Path:
    return home


def measure(home: Path, item: str) -> Figures:
    return {"passed": passed(home, item)}


def told(measured: Sequence[Figures]) -> Figures:
    return {"passed": sum(one["passed"] for one in measured)}


PART = Part(
    "long_tests", "what holds of one borough, seed or way in `make test` holds of the others",
    items, begin, measure, told,
)  # fmt: skip
