"""The cases of what the coordinator's page says (coordinator.md.j2)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class CalendarHeld(StrEnum):
    """Whether there is a calendar, and anything in it soon."""

    NO_GROUPS = "no_groups"
    NO_DATES = "no_dates"
    NOTHING_SOON = "nothing_soon"
    HELD = "held"


def calendar_held(groups: int, meetings: int, soon: int) -> CalendarHeld:
    """`groups`: of groups.yml; `meetings`: written in all; `soon`: lines of the next three weeks."""
    if not groups:
        return CalendarHeld.NO_GROUPS
    if not meetings:
        return CalendarHeld.NO_DATES
    return CalendarHeld.HELD if soon else CalendarHeld.NOTHING_SOON


class CalendarOddity(StrEnum):
    """What is odd about a day."""

    GAP = "gap"
    BEFORE_OTHER = "before_other"
    BANK_HOLIDAY = "bank_holiday"
    NOT_SAID = "not_said"


def calendar_oddity(remark: str) -> CalendarOddity:
    """`remark`: of model/group_meetings.py."""
    return CalendarOddity(remark)


class PapersDay(StrEnum):
    """What is known of the day on which a document's papers close."""

    NOBODY = "nobody"
    NO_DAY = "no_day"
    CLOSED = "closed"
    TO_COME = "to_come"
    FIRST_CLOSED = "first_closed"
    FIRST_TO_COME = "first_to_come"


def papers_day(named: bool, papers: date | None, closed: bool, several: bool) -> PapersDay:
    """`named`: whether a group reads it; `papers`: the day, if any; `closed`: whether it is past; `several`: whether
    its places meet on several days.
    """
    if not named:
        return PapersDay.NOBODY
    if papers is None:
        return PapersDay.NO_DAY
    if several:
        return PapersDay.FIRST_CLOSED if closed else PapersDay.FIRST_TO_COME
    return PapersDay.CLOSED if closed else PapersDay.TO_COME


SENTENCES = (calendar_held, calendar_oddity, papers_day)
