"""What a group's pack tells of its plan: the lines since its last meeting, and who looked at it when."""

from __future__ import annotations

from datetime import date

from bsafe_analysis.model.business_groups import BusinessGroup
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.group_meetings import GroupMeeting, meetings_on_month
from bsafe_analysis.model.plan_lines import PrintedLine, Telling, digest_of, item_of, made_for, tellings, work_of_themes


def meeting_of(prepared: Prepared, group: str, day: str) -> tuple[BusinessGroup, GroupMeeting]:
    """The group with that key and its meeting on that day; KeyError where none is written that looks at the month."""
    using = meetings_on_month(prepared.cycle.groups, prepared.register.meetings, prepared.cycle.month)
    found = [pair for pair in using if pair[0].key == group and pair[1].on.isoformat() == day]
    if not found:
        raise KeyError(f"{group} has no meeting on {day} that looks at {prepared.cycle.month}")
    return found[0]


def tellings_of(prepared: Prepared, group: BusinessGroup) -> tuple[Telling, ...]:
    """What each of the group's packs of this month tells: every line of the plan's logs in one pack only."""
    using = meetings_on_month([group], prepared.register.meetings, prepared.cycle.month)
    printed = [line for line in prepared.printed if line.group == group.key]
    work = work_of_themes(group, prepared.activities)
    return tellings(work, printed, [meeting for _, meeting in using], prepared.register.meetings)


def telling_on(prepared: Prepared, group: BusinessGroup, day: date) -> Telling:
    """What its pack of one meeting tells."""
    return next(telling for telling in tellings_of(prepared, group) if telling.meeting.on == day)


def as_printed(telling: Telling) -> tuple[PrintedLine, ...]:
    """The same as it is kept, with what says that the pack was made."""
    group, on = telling.meeting.group, telling.meeting.on
    told = ((each.activity, each.line) for each in telling.lines)
    return (made_for(telling.meeting), *(PrintedLine(group, on, item_of(*pair), digest_of(*pair)) for pair in told))
