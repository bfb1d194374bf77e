"""Many kinds of incident that move at once are one finding, and quiet months have none."""

import numpy as np
import pandas as pd
import pytest

from bsafe_analysis.detection.moved_at_once import CHANCE, moved_at_once
from bsafe_analysis.model.cycle import DetectionSettings, ExceptionalTime
from bsafe_analysis.model.findings import Direction
from bsafe_analysis.model.periods import months_between

KINDS = tuple(f"k{i}" for i in range(10))
MONTHS = months_between("2025-01", "2026-01")
NOW = MONTHS[-1]
SETTINGS = DetectionSettings()


def table(now, before=None, expected=100.0):
    """Chances of at least so many, by kind: those of the month, and of each month before it (a half: as expected)."""
    of_month = {month: [0.5] * len(KINDS) for month in MONTHS[:-1]} | (before or {}) | {NOW: now}
    return pd.DataFrame(
        [
            {
                "area": "B", "category": kind, "month": month, "p_high": p, "expected": expected,
                "observed": expected + np.sign(0.5 - p) * 10 * (1 + k) if p != 0.5 else expected,
            }
            for month, chances in of_month.items()
            for k, (kind, p) in enumerate(zip(KINDS, chances, strict=True))
        ]
    )  # fmt: skip


def found(rows, kinds=KINDS, settings=SETTINGS):
    return moved_at_once(rows, "B", [kinds], NOW, settings)


def test_seven_of_ten_kinds_that_fall_are_one_event_with_its_members():
    event = found(table([0.97] * 7 + [0.5, 0.4, 0.03]))
    assert (event.direction, event.judged, event.month) == (Direction.DOWN, 10, NOW)
    assert [member.category for member in event.members] == ["k6", "k5", "k4", "k3", "k2", "k1", "k0"]
    assert sum(member.share for member in event.members) == pytest.approx(1.0)
    assert event.members[0].share == pytest.approx(70 / 280)
    assert event.chance < CHANCE


def test_a_rise_of_many_is_one_as_well_and_a_quiet_month_none():
    assert found(table([0.03] * 8 + [0.5, 0.5])).direction is Direction.UP
    assert found(table([0.2, 0.8, 0.5, 0.35, 0.9, 0.1, 0.6, 0.45, 0.7, 0.3])) is None


def test_one_wild_kind_is_no_event_nor_a_little_of_everything():
    assert found(table([1 - 1e-9, 1 - 1e-9] + [0.5] * 8)) is None
    assert found(table([0.89] * 10)) is None


def test_kinds_that_always_go_together_must_go_further():
    swings = {month: [0.9 if i % 2 else 0.1] * 10 for i, month in enumerate(MONTHS[:-1])}
    assert found(table([0.92] * 8 + [0.5, 0.5])) is not None
    assert found(table([0.92] * 8 + [0.5, 0.5], swings)) is None


def test_an_exceptional_time_teaches_nothing_of_how_kinds_go_together():
    swings = {month: [0.9 if i % 2 else 0.1] * 10 for i, month in enumerate(MONTHS[:-1])}
    apart = DetectionSettings(exceptional=(ExceptionalTime("flood", "2025-01", "2025-12"),))
    assert found(table([0.92] * 8 + [0.5, 0.5], swings), settings=apart) is not None


def test_later_months_change_nothing():
    now = table([0.97] * 8 + [0.5, 0.5])
    later = now[now["month"] == NOW].assign(month="2026-02", p_high=0.001)
    assert found(pd.concat([now, later])) == found(now)


def test_too_few_kinds_or_too_small_counts_are_not_asked():
    rows = table([0.99] * 10)
    assert found(rows, KINDS[:5]) is None
    assert found(table([0.99] * 10, expected=0.9)) is None


def test_another_sources_kinds_are_an_event_of_their_own():
    rows = table([0.99] * 10)
    theirs = rows.assign(category="x" + rows["category"], p_high=0.5)
    both = pd.concat([rows, theirs])
    event = moved_at_once(both, "B", [KINDS, tuple(f"x{kind}" for kind in KINDS)], NOW, SETTINGS)
    assert event == found(rows)
