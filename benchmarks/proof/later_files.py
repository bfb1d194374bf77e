"""Past months prepared with later files there and without them: nothing of later times is in them.

Of a real borough, and of the second invented partnership, whose partners send extracts of their own; `make test` has
the smallest partnership (tests/preparation/test_prepare.py).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from benchmarks.proof.part import Figures, Part
from bsafe_analysis.preparation.prepare import prepare
from bsafe_analysis.sample import make_sample
from tests.preparation.test_prepare import is_the_same_month
from tests.real.workspaces import rotherham

INVENTED = "odd 2026-03"
LATER_THAN_INVENTED = ("2026-04*", "2026-05-*", "2026-06", "2026-07-05")
MONTHS = ("2018-12", "2019-06", "2019-12", "2020-04", "2020-12")


def items() -> Sequence[str]:
    return (INVENTED, *(MONTHS if os.environ.get("BSAFE_REAL_DATA") else ()))


def begin(home: Path) -> Path:
    return home


def measure(home: Path, item: str) -> Figures:
    if item == INVENTED:
        root, month, later = _invented(home / "odd"), item.split()[1], LATER_THAN_INVENTED
    else:
        root, month = _real(home / "rotherham"), item
        later = tuple(f"{year}-*" for year in range(int(month[:4]) + 1, 2022))
    alone = root.with_name(f"{root.name}-until-{month}")
    shutil.copytree(root, alone, ignore=shutil.ignore_patterns("outputs", "prepared", *later))
    before = prepare(root, month)
    is_the_same_month(prepare(alone, month), before)
    return {"counts": len(before.counts)}


def _invented(folder: Path) -> Path:
    make_sample(folder, 2026, "odd")
    return folder


def _real(folder: Path) -> Path:
    return folder if folder.exists() else rotherham(folder)


def told(measured: Sequence[Figures]) -> Figures:
    return {"counts": sum(one["counts"] for one in measured)}


PART = Part(
    "later_files", "a past month is the same whether or not later files are there",
    items, begin, measure, told,
)  # fmt: skip
