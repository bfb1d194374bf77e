"""Runs killed at random moments in six ways (benchmarks/kills.py): nothing is left, what is published is whole."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import kills
from benchmarks.proof.part import Figures, Part

TIMES = 200


@dataclass(frozen=True)
class Undisturbed:
    """The workspace that each kill begins with, and what a run that nobody disturbs publishes, in how many seconds."""

    start: Path
    home: Path
    whole: dict[str, bytes]
    seconds: float


def begin(home: Path) -> Undisturbed:
    start = kills.prepared_start(home)
    return Undisturbed(start, home, *kills.undisturbed(start, home))


def measure(begun: Undisturbed, item: str) -> Figures:
    number = int(item)
    after = random.Random(number).uniform(kills.STARTED, begun.seconds)  # each share kills at the same moments
    try:
        gone = kills.kill_once(begun.start, begun.home / "killed", way(number), after, begun.whole)
    except kills.Outcome as wrong:
        raise AssertionError(f"{way(number)} after {after:.2f} s: {wrong}") from None
    return {"way": way(number), "gone": gone}


def way(number: int) -> str:
    return kills.WAYS[number % len(kills.WAYS)]


def told(measured: Sequence[Figures]) -> Figures:
    """Kills of each kind that went well, and the slowest end of the last process in seconds."""
    ways = [one["way"] for one in measured]
    good = {name: ways.count(name) for name in kills.WAYS if name in ways}
    return {"good": good, "slowest_end_s": round(max(one["gone"] for one in measured), 2)}


PART = Part(
    "killed_runs", "a killed run leaves no process and nothing half-published, and the next run goes on",
    lambda: [str(number) for number in range(TIMES)], begin, measure, told,
)  # fmt: skip
