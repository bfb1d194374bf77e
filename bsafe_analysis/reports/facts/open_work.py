"""What is open, group by group; what was raised and not answered; what leads from a decision to nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bsafe_analysis.model.activities import Activity
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.business_groups import BusinessGroup
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.model.register_entries import Escalation, Passing
from bsafe_analysis.model.same_names import name_as_seen
from bsafe_analysis.reports.facts.group_days import area_groups, year_of_meetings
from bsafe_analysis.reports.facts.plan_states import WorkReviewed, WorkState

UNNAMED = "owner to be named"
"""What stands for the owner of work that a meeting agreed without one."""


@dataclass(frozen=True)
class OpenWork:
    """How much is open on a day. `late`, `blocked`, `silent`: by rule; `oldest`: weeks of the one late longest."""

    open: int
    late: int
    blocked: int
    silent: int
    without_owner: int
    oldest: int


@dataclass(frozen=True)
class WorkOfGroup:
    """The open work under the themes of one group (None: of none), the most pressing first."""

    group: BusinessGroup | None
    every: tuple[WorkReviewed, ...]


@dataclass(frozen=True)
class RaisedIssue:
    """What an area's meeting passed up and the group above has not answered. `on`: when that meeting was; None where
    nobody wrote it; `days`: since then."""

    fact: Escalation
    area: Area
    on: date | None
    days: int | None


def open_work(every: Iterable[WorkReviewed]) -> OpenWork:
    """How much is open, late, blocked, silent and without an owner?"""
    running = [work for work in every if work.activity.is_open]
    late = [work for work in running if work.state is WorkState.LATE]
    count = {state: sum(work.state is state for work in running) for state in (WorkState.BLOCKED, WorkState.SILENT)}
    alone = sum(work.activity.owner in ("", UNNAMED) for work in running)
    oldest = max((work.weeks or 0 for work in late), default=0)
    return OpenWork(len(running), len(late), count[WorkState.BLOCKED], count[WorkState.SILENT], alone, oldest)


def work_by_group(every: Iterable[WorkReviewed], groups: Iterable[BusinessGroup]) -> tuple[WorkOfGroup, ...]:
    """Every open activity once: by group in the order of groups.yml, then what no group manages."""
    running = [work for work in every if work.activity.is_open]
    managed = {name_as_seen(theme): group for group in groups for theme in group.themes}
    of = [(managed.get(name_as_seen(work.activity.theme)), work) for work in running]
    held = [*dict.fromkeys(managed.values()), None]
    found = (WorkOfGroup(group, tuple(work for one, work in of if one == group)) for group in held)
    return tuple(each for each in found if each.every)


def unanswered(prepared: Prepared, on: date) -> tuple[RaisedIssue, ...]:
    """What areas passed up over the last year and no decision names, the oldest first."""
    answered = {p.ref for sheet in prepared.register.decisions for p in sheet.proposals if p.choice is not None}
    first = add_months(prepared.cycle.month, -12)
    waiting = [
        e for e in prepared.register.escalations
        if e.choice is Passing.ESCALATE and e.month >= first and e.ref not in answered
    ]  # fmt: skip
    found = [_raised(prepared, escalation, on) for escalation in waiting]
    return tuple(sorted(found, key=lambda each: (-(each.days or 0), each.fact.ref)))


def _raised(prepared: Prepared, fact: Escalation, on: date) -> RaisedIssue:
    keys = area_groups(prepared.cycle.groups)
    met = [
        m.on for m in year_of_meetings(prepared)
        if m.group in keys and (m.area, m.month) == (fact.area, fact.month) and m.on <= on
    ]  # fmt: skip
    day = max(met, default=None)
    return RaisedIssue(fact, prepared.areas[fact.area], day, (on - day).days if day else None)


def not_entered(activities: Iterable[Activity]) -> tuple[Activity, ...]:
    """What a meeting agreed and nobody entered in the delivery plan."""
    return tuple(activity for activity in activities if activity.adopted)
