"""Where each activity of the delivery plan stands, by rule and not by its own word; and what the plan lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bsafe_analysis.model.activities import Activity, Progress, Strand
from bsafe_analysis.model.priorities import Priorities, Priority

SILENT_DAYS = 56
"""Eight weeks without a line: one meeting has passed without a word."""
MOST_ON_ONE_ROLE = 8
"""More open activities than this on one role are a risk in themselves."""


class WorkState(StrEnum):
    """How an activity stands, the most pressing first."""

    BLOCKED = "blocked"
    LATE = "late"
    NOT_BEGUN = "not_begun"
    SLIPPING = "slipping"
    SILENT = "silent"
    ON_TIME = "on_time"
    DONE = "done"
    SAID_DONE = "said_done"
    WITHDRAWN = "withdrawn"

    @property
    def needs_a_word(self) -> bool:
        return self in (WorkState.BLOCKED, WorkState.LATE, WorkState.NOT_BEGUN, WorkState.SLIPPING, WorkState.SILENT)


@dataclass(frozen=True)
class WorkReviewed:
    """One activity and its state; `weeks`: for how long it has been so, in whole weeks, where that is known."""

    activity: Activity
    state: WorkState
    weeks: int | None
    overdue: bool = False
    """Whether its due day has passed, whatever else is wrong with it."""


@dataclass(frozen=True)
class PlanStates:
    """How many activities of the plan are in each state on a day."""

    on: date
    every: int
    blocked: int
    late: int
    not_begun: int
    slipping: int
    silent: int
    on_time: int
    done: int
    said_done: int
    withdrawn: int


@dataclass(frozen=True)
class StrandCounts:
    """Open activities under one priority (None: under none), by strand, with what they are known to cost."""

    priority: Priority | None
    prevention: int
    enforcement: int
    information: int
    known_cost: float
    unknown_cost: int

    @property
    def open(self) -> int:
        return self.prevention + self.enforcement + self.information


@dataclass(frozen=True)
class RoleLoad:
    """One owner's role with more open activities than one role can look after."""

    role: str
    open: int


@dataclass(frozen=True)
class AgencyWork:
    """What one agency leads: open, and of these how many need a word."""

    agency: str
    open: int
    pressing: int


def state_of(activity: Activity, on: date) -> WorkReviewed:
    """How does it stand on that day?"""
    state, since = _running(activity, on) if activity.is_open else (_ended(activity), None)
    return WorkReviewed(activity, state, None if since is None else (on - since).days // 7, activity.is_overdue(on))


def _ended(activity: Activity) -> WorkState:
    if activity.status is Progress.WITHDRAWN:
        return WorkState.WITHDRAWN
    return WorkState.DONE if activity.progress else WorkState.SAID_DONE


def _running(activity: Activity, on: date) -> tuple[WorkState, date | None]:
    """The most pressing state that applies, and since which day."""
    told = max(filter(None, (activity.progress_date, activity.start)))
    missed = min((m.on for m in activity.milestones if m.on and told <= m.on < on), default=None)
    waiting = activity.status in (Progress.PROPOSED, Progress.AGREED)
    applies = (
        (activity.is_blocked(), WorkState.BLOCKED, activity.blocked_since),
        (activity.is_overdue(on), WorkState.LATE, activity.due),
        (activity.start < on and waiting, WorkState.NOT_BEGUN, activity.start),
        (missed is not None, WorkState.SLIPPING, missed),
        ((on - told).days > SILENT_DAYS, WorkState.SILENT, told),
        (True, WorkState.ON_TIME, None),
    )
    return next((state, since) for true, state, since in applies if true)


def reviewed(activities: Iterable[Activity], on: date) -> tuple[WorkReviewed, ...]:
    """Every activity, the most pressing state first and in it what has been so longest."""
    order = list(WorkState)
    found = (state_of(activity, on) for activity in activities)
    return tuple(sorted(found, key=lambda w: (order.index(w.state), -(w.weeks or 0), w.activity.ref)))


def states_of(every: tuple[WorkReviewed, ...], on: date) -> PlanStates:
    """How many are in each state?"""
    counts = Counter(work.state for work in every)
    return PlanStates(on, len(every), **{str(state): counts[state] for state in WorkState})


def by_priority(activities: Iterable[Activity], priorities: Priorities) -> tuple[StrandCounts, ...]:
    """A row for each priority in the order of priorities.yml, then one for what belongs to none, where there is any."""
    running = [a for a in activities if a.is_open]
    known = {priority.key for priority in priorities.every}
    rows = [_strands_of(priority, [a for a in running if a.priority == priority.key]) for priority in priorities.every]
    others = [a for a in running if a.priority not in known]
    return (*rows, _strands_of(None, others)) if others else tuple(rows)


def _strands_of(priority: Priority | None, running: list[Activity]) -> StrandCounts:
    strands = Counter(a.strand for a in running)
    costs = [a.cost for a in running]
    return StrandCounts(
        priority, strands[Strand.PREVENTION], strands[Strand.ENFORCEMENT], strands[Strand.INFORMATION],
        sum(c for c in costs if c is not None), costs.count(None),
    )  # fmt: skip


def heavy_roles(activities: Iterable[Activity]) -> tuple[RoleLoad, ...]:
    """Roles that own more open activities than one can look after, those with most first."""
    counts = Counter(a.owner for a in activities if a.is_open)
    heavy = [RoleLoad(role, n) for role, n in counts.items() if role and n > MOST_ON_ONE_ROLE]
    return tuple(sorted(heavy, key=lambda load: (-load.open, load.role)))


def by_agency(every: tuple[WorkReviewed, ...]) -> tuple[AgencyWork, ...]:
    """Each agency that leads open work, by name."""
    names = sorted({w.activity.agency for w in every if w.activity.is_open})
    return tuple(
        AgencyWork(
            name,
            sum(w.activity.is_open for w in every if w.activity.agency == name),
            sum(w.state.needs_a_word for w in every if w.activity.agency == name),
        )
        for name in names
    )
