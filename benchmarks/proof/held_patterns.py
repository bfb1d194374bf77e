"""Sources that begin late, pause and say no places, in patterns drawn at random: nobody is moved by another.

`make test` has one pattern typed by hand (tests/detection/test_held_groups.py).
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from benchmarks.proof.part import Figures, Part
from tests.detection.test_held_groups import MONTHS, nobody_is_moved_by_another

PATTERNS = 40
FIRST_GAP = 14
"""Months of history before the police miss one."""


def measure(_: None, item: str) -> Figures:
    drawn = random.Random(int(item))
    gaps = set(drawn.sample(range(FIRST_GAP, len(MONTHS) - 1), drawn.randint(0, 2)))
    nobody_is_moved_by_another(gaps, _pattern(drawn), _pattern(drawn))
    return {"gaps": len(gaps)}


def _pattern(drawn: random.Random) -> tuple[int, set[int], bool]:
    """From which month it is held, its pauses, and whether it says places."""
    pauses = set(drawn.sample(range(len(MONTHS)), drawn.randint(0, 6)))
    return drawn.randrange(len(MONTHS)), pauses, drawn.random() < 0.5


def told(measured: Sequence[Figures]) -> Figures:
    return {"patterns": len(measured), "with_a_gap_of_the_police": sum(one["gaps"] > 0 for one in measured)}


def _nothing(_: Path) -> None:
    return None


PART = Part(
    "held_patterns", "the police's findings are the same whatever partners sent, and no story crosses a gap",
    lambda: [str(number) for number in range(PATTERNS)], _nothing, measure, told,
)  # fmt: skip
