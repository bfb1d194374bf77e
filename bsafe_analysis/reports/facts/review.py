"""The review of activities: what the delivery plan holds for these places, what is late, what is stuck."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bsafe_analysis.model.activities import Activity, Effect
from bsafe_analysis.model.receipts import Notice


@dataclass(frozen=True)
class ActivityReview:
    """`every`: open activities first by due date, then the rest. `unknown_cost` counts open ones without a cost."""

    every: tuple[Activity, ...]
    on: date
    open: tuple[Activity, ...]
    overdue: tuple[Activity, ...]
    blocked: tuple[Activity, ...]
    known_cost: float
    unknown_cost: int

    @property
    def worst_blockage(self) -> Activity | None:
        """The activity that has been blocked longest."""
        return min(self.blocked, key=lambda a: (a.blocked_since or self.on, a.ref), default=None)

    @property
    def latest(self) -> tuple[Activity, ...]:
        """What has been overdue longest, whatever else is the matter with it."""
        return tuple(a for a in self.overdue if a.due == self.overdue[0].due)

    @property
    def longest_overdue(self) -> tuple[Activity, ...]:
        """What has been overdue longest: all of that one due date, without the worst blockage."""
        others = [a for a in self.overdue if a is not self.worst_blockage]
        return tuple(a for a in others if a.due == others[0].due)


def is_refused(plan: ActivityReview, notices: Iterable[Notice]) -> bool:
    """Whether there is a delivery plan of which nothing could be used."""
    return not plan.every and any(notice.kind == "activity_refused" for notice in notices)


def with_a_verdict(effects: Iterable[Effect]) -> tuple[Effect, ...]:
    """Those of what followed activities of which something can be said."""
    return tuple(effect for effect in effects if effect.reason is None and effect.expected)


def review(activities: Iterable[Activity], on: date) -> ActivityReview:
    """Where does the plan stand on that day? Lateness is a rule (open and past its due date), never self-declared."""
    activities = tuple(sorted(activities, key=lambda a: (not a.is_open, a.due, a.ref)))
    still_open = tuple(a for a in activities if a.is_open)
    return ActivityReview(
        every=activities,
        on=on,
        open=still_open,
        overdue=tuple(a for a in still_open if a.is_overdue(on)),
        blocked=tuple(a for a in still_open if a.is_blocked()),
        known_cost=sum(a.cost or 0.0 for a in still_open),
        unknown_cost=sum(a.cost is None for a in still_open),
    )
