"""The theme group pack: how one theme's indicators and actions stand, for one meeting of the group that manages it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import ClassVar

from bsafe_analysis.detection.target_status import TargetStatus
from bsafe_analysis.model.activities import Activity
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.business_groups import BusinessGroup
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.group_meetings import GroupMeeting, meeting_after, meeting_before
from bsafe_analysis.model.plan_lines import LineTold, work_of_themes
from bsafe_analysis.model.register_entries import GroupSheet
from bsafe_analysis.reports.documents.decisions_sought import told_on
from bsafe_analysis.reports.facts.data_notes import DataNotes, data_notes
from bsafe_analysis.reports.facts.group_lines import meeting_of, telling_on
from bsafe_analysis.reports.facts.indicators_told import IndicatorsTold, IndicatorTold, indicators_told
from bsafe_analysis.reports.facts.open_work import RaisedIssue, unanswered
from bsafe_analysis.reports.facts.plan_states import WorkReviewed, reviewed
from bsafe_analysis.reports.facts.signals import Signal
from bsafe_analysis.reports.facts.theme_work import (
    AgencyUnmeasured,
    FromOthers,
    IndicatorInTrouble,
    ThemeWork,
    agencies_unmeasured,
    exceptions_of,
    kinds_of_themes,
    passed_down,
    raised_about,
    theme_work,
    trouble_with,
)

NAME = "theme_pack"
MOST_TO_DISCUSS = 3


@dataclass(frozen=True)
class DiscussionPoint:
    """One thing to talk about: an indicator in trouble, work that is stuck, or a neighbourhood nobody works in."""

    trouble: IndicatorInTrouble | None = None
    work: WorkReviewed | None = None
    signal: Signal | None = None


@dataclass(frozen=True)
class GroupSitting:
    """A meeting with the days around it: `last` before it, `next` after it, `since` when the papers of the last closed.

    None where nothing is written. `key`: the group's.
    """

    key: str
    on: date
    papers: date
    last: date | None
    next: date | None
    since: date | None


@dataclass(frozen=True)
class ThemePack:
    """One theme group's papers for one meeting. No month verdicts, no other theme's actions, no ranks."""

    name: ClassVar[str] = NAME
    sections: ClassVar[tuple[str, ...]] = (
        "page-one", "indicators", "trouble", "actions", "neighbourhoods", "data-notes",
    )  # fmt: skip

    prepared: Prepared
    place: Area
    group: BusinessGroup
    sitting: GroupSitting
    told_on: date
    told: IndicatorsTold
    every: tuple[WorkReviewed, ...]
    """The group's activities that are open, the most pressing first."""
    work: ThemeWork
    lines: tuple[LineTold, ...]
    others: FromOthers
    passed_down: tuple[Activity, ...]
    raised: tuple[RaisedIssue, ...]
    unmeasured: tuple[AgencyUnmeasured, ...]
    trouble: tuple[IndicatorInTrouble, ...]
    exceptions: tuple[Signal, ...]
    decided: tuple[GroupSheet, ...]
    """What the group's last meeting decided, and this one where it has been."""
    notes: DataNotes

    @property
    def month(self) -> str:
        return self.prepared.cycle.month

    @property
    def points(self) -> tuple[DiscussionPoint, ...]:
        """At most three: indicators in trouble, then work that needs a word, what is blocked first, then places."""
        return tuple(islice(self._points(), MOST_TO_DISCUSS))

    def _points(self) -> Iterator[DiscussionPoint]:
        yield from (DiscussionPoint(trouble=each) for each in self.trouble)
        yield from (DiscussionPoint(work=work) for work in self.every if work.state.needs_a_word)
        alone = (s for s in self.exceptions if s.verdict.wants_attention and not s.activities)
        yield from (DiscussionPoint(signal=signal) for signal in alone)

    @property
    def last_decided(self) -> bool:
        """Whether anything is written of what the meeting before decided."""
        return any(sheet.on == self.sitting.last for sheet in self.decided)

    @property
    def agencies_written(self) -> bool:
        """Whether of each indicator it is written which agency gives it."""
        return all(each.indicator.agency for each in self.told.every)

    @property
    def well(self) -> tuple[IndicatorTold, ...]:
        """What is on course, or met."""
        return self.told.of(TargetStatus.ON_COURSE, TargetStatus.MET)

    @property
    def drawn(self) -> tuple[IndicatorTold, ...]:
        """Indicators of one kind of incident: their twelve months are drawn."""
        return tuple(each for each in self.told.every if len(each.indicator.categories) == 1)

    def drawn_id(self, told: IndicatorTold) -> str:
        """What the figure of an indicator is called on the page."""
        return f"rolling-{told.key.replace('_', '-')}"


def build_theme_pack(prepared: Prepared, group: str, meeting: str) -> ThemePack:
    """What must this group settle at its meeting on that day? KeyError where it has none that looks at the month."""
    whose, sitting = meeting_of(prepared, group, meeting)
    on, telling = told_on(prepared), telling_on(prepared, whose, sitting.on)
    every, kinds = reviewed(work_of_themes(whose, prepared.activities), on), kinds_of_themes(prepared, whose)
    told, agreed = indicators_told(prepared, group), passed_down(prepared, kinds)
    raised = raised_about(unanswered(prepared, on), kinds)
    return ThemePack(
        prepared=prepared,
        place=prepared.areas[sitting.area] if sitting.area else prepared.areas.borough,
        group=whose,
        sitting=_sitting_of(prepared, sitting),
        told_on=on,
        told=told,
        every=tuple(work for work in every if work.activity.is_open),
        work=theme_work(whose, every, telling),
        lines=telling.lines,
        others=FromOthers(whose.key, len(agreed), len(raised)),
        passed_down=agreed,
        raised=raised,
        unmeasured=agencies_unmeasured(prepared, whose),
        trouble=tuple(trouble_with(prepared, each) for each in _in_trouble(told)),
        exceptions=exceptions_of(prepared, kinds),
        decided=_decided(prepared, sitting),
        notes=data_notes(prepared),
    )


def _decided(prepared: Prepared, meeting: GroupMeeting) -> tuple[GroupSheet, ...]:
    """The sheets of this meeting and of the one before."""
    before = meeting_before(prepared.register.meetings, meeting)
    days = {meeting.on, *([before.on] if before else [])}
    return tuple(s for s in prepared.register.group_sheets if s.group == meeting.group and s.on in days)


def _sitting_of(prepared: Prepared, meeting: GroupMeeting) -> GroupSitting:
    every = prepared.register.meetings
    before, after = meeting_before(every, meeting), meeting_after(every, meeting)
    days = before.on if before else None, after.on if after else None, before.papers if before else None
    return GroupSitting(meeting.group, meeting.on, meeting.papers, *days)


def _in_trouble(told: IndicatorsTold) -> tuple[IndicatorTold, ...]:
    """What is off course first, then what is in doubt, the least likely first: as the performance report has them."""
    doubtful = sorted(told.of(TargetStatus.IN_DOUBT), key=lambda each: (each.tenths or 0, each.key))
    return (*told.of(TargetStatus.OFF_COURSE, TargetStatus.MISSED), *doubtful)
