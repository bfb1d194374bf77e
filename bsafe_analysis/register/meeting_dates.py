"""When groups meet: data/register/meetings.csv or .xlsx, a line for each meeting; and what of it is odd, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from bsafe_analysis.model.areas import Areas, Level
from bsafe_analysis.model.business_groups import BusinessGroup, GroupKind
from bsafe_analysis.model.group_meetings import (
    PAPERS_DAYS,
    CalendarRemark,
    CalendarTold,
    GroupMeeting,
    calendar_told,
)
from bsafe_analysis.model.periods import add_months, day_name, month_name, parse_month
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.model.same_names import name_as_seen
from bsafe_analysis.model.working_days import working_days_before
from bsafe_analysis.register.cells import Known, Unusable, day
from bsafe_analysis.register.community import read_rows
from bsafe_analysis.register.refusals import refused
from bsafe_analysis.register.spreadsheets import Row

NAME = "meetings"
COLUMNS = ("group", "on")
"""What every row needs; area, papers, month, held and note may be blank."""
_HELD = {"": None, "yes": True, "no": False}


def read_meetings(
    root: Path, known: Known, groups: Sequence[BusinessGroup], region: str
) -> tuple[tuple[GroupMeeting, ...], tuple[Notice, ...]]:
    """The meetings, the earliest first, and a notice for each row that cannot be used."""
    by_name = {name: g for g in groups for name in (g.key, name_as_seen(g.name))}
    taken: set[tuple[str, str, date]] = set()

    def make(row: Row, _known: Known) -> GroupMeeting:
        meeting = _meeting(row, known, by_name, region)
        when = (meeting.group, meeting.area, meeting.on)
        if when in taken:
            raise Unusable(f"{row['group']} meets twice on {day_name(meeting.on)}: keep one line")
        taken.add(when)
        return meeting

    rows, notices = read_rows(root, NAME, COLUMNS, known, make)
    return tuple(sorted(rows, key=lambda m: (m.on, m.group, m.area))), notices


def _meeting(row: Row, known: Known, by_name: Mapping[str, BusinessGroup], region: str) -> GroupMeeting:
    group = by_name.get(name_as_seen(row["group"]))
    if group is None:
        raise Unusable(f"{row['group'][:40]!r} is no group of parameters/groups.yml: write its key")
    on = day(row, "on")
    assert on is not None
    papers = day(row, "papers") or working_days_before(on, PAPERS_DAYS, region)
    if papers > on:
        raise Unusable(f"its papers close on {day_name(papers)}, after it meets on {day_name(on)}: put that right")
    month = _month_looked_at(row["month"], on)
    held = row["held"].strip().lower()
    if held not in _HELD:
        raise Unusable(f"held is {row['held'][:20]!r}: write yes or no, or leave it blank until it is known")
    return GroupMeeting(
        group.key, _area_of_group(row["area"], group, known), on, papers, month, _HELD[held], row["note"]
    )


def _month_looked_at(text: str, on: date) -> str:
    """The month that is looked at: the one written, else the one before the meeting, the last that can be held."""
    try:
        month = parse_month(text) if text else add_months(on.isoformat()[:7], -1)
    except ValueError:
        raise Unusable(f"month is {text[:40]!r}: write it as 2026-09") from None
    if month >= on.isoformat()[:7]:
        raise Unusable(f"it meets on {day_name(on)}, when {month_name(month)} is not over: write an earlier month")
    return month


def _area_of_group(text: str, group: BusinessGroup, known: Known) -> str:
    if group.kind is not GroupKind.AREA:
        if text and known.areas[known.area(text)].level is not Level.BOROUGH:
            raise Unusable(f"{group.name} serves the whole borough: leave its area blank")
        return ""
    if not text:
        raise Unusable(f"{group.name} meets area by area: write which")
    code = known.area(text)
    if known.areas[code].level is not Level.AREA:
        raise Unusable(f"{text!r} is no area of a {group.name}: write one of them")
    return code


def calendar_notices(
    groups: Sequence[BusinessGroup], meetings: Sequence[GroupMeeting], areas: Areas, on: date, region: str
) -> tuple[Notice, ...]:
    """A line for each thing of the calendar that a person should look at on that day."""
    told = calendar_told(groups, meetings, on, region)
    return tuple(refused("meeting_calendar", f"data/register/{NAME}", _remark_in_words(each, areas)) for each in told)


def _remark_in_words(told: CalendarTold, areas: Areas) -> str:
    who = told.group.name + (f", {areas[told.area].name}" if told.area else "")
    when, by = day_name(told.on), day_name(told.by or told.on)
    if told.remark is CalendarRemark.GAP:
        meets = told.group.meets
        within = f"{meets.most_weeks} weeks" if meets.most_weeks else f"{meets.months} months" * (meets.months > 1)
        return f"{who}: nothing within {within or 'a month'} after {when} (by {by})"
    if told.remark is CalendarRemark.BEFORE_OTHER:
        return f"{who} meets on {when}, before the {told.name} of {by} that it follows"
    if told.remark is CalendarRemark.BANK_HOLIDAY:
        return f"{who} meets on {when}, which is a bank holiday ({told.name})"
    return f"{who}: nobody wrote whether it was held on {when}"
