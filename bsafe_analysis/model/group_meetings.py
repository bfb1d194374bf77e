"""When groups meet, as people wrote it down; and what of it a coordinator should look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from bsafe_analysis.model.business_groups import BusinessGroup
from bsafe_analysis.model.working_days import bank_holiday

PAPERS_DAYS = 5
"""Working days before a meeting on which its papers close, where nobody wrote another day: what standing orders ask."""
SOON_DAYS = 21


@dataclass(frozen=True)
class GroupMeeting:
    """One meeting of one group. `group`: its key; `area`: a code, "" where it serves the whole borough.

    `papers`: the day on which its papers close; `month`: the newest month that it looks at; `held`: None where nobody
    wrote whether it was.
    """

    group: str
    area: str
    on: date
    papers: date
    month: str
    held: bool | None = None
    note: str = ""


class CalendarRemark(StrEnum):
    """What is odd about the calendar."""

    GAP = "gap"
    """Nothing within the group's own rhythm after `on`: the next meeting is later than `by`, or none is written."""
    BEFORE_OTHER = "before_other"
    """It is on `on`, before the meeting of the group that it follows, on `by`, of the same month."""
    BANK_HOLIDAY = "bank_holiday"
    NOT_SAID = "not_said"
    """It is past, and nobody wrote whether it was held."""


@dataclass(frozen=True)
class CalendarTold:
    """One remark about one group (and area); `by` and `name` as the remark says."""

    remark: CalendarRemark
    group: BusinessGroup
    area: str
    on: date
    by: date | None = None
    name: str = ""


def calendar_told(
    groups: Sequence[BusinessGroup], meetings: Sequence[GroupMeeting], on: date, region: str
) -> tuple[CalendarTold, ...]:
    """What should be looked at on a day: of meetings ahead, and of those past of which nothing is written.

    In the order of groups.yml. A meeting that was not held closes no gap.
    """
    known = {group.key: group for group in groups}
    told: list[CalendarTold] = []
    for group in groups:
        own = [m for m in meetings if m.group == group.key]
        for area in sorted({m.area for m in own}):
            told += _of_one(group, [m for m in own if m.area == area], on, region)
        told += _before_other(group, known.get(group.after), own, meetings, on)
    return tuple(told)


def meetings_within(meetings: Iterable[GroupMeeting], first: date, last: date) -> tuple[GroupMeeting, ...]:
    """Those that lie in these days, both included, and were not called off; the earliest first."""
    inside = [m for m in meetings if first <= m.on <= last and m.held is not False]
    return tuple(sorted(inside, key=lambda m: (m.on, m.group, m.area)))


def meetings_on_month(
    groups: Iterable[BusinessGroup], meetings: Iterable[GroupMeeting], month: str
) -> tuple[tuple[BusinessGroup, GroupMeeting], ...]:
    """Who looks at a month: each meeting that was not called off with its group, by group, then by day."""
    using = sorted((m for m in meetings if m.month == month and m.held is not False), key=lambda m: (m.on, m.area))
    return tuple((group, meeting) for group in groups for meeting in using if meeting.group == group.key)


def meeting_before(meetings: Iterable[GroupMeeting], meeting: GroupMeeting) -> GroupMeeting | None:
    """The group's last meeting before this one that was not called off; None where none is written."""
    earlier = (m for m in _of_same(meetings, meeting) if m.on < meeting.on)
    return max(earlier, key=lambda m: m.on, default=None)


def meeting_after(meetings: Iterable[GroupMeeting], meeting: GroupMeeting) -> GroupMeeting | None:
    """The group's next meeting after this one that was not called off; None where none is written."""
    later = (m for m in _of_same(meetings, meeting) if m.on > meeting.on)
    return min(later, key=lambda m: m.on, default=None)


def _of_same(meetings: Iterable[GroupMeeting], meeting: GroupMeeting) -> Iterator[GroupMeeting]:
    return (m for m in meetings if (m.group, m.area) == (meeting.group, meeting.area) and m.held is not False)


def _of_one(group: BusinessGroup, own: list[GroupMeeting], on: date, region: str) -> Iterator[CalendarTold]:
    met = sorted((m for m in own if m.held is not False), key=lambda m: m.on)
    for one, following in pairwise([*met, None]):
        assert one is not None
        latest = group.meets.latest_after(one.on)
        missing = following is None and latest <= on + timedelta(days=SOON_DAYS)
        if missing or (following is not None and following.on > latest and following.on >= on):
            yield CalendarTold(CalendarRemark.GAP, group, one.area, one.on, latest)
    for meeting in met:
        name = bank_holiday(meeting.on, region) if meeting.on >= on else ""
        if name:
            yield CalendarTold(CalendarRemark.BANK_HOLIDAY, group, meeting.area, meeting.on, name=name)
        if meeting.on < on and meeting.held is None:
            yield CalendarTold(CalendarRemark.NOT_SAID, group, meeting.area, meeting.on)


def _before_other(
    group: BusinessGroup,
    other: BusinessGroup | None,
    own: Iterable[GroupMeeting],
    meetings: Iterable[GroupMeeting],
    on: date,
) -> Iterator[CalendarTold]:
    if other is None:
        return
    of_other = {m.month: m.on for m in meetings if m.group == other.key and m.held is not False}
    for meeting in own:
        by = of_other.get(meeting.month)
        if by is not None and on <= meeting.on < by and meeting.held is not False:
            yield CalendarTold(CalendarRemark.BEFORE_OTHER, group, meeting.area, meeting.on, by, other.name)
