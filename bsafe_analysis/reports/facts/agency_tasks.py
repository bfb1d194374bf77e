"""What each agency is to do before the next meeting: report on its work, begin it, free it or give it a new date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bsafe_analysis.model.activities import Activity
from bsafe_analysis.model.areas import Area
from bsafe_analysis.reports.facts.review import ActivityReview
from bsafe_analysis.reports.facts.signals import Signal


@dataclass(frozen=True)
class Unbegun:
    """An activity that has not begun, with the places of the signals that it is meant for."""

    activity: Activity
    places: tuple[Area, ...]


@dataclass(frozen=True)
class AgencyTasks:
    """Of one agency."""

    agency: str
    report: tuple[Signal, ...]
    """Signals on which its work goes on: what has been done?"""
    begin: tuple[Unbegun, ...]
    """Its work that is meant for these signals and has not begun: when will it?"""
    stuck: tuple[Activity, ...]
    late: tuple[Activity, ...]
    """Overdue, whether stuck or not."""
    leads: tuple[Signal, ...] = ()
    """What it would lead, if the meeting agrees."""

    @property
    def only_late(self) -> tuple[Activity, ...]:
        """Overdue and not stuck."""
        return tuple(activity for activity in self.late if activity not in self.stuck)

    @property
    def tasks(self) -> int:
        return len(self.report) + len(self.begin) + len(self.stuck) + len(self.late)


def agency_tasks(
    signals: Sequence[Signal], plan: ActivityReview, leads: Sequence[tuple[str, Signal]] = ()
) -> tuple[AgencyTasks, ...]:
    """By agency, those with most to do first. `signals`: those that page one tells, the worst first; `leads`: which
    agency might lead on which of them.
    """
    asked = [a for signal in signals for a in signal.activities]
    named = (*(a.agency for a in (*asked, *plan.blocked, *plan.overdue)), *(agency for agency, _ in leads))
    found = (_tasks_of(agency, signals, plan, leads) for agency in dict.fromkeys(named))
    return tuple(sorted(found, key=lambda each: (-each.tasks, each.agency)))


def _tasks_of(
    agency: str, signals: Sequence[Signal], plan: ActivityReview, leads: Sequence[tuple[str, Signal]]
) -> AgencyTasks:
    asked = [signal for signal in signals if _work_of(agency, signal.activities)]
    begun = tuple(signal for signal in asked if _work_of(agency, signal.begun))
    stuck = _work_of(agency, plan.blocked)
    late = _work_of(agency, plan.overdue)
    led = tuple(signal for lead, signal in leads if lead == agency)
    return AgencyTasks(agency, begun, _unbegun(agency, asked), stuck, late, led)


def _unbegun(agency: str, signals: Sequence[Signal]) -> tuple[Unbegun, ...]:
    """What is blocked is to be freed first, and is told so."""
    found: dict[str, Unbegun] = {}
    for signal in signals:
        for work in _work_of(agency, signal.activities):
            if work not in signal.begun and not work.is_blocked():
                places = found[work.ref].places if work.ref in found else ()
                found[work.ref] = Unbegun(work, tuple(dict.fromkeys((*places, signal.place))))
    return tuple(found.values())


def _work_of(agency: str, activities: Iterable[Activity]) -> tuple[Activity, ...]:
    return tuple(activity for activity in activities if activity.agency == agency)
