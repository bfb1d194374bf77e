"""Twelve monthly editions, each read whole by someone who keeps them all: can a hidden count be worked out?

`make test` replays the two between which late rows arrive (test_editions.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.proof.part import Figures, Part
from tests.preparation.test_editions import SLACK, YEAR, a_year_of_editions, recovered


def measure(_: None, item: str) -> Figures:
    hidden, broken = recovered(a_year_of_editions(item, YEAR), item, SLACK[item])
    assert hidden >= 100, f"only {hidden} counts are hidden: too few to tell"
    assert broken == 0, f"{broken} of {hidden} hidden counts can be worked out"
    return {"hidden": hidden}


def told(measured: Sequence[Figures]) -> Figures:
    """Counts that no edition told, and of which nothing could be worked out."""
    return {"hidden": sum(one["hidden"] for one in measured)}


def _nothing(_: Path) -> None:
    return None


PART = Part(
    "year_of_editions", "a year of editions, kept side by side, gives no hidden count away",
    lambda: list(SLACK), _nothing, measure, told,
)  # fmt: skip
