"""The cases of what a theme group's pack says (theme_pack.md.j2)."""

from __future__ import annotations

from enum import StrEnum


class PointFor(StrEnum):
    """What a point for discussion is about."""

    INDICATOR = "indicator"
    WORK = "work"
    PLACE = "place"


def point_for(indicator: bool, work: bool) -> PointFor:
    """`indicator`, `work`: whether it is about one; else about a place."""
    if indicator:
        return PointFor.INDICATOR
    return PointFor.WORK if work else PointFor.PLACE


class NothingSaid(StrEnum):
    """What can be said where nothing is to be discussed."""

    ALL_ON_COURSE = "all_on_course"
    NOTHING_LATE = "nothing_late"
    NONE_IN_TROUBLE = "none_in_trouble"


def nothing_said(indicators: int, well: int) -> NothingSaid:
    """`indicators`: of the group; `well`: of these on course or met."""
    if not indicators:
        return NothingSaid.NOTHING_LATE
    return NothingSaid.ALL_ON_COURSE if well == indicators else NothingSaid.NONE_IN_TROUBLE


class StatusShape(StrEnum):
    """The shape beside a status, for whoever sees no colours."""

    WELL = "well"
    BADLY = "badly"
    DOUBTFUL = "doubtful"
    NOT_JUDGED = "not_judged"


def status_shape(status: str | None) -> StatusShape:
    """`status`: by rule; None where it is not judged."""
    if status in ("on_course", "met"):
        return StatusShape.WELL
    if status in ("off_course", "missed"):
        return StatusShape.BADLY
    return StatusShape.DOUBTFUL if status else StatusShape.NOT_JUDGED


class WrittenSince(StrEnum):
    """Whether anything was written of the group's actions since its last meeting, and whether there was one."""

    NOTHING = "nothing"
    SINCE = "since"
    ALL = "all"


def written_since(lines: int, since: bool) -> WrittenSince:
    """`lines`: told in this pack; `since`: whether a meeting before is written."""
    if not lines:
        return WrittenSince.NOTHING
    return WrittenSince.SINCE if since else WrittenSince.ALL


class LineWhen(StrEnum):
    """Why a line is told now, behind it."""

    IN_TIME = "in_time"
    LATE = "late"
    AMENDED = "amended"
    UNDATED = "undated"


def line_when(when: str) -> LineWhen:
    """`when`: of model/plan_lines.py."""
    return LineWhen(when)


class AskedByOthers(StrEnum):
    """What other meetings ask of the group."""

    NOTHING = "nothing"
    DOWN = "down"
    UP = "up"
    BOTH = "both"


def asked_by_others(passed_down: int, raised: int) -> AskedByOthers:
    """`passed_down`: agreed above and not in the plan; `raised`: by areas, and unanswered."""
    if passed_down and raised:
        return AskedByOthers.BOTH
    if raised:
        return AskedByOthers.UP
    return AskedByOthers.DOWN if passed_down else AskedByOthers.NOTHING


class LastDecided(StrEnum):
    """Whether it can be told what the group's meeting before decided."""

    WRITTEN = "written"
    NOT_WRITTEN = "not_written"
    UNSAID = "unsaid"


def last_decided(written: bool, met: bool) -> LastDecided:
    """`met`: whether a meeting before is written."""
    if written:
        return LastDecided.WRITTEN
    return LastDecided.NOT_WRITTEN if met else LastDecided.UNSAID


class Measured(StrEnum):
    """Whether the group has indicators, and from which agencies none."""

    NONE_SET = "none_set"
    LACKING = "lacking"
    ALL = "all"
    UNWRITTEN = "unwritten"


def measured(indicators: int, lacking: int, written: bool) -> Measured:
    """`indicators`: of the group; `lacking`: agencies with open work and without one; `written`: whose each is."""
    if not indicators:
        return Measured.NONE_SET
    if not written:
        return Measured.UNWRITTEN
    return Measured.LACKING if lacking else Measured.ALL


SENTENCES = (asked_by_others, last_decided, line_when, measured, nothing_said, point_for, status_shape, written_since)
