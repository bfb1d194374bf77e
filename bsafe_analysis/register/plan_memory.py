"""A delivery plan that forgets: an activity that vanished since last month, or is no more complete."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bsafe_analysis.model.activities import Activity, Progress
from bsafe_analysis.model.periods import month_name
from bsafe_analysis.model.receipts import Notice

NAMED = 60


def lost_since(
    before: tuple[Activity, ...], now: tuple[Activity, ...], aside: Collection[str], month: str
) -> tuple[Notice, ...]:
    """A notice for each activity of `month` that is gone, or went back from complete or withdrawn.

    `aside`: references that were set aside now, of which the reason is told elsewhere. Activities that a decision
    brought into the plan by itself come and go with it.
    """
    return tuple(
        Notice("plan_memory", activity.ref, 1, text, needs_person=True)
        for activity in before
        if not activity.adopted
        for text in _told_of(activity, {a.ref.casefold(): a for a in now}, aside, month_name(month))
    )


def _told_of(activity: Activity, now: dict[str, Activity], aside: Collection[str], month: str) -> Iterator[str]:
    title = activity.title if len(activity.title) <= NAMED else f"{activity.title[:NAMED]}..."
    found = now.get(activity.ref.casefold())
    if found is None and activity.ref not in aside:
        yield (
            f"Activity {activity.ref} ({title}) stood in the plan of {month} and is gone: a row that ends keeps its "
            "line, with the status complete or withdrawn."
        )
    ended = activity.status in (Progress.COMPLETE, Progress.WITHDRAWN)
    if found is not None and ended and found.status is not activity.status:
        yield (
            f"Activity {activity.ref} ({title}) was {activity.status} in {month} and is {found.status} now: "
            "if work began anew, give it a reference of its own."
        )
