"""A part of the proof: many items that stand alone, so that a share of them can be run by itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Figures = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """`begin` makes in a folder what every item needs; `measure` tries one item, and raises where it is not as it must
    be; `told` sums up what was measured."""

    name: str
    claim: str
    items: Callable[[], Sequence[str]]
    begin: Callable[[Path], Any]
    measure: Callable[[Any, str], Figures]
    told: Callable[[list[Figures]], Figures]


@dataclass(frozen=True)
class Outcome:
    """What came of a share: items tried, those that failed with the reason, figures of the rest, items left out."""

    tried: tuple[str, ...]
    failed: dict[str, str]
    told: Figures
    left_out: int


def share_of(items: Sequence[str], i: int, n: int) -> tuple[str, ...]:
    """The i-th of n shares, counted from 1, spread over all items; never empty while there are items.

    >>> share_of("abcde", 2, 2), share_of("abc", 5, 20)
    (('b', 'd'), ('b',))
    """
    return tuple(items[i - 1 :: n]) or tuple(items[(i - 1) % len(items) :][:1])


def run_share(part: Part, i: int, n: int, home: Path, seconds: float | None = None) -> Outcome:
    """One share; no item is begun after so many seconds, but for the first."""
    chosen, began = share_of(part.items(), i, n), time.monotonic()
    begun = part.begin(home)
    measured: list[Figures] = []
    failed: dict[str, str] = {}
    for number, item in enumerate(chosen):
        if number and seconds is not None and time.monotonic() - began > seconds:
            return _outcome(part, chosen[:number], failed, measured, len(chosen) - number)
        try:
            measured.append(part.measure(begun, item))
        except AssertionError as wrong:
            failed[item] = str(wrong)
    return _outcome(part, chosen, failed, measured, 0)


def _outcome(
    part: Part, tried: Sequence[str], failed: dict[str, str], measured: list[Figures], left_out: int
) -> Outcome:
    return Outcome(tuple(tried), failed, part.told(measured) if measured else {}, left_out)
