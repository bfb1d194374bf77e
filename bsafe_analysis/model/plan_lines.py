"""Lines of the delivery plan's progress logs: which of them a theme group's pack tells, so that each is told once."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bsafe_analysis.model.activities import Activity, Dated
from bsafe_analysis.model.business_groups import BusinessGroup
from bsafe_analysis.model.group_meetings import GroupMeeting, meeting_before
from bsafe_analysis.model.same_names import name_as_seen


@dataclass(frozen=True)
class PrintedLine:
    """One line that a pack told: of which group's meeting, which activity and day (`item`), and its checksum."""

    group: str
    meeting: date
    item: str
    sha256: str


class WhenTold(StrEnum):
    """Why a line is told now."""

    IN_TIME = "in_time"
    """It is dated after the papers of the last meeting closed."""
    LATE = "late"
    """It is dated before that, and stood in no pack."""
    AMENDED = "amended"
    """A line of that activity and day was told, and reads otherwise now."""
    UNDATED = "undated"


@dataclass(frozen=True)
class LineTold:
    """A line of an activity's log that a pack tells, and why now."""

    activity: Activity
    line: Dated
    when: WhenTold


@dataclass(frozen=True)
class Telling:
    """What the pack of one meeting tells. `since`: when the papers of the meeting before closed; None without one."""

    meeting: GroupMeeting
    since: date | None
    lines: tuple[LineTold, ...]


def item_of(activity: Activity, line: Dated) -> str:
    """How a line is named in data/issued: "D01 2026-09-18"."""
    return f"{activity.ref} {line.on.isoformat() if line.on else 'undated'}"


def digest_of(activity: Activity, line: Dated) -> str:
    """The checksum of a line: of its activity, day, role and words."""
    said = (activity.ref, line.on.isoformat() if line.on else "", line.role, line.text)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def work_of_themes(group: BusinessGroup, plan: Iterable[Activity]) -> tuple[Activity, ...]:
    """The activities under the themes that a group manages."""
    managed = {name_as_seen(theme) for theme in group.themes}
    return tuple(activity for activity in plan if activity.theme and name_as_seen(activity.theme) in managed)


def made_for(meeting: GroupMeeting) -> PrintedLine:
    """What says that a pack was made for a meeting, whether or not it told any line."""
    item = f"papers {meeting.papers.isoformat()}"
    return PrintedLine(meeting.group, meeting.on, item, hashlib.sha256(item.encode()).hexdigest())


def taken_as_told(work: Iterable[Activity], meeting: GroupMeeting) -> tuple[PrintedLine, ...]:
    """The lines up to the papers of a meeting of which nothing was kept: what was told then, somebody else knows."""
    lines = (
        PrintedLine(meeting.group, meeting.on, item_of(activity, line), digest_of(activity, line))
        for activity in work
        for line in activity.log
        if line.on is not None and line.on <= meeting.papers
    )
    return (made_for(meeting), *lines)


def tellings(
    work: Sequence[Activity],
    printed: Iterable[PrintedLine],
    of_month: Iterable[GroupMeeting],
    meetings: Collection[GroupMeeting],
) -> tuple[Telling, ...]:
    """What the packs of a group's meetings `of_month` tell, in the order of their days: each line in one of them.

    `work`: the group's activities; `printed`: what its other packs told; `meetings`: all there are.
    """
    known, told = {each.sha256: each.item for each in printed}, []
    for meeting in sorted(of_month, key=lambda m: m.on):
        before = meeting_before(meetings, meeting)
        lines = _lines_told(work, known, before.papers if before else None, meeting.papers)
        told.append(Telling(meeting, before.papers if before else None, lines))
        known |= {digest_of(each.activity, each.line): item_of(each.activity, each.line) for each in lines}
    return tuple(told)


def _lines_told(
    work: Sequence[Activity], known: dict[str, str], since: date | None, papers: date
) -> tuple[LineTold, ...]:
    """`known`: checksum -> item of what was told elsewhere."""
    every = {digest_of(activity, line): (activity, line) for activity in work for line in activity.log}
    gone = {item for digest, item in known.items() if digest not in every}
    found = [
        LineTold(activity, line, _why_now(item_of(activity, line) in gone, line.on, since))
        for digest, (activity, line) in every.items()
        if digest not in known and (line.on is None or line.on <= papers)
    ]
    return tuple(sorted(found, key=lambda each: (each.activity.ref, each.line.on or date.min, each.line.text)))


def _why_now(amended: bool, on: date | None, since: date | None) -> WhenTold:
    if amended:
        return WhenTold.AMENDED
    if on is None:
        return WhenTold.UNDATED
    return WhenTold.IN_TIME if since is None or on > since else WhenTold.LATE
