"""The cases of what a performance report says of an indicator (performance_report.md.j2)."""

from __future__ import annotations

from enum import StrEnum


class IndicatorStanding(StrEnum):
    """How it stands, or why nothing is said."""

    ON_COURSE = "on_course"
    OFF_COURSE = "off_course"
    IN_DOUBT = "in_doubt"
    MET = "met"
    MISSED = "missed"
    NO_BASELINE = "no_baseline"
    NO_TARGET = "no_target"
    SHORT_HISTORY = "short_history"
    NOT_RECEIVED = "not_received"
    RECORDING_CHANGE = "recording_change"
    TOO_FEW = "too_few"


def indicator_standing(status: str | None, why_not: str | None) -> IndicatorStanding:
    """`status`: by rule; `why_not`: where there is none."""
    return IndicatorStanding(status or why_not or "no_target")


class ChanceToMeet(StrEnum):
    """The chance to meet a target, in words."""

    HARDLY = "hardly"
    TENTHS = "tenths"
    ALMOST = "almost"


def chance_to_meet(tenths: int) -> ChanceToMeet:
    """`tenths`: so many in 10, rounded."""
    if tenths < 1:
        return ChanceToMeet.HARDLY
    return ChanceToMeet.TENTHS if tenths < 10 else ChanceToMeet.ALMOST


class KindOfTarget(StrEnum):
    """What chance alone would do about it."""

    BY_CHANCE = "by_chance"
    DEMANDING = "demanding"
    VERY_DEMANDING = "very_demanding"
    OUT_OF_REACH = "out_of_reach"
    NOT_KNOWN = "not_known"


def kind_of_target(kind: str | None) -> KindOfTarget:
    """`kind`: of detection/target_status.py; None where its year could not be forecast from before it."""
    return KindOfTarget(kind or "not_known")


SENTENCES = (indicator_standing, chance_to_meet, kind_of_target)
