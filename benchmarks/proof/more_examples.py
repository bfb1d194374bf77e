"""Every property of the tests, tried with ten times as many examples as `make test` has for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from benchmarks.proof import long_tests
from benchmarks.proof.part import Figures, Part
from tests.examples import TIMES

MORE = 10


@cache
def items() -> tuple[str, ...]:
    """The files that hold properties; hypothesis marks each of them."""
    return long_tests.files_with("from hypothesis import")


def begin(home: Path) -> Path:
    return home


def measure(home: Path, item: str) -> Figures:
    """All properties of one file."""
    return {"properties": long_tests.passed(home, "-m", "hypothesis and not browser", item, **{TIMES: str(MORE)})}


def told(measured: Sequence[Figures]) -> Figures:
    return {"properties": sum(one["properties"] for one in measured)}


PART = Part(
    "more_examples", "no property fails with ten times the examples of `make test`", items, begin, measure, told
)
