"""Of the delivery plan what a meeting has to speak of: blocked, late, on a signal, due soon or lately reported on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from bsafe_analysis.model.activities import Activity
from bsafe_analysis.model.meeting_policy import DAYS_A_MONTH
from bsafe_analysis.reports.facts.review import ActivityReview
from bsafe_analysis.reports.facts.signals import NOT_BEGUN, Signal

MOST_WORK = 5
"""Activities that a meeting's page lists, but for those that it is asked about; the annex holds every one."""
MOST_ASKED = 10
"""Of these, so that a plan of which all is late does not fill the page."""
ASKED = 3
"""Below this rank page one asks an agency for it by name: it is blocked, late, or has not begun on a signal told."""
ROUTINE = 4
"""From this rank on nothing is wrong with an activity: it is due soon, or was reported on."""


def pressing(
    plan: ActivityReview, signals: Iterable[Signal], by: date, of_an_area: bool = False
) -> tuple[Activity, ...]:
    """What of the plan stands out, the most pressing first: what is asked for by name, and else MOST_WORK in all.

    `by`: when this meeting asks again.

    `of_an_area`: work in the whole borough is the borough's meeting's, unless it is stuck, late or on a signal told.
    """
    on_signals = {activity.ref for signal in signals for activity in signal.activities}
    ranked = ((_how_soon(activity, plan.on, on_signals, by), activity) for activity in plan.every)
    asked = [(rank, a) for rank, a in ranked if rank is not None and (a.areas or not of_an_area or rank < ROUTINE)]
    found = sorted(asked, key=lambda each: (each[0], each[1].due, each[1].ref))
    room = max(MOST_WORK, min(sum(rank < ASKED for rank, _ in found), MOST_ASKED))
    return tuple(activity for _, activity in found)[:room]


def _how_soon(activity: Activity, on: date, on_signals: set[str], by: date) -> int | None:
    """How soon the meeting should come to it; None where nothing calls for it."""
    reported = activity.progress_date
    reasons = (
        activity.is_blocked(),
        activity.is_overdue(on),
        activity.is_open and activity.ref in on_signals and activity.status in NOT_BEGUN,
        activity.is_open and activity.ref in on_signals,
        activity.is_open and activity.due <= by,
        reported is not None and on - timedelta(days=round(DAYS_A_MONTH)) < reported <= on,
    )
    return next((rank for rank, applies in enumerate(reasons) if applies), None)
