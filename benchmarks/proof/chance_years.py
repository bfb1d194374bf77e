"""Years of chance alone in a small partnership: how many months have a signal, where every signal is false?

`make test` has the first five seeds (test_stories.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.proof.part import Figures, Part
from tests.reports.documents.test_stories import months_with_any, most

BLOCKS, OF = 1, 20
"""Partnerships: so many blocks of so many."""


def _nothing(_: Path) -> None:
    return None


def measure(_: None, item: str) -> Figures:
    first, months = OF * int(item), 12 * OF
    found = months_with_any(range(first, first + OF))
    assert found <= most(months), f"{found} of {months} months have a signal"
    return {"months": months, "with_any": found}


def told(measured: Sequence[Figures]) -> Figures:
    months, found = (sum(one[name] for one in measured) for name in ("months", "with_any"))
    return {"months": months, "with_any": found, "share": round(found / months, 4)}


PART = Part(
    "chance_years", "where nothing happens, a partnership of 12 series has a signal in at most 1 month of 10",
    lambda: [str(number) for number in range(BLOCKS)], _nothing, measure, told,
)  # fmt: skip
