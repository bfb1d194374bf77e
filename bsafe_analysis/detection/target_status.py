"""Where an indicator stands by rule: on course, off course or in doubt; and what chance would do about its target."""

from __future__ import annotations

from enum import StrEnum

from bsafe_analysis.detection.projection import YearTotal

HALF, DEMANDING, VERY_DEMANDING = 0.50, 0.10, 0.01
"""A target that chance alone would meet half the time is no target; below the last share it is out of reach."""


class TargetStatus(StrEnum):
    """How a year stands against its target."""

    ON_COURSE = "on_course"
    OFF_COURSE = "off_course"
    IN_DOUBT = "in_doubt"
    MET = "met"
    MISSED = "missed"


class TargetClass(StrEnum):
    """How often chance alone would meet a target, by a forecast of its year from before it."""

    BY_CHANCE = "by_chance"
    """Half the time or more."""
    DEMANDING = "demanding"
    VERY_DEMANDING = "very_demanding"
    OUT_OF_REACH = "out_of_reach"


def status_of(total: YearTotal, number: int, fewer: bool, settled: bool) -> TargetStatus:
    """Of a year that is to end with at most `number` where `fewer` is better, else with at least as many.

    `settled`: whether none of what was received will be revised.
    """
    if settled and not total.left:
        met = total.received <= number if fewer else total.received >= number
        return TargetStatus.MET if met else TargetStatus.MISSED
    if total.upper <= number if fewer else total.lower >= number:
        return TargetStatus.ON_COURSE
    return (
        TargetStatus.OFF_COURSE if (total.lower > number if fewer else total.upper < number) else TargetStatus.IN_DOUBT
    )


def chance_of(total: YearTotal, number: int, fewer: bool) -> float:
    """How likely it is that the year meets its target."""
    return total.chance_at_most(number) if fewer else 1 - total.chance_at_most(number - 1)


def class_of(before: YearTotal, number: int, fewer: bool) -> TargetClass:
    """What kind of target is it? `before`: the year as it was forecast from before it began."""
    chance = chance_of(before, number, fewer)
    if chance >= HALF:
        return TargetClass.BY_CHANCE
    if chance >= DEMANDING:
        return TargetClass.DEMANDING
    return TargetClass.VERY_DEMANDING if chance >= VERY_DEMANDING else TargetClass.OUT_OF_REACH
