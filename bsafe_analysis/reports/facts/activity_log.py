"""What was done lately: the newest dated lines of the activities' progress logs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bsafe_analysis.model.activities import Activity, Dated

LOGGED_DAYS = 92
"""How far back an area's log of what was done goes: three months."""
MOST_LOGGED = 12


@dataclass(frozen=True)
class Logged:
    """One dated line of an activity's progress log."""

    activity: Activity
    line: Dated


def logged_in(activities: Iterable[Activity], on: date) -> tuple[Logged, ...]:
    """The newest lines of these activities' logs, of the three months before that day, newest first."""
    lines = [
        Logged(activity, line)
        for activity in activities
        for line in activity.log
        if line.on and on - timedelta(days=LOGGED_DAYS) <= line.on <= on
    ]
    ordered = sorted(lines, key=lambda each: (-(each.line.on or date.max).toordinal(), each.activity.ref))
    return tuple(ordered[:MOST_LOGGED])
