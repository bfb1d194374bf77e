"""What became of last month's decisions, in numbers: agreed, begun, refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bsafe_analysis.model.activities import Activity, Progress
from bsafe_analysis.model.register_entries import Choice, DecisionSheet

BEGUN = (Progress.UNDER_WAY, Progress.STALLED, Progress.COMPLETE)


@dataclass(frozen=True)
class LastMeeting:
    """`decided`: proposals with a decision; `agreed` of them taken up, as they were or changed, `begun` of these."""

    month: str
    decided: int
    agreed: int
    begun: int
    refused: int


def last_meeting(last: DecisionSheet | None, activities: Iterable[Activity]) -> LastMeeting | None:
    """None where nothing was decided, as far as is held. Begun is what the plan says is under way, stalled or done."""
    proposals = [proposal for proposal in (last.proposals if last else ()) if proposal.choice]
    if not last or not proposals:
        return None
    agreed = {proposal.ref for proposal in proposals if proposal.is_agreed}
    begun = {activity.decision for activity in activities if activity.status in BEGUN}
    refused = sum(proposal.choice is Choice.REFUSE for proposal in proposals)
    return LastMeeting(last.month, len(proposals), len(agreed), len(agreed & begun), refused)
