"""What was done lately: the newest dated lines of the activities' progress logs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bsafe_analysis.model.activities import Activity, Dated
from bsafe_analysis.model.meeting_policy import MeetingPolicy


@dataclass(frozen=True)
class Logged:
    """One dated line of an activity's progress log."""

    activity: Activity
    line: Dated


def logged_in(activities: Iterable[Activity], on: date, policy: MeetingPolicy) -> tuple[Logged, ...]:
    """The newest lines of these activities' logs, of the days before that one (log_days), newest first."""
    lines = [
        Logged(activity, line)
        for activity in activities
        for line in activity.log
        if line.on and on - timedelta(days=policy.log_days) <= line.on <= on
    ]
    ordered = sorted(lines, key=lambda each: (-(each.line.on or date.max).toordinal(), each.activity.ref))
    return tuple(ordered[: policy.most_logged])
