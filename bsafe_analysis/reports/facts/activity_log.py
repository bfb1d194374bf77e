"""What was done lately: the newest dated lines of the activities' progress logs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bsafe_analysis.model.activities import Activity, Dated


@dataclass(frozen=True)
class Logged:
    """One dated line of an activity's progress log."""

    activity: Activity
    line: Dated


def logged_in(activities: Iterable[Activity], on: date, days: int) -> tuple[Logged, ...]:
    """The lines of these activities' logs, of so many days before that one, newest first."""
    lines = [
        Logged(activity, line)
        for activity in activities
        for line in activity.log
        if line.on and on - timedelta(days=days) <= line.on <= on
    ]
    return tuple(sorted(lines, key=lambda each: (-(each.line.on or date.max).toordinal(), each.activity.ref)))
