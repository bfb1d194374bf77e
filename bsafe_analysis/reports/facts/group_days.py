"""The partnership's calendar: what closes and meets soon, and each group's last and next day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bsafe_analysis.model.areas import Area, Areas
from bsafe_analysis.model.business_groups import BusinessGroup, GroupKind
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.group_meetings import (
    SOON_DAYS,
    CalendarRemark,
    GroupMeeting,
    calendar_told,
    meetings_on_month,
    meetings_within,
)
from bsafe_analysis.model.periods import add_months


@dataclass(frozen=True)
class CalendarLine:
    """What happens on one day: papers of a group close, or it meets. `places`: of an area group, which of them."""

    on: date
    closes: bool
    group: BusinessGroup
    places: tuple[Area, ...] = ()


@dataclass(frozen=True)
class GroupDays:
    """When one group (in one area) met last and meets next; None where nothing is written. `papers`: of the next."""

    key: str
    group: BusinessGroup
    place: Area | None
    last: date | None
    next: date | None
    papers: date | None


@dataclass(frozen=True)
class CalendarOdd:
    """One thing of the calendar to look at; `on`, `by` and `holiday` as the remark says (model/group_meetings.py)."""

    key: str
    group: BusinessGroup
    place: Area | None
    remark: CalendarRemark
    on: date
    by: date | None
    holiday: str


@dataclass(frozen=True)
class DueDocument:
    """One kind of document that is due of the month. `group`: who reads it first; None where nobody is named.

    `papers`, `on`: of its first meeting; None where no day is written. `closed`: whether its papers have closed.
    `several`: whether the group's places meet on other days too.
    """

    title: str
    edition: str
    group: BusinessGroup | None
    papers: date | None
    on: date | None
    closed: bool
    several: bool = False


def soon(prepared: Prepared, on: date) -> tuple[CalendarLine, ...]:
    """What closes and who meets within three weeks of that day, the earliest first."""
    last, meetings = on + timedelta(days=SOON_DAYS), prepared.register.meetings
    groups = {group.key: group for group in prepared.cycle.groups}
    days: dict[tuple[date, bool, str], list[str]] = {}
    for meeting in meetings_within(meetings, on, date.max):
        for day, closes in ((meeting.papers, True), (meeting.on, False)):
            if on <= day <= last:
                days.setdefault((day, closes, meeting.group), []).append(meeting.area)
    ordered = sorted(days.items(), key=lambda item: (item[0][0], not item[0][1], list(groups).index(item[0][2])))
    return tuple(
        CalendarLine(day, closes, groups[key], tuple(prepared.areas[code] for code in sorted(codes) if code))
        for (day, closes, key), codes in ordered
    )


def days_of_groups(prepared: Prepared, on: date) -> tuple[GroupDays, ...]:
    """A row for each group in the order of groups.yml; of an area group one for each area that has a day."""
    meetings = [m for m in prepared.register.meetings if m.held is not False]
    rows = []
    for group in prepared.cycle.groups:
        areas = sorted({m.area for m in meetings if m.group == group.key}) or [""]
        rows += [_days_of(group, area, meetings, prepared.areas, on) for area in areas]
    return tuple(rows)


def _days_of(group: BusinessGroup, area: str, meetings: Iterable[GroupMeeting], areas: Areas, on: date) -> GroupDays:
    own = [m for m in meetings if m.group == group.key and m.area == area]
    following = next((m for m in own if m.on >= on), None)
    last = max((m.on for m in own if m.on < on), default=None)
    place = areas[area] if area else None
    return GroupDays(
        group.key, group, place, last, following.on if following else None, following.papers if following else None
    )


def odd_days(prepared: Prepared, on: date) -> tuple[CalendarOdd, ...]:
    """What of the calendar a coordinator should look at on that day."""
    cycle = prepared.cycle
    told = calendar_told(cycle.groups, prepared.register.meetings, on, cycle.partnership.bank_holidays)
    return tuple(
        CalendarOdd(
            each.group.key, each.group, prepared.areas[each.area] if each.area else None, each.remark, each.on, each.by,
            each.name,
        )
        for each in told
    )  # fmt: skip


def due_documents(prepared: Prepared, on: date, without: str) -> tuple[DueDocument, ...]:
    """Every kind of document that is due of the month, in the order of documents.yml; not the kind `without`."""
    cycle, told = prepared.cycle, []
    for setting in cycle.documents:
        edition = setting.due_of(cycle.month)
        if edition is None or setting.name == without:
            continue
        if setting.of_groups:
            using = meetings_on_month(cycle.groups, prepared.register.meetings, cycle.month)
            mine = ((group, met) for group, met in using if group.kind == setting.kind)
            told += [DueDocument(setting.title, "", g, m.papers, m.on, m.papers < on) for g, m in mine]
            continue
        group = next((g for g in cycle.groups if g.key == setting.meeting or setting.name in g.signs), None)
        met = [m for m in prepared.register.meetings if group and m.group == group.key and m.month == cycle.month]
        meeting = [m for m in met if m.held is not False]
        first = min(meeting, key=lambda m: m.on, default=None)
        papers, day = (first.papers, first.on) if first else (None, None)
        closed, several = papers is not None and papers < on, len({m.on for m in meeting}) > 1
        told.append(DueDocument(setting.title, edition, group, papers, day, closed, several))
    return tuple(told)


def year_of_meetings(prepared: Prepared) -> tuple[GroupMeeting, ...]:
    """Those that looked at one of the twelve months before this one, or at none later."""
    first = add_months(prepared.cycle.month, -12)
    return tuple(m for m in prepared.register.meetings if first <= m.month <= prepared.cycle.month)


def area_groups(groups: Iterable[BusinessGroup]) -> frozenset[str]:
    """The keys of the groups that meet area by area."""
    return frozenset(group.key for group in groups if group.kind is GroupKind.AREA)
