"""What a finding is worth and what it asks for: better or worse, how sure, which step is next."""

from __future__ import annotations

from enum import StrEnum

from bsafe_analysis.model.activities import Activity
from bsafe_analysis.model.cycle import ExceptionalTime
from bsafe_analysis.model.findings import Caution, Direction, Finding, Status
from bsafe_analysis.model.meeting_policy import MeetingPolicy
from bsafe_analysis.model.periods import month_index
from bsafe_analysis.model.priorities import Priorities, Verdict

CAME_IN = (
    Caution.INCOMPLETE_MONTH, Caution.SAME_ROWS, Caution.CRIME_TYPES, Caution.FORCE_RENAMED, Caution.WITHOUT_PLACE,
    Caution.UNUSUAL_FORCE,
)  # fmt: skip
"""Cautions about what came in: the count may have moved though crime did not."""
MAY_EXPLAIN = tuple(caution for caution in CAME_IN if caution not in (Caution.SAME_ROWS, Caution.FORCE_RENAMED))
"""Those that may be all there is to a finding; rows counted once, and a history joined, are right as they stand."""
WEAKENING = (
    Caution.SMALL_COUNT, Caution.SHORT_HISTORY, Caution.RECORDING_CHANGE, Caution.FORCE_RENAMED, *MAY_EXPLAIN,
)  # fmt: skip


class Confidence(StrEnum):
    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"


class Call(StrEnum):
    """What a signal is for: something to act on, to understand first, or to keep an eye on."""

    ACT = "act"
    ANALYSE = "analyse"
    WATCH = "watch"


class NextStep(StrEnum):
    """What a finding asks of the meeting."""

    AGREE_LEAD = "agree_lead"
    COMMISSION = "commission"
    REVIEW_ACTIVITY = "review_activity"
    ANALYSE = "analyse"
    WATCH = "watch"


def verdict_of(priorities: Priorities, finding: Finding) -> Verdict:
    """Better, worse or neither: nothing is called better that the files may explain."""
    verdict = priorities.verdict(finding.category, finding.direction)
    doubted = any(caution in MAY_EXPLAIN for caution in finding.cautions)
    return Verdict.NEUTRAL if doubted and verdict is Verdict.IMPROVEMENT else verdict


def unclaimed_in(verdict: Verdict, direction: Direction) -> bool:
    """Whether nothing is made of a change of an exceptional time: what went the better way, or is merely fewer."""
    return verdict is Verdict.IMPROVEMENT or (verdict is Verdict.NEUTRAL and direction is Direction.DOWN)


def is_restrained(finding: Finding, time: ExceptionalTime | None, widespread: bool, policy: MeetingPolicy) -> bool:
    """Whether no problem profile or lead is asked for: it began in the exceptional `time` of its month, and either much
    of the force moved the same way (`widespread`) or it has run through that time, beside ordinary months long past.
    """
    if time is None or began_in(finding) < time.first:
        return False
    return widespread or months_of(finding) >= policy.lasting_months


def began_in(finding: Finding) -> str:
    """The month in which its change began, as far as is known."""
    return finding.onset.month if finding.onset else finding.since


def months_of(finding: Finding) -> int:
    """For how many months it has stood, the month judged included: from when it began, as far as that is known."""
    return month_index(finding.month) - month_index(began_in(finding)) + 1


def confidence(finding: Finding, policy: MeetingPolicy) -> Confidence:
    """High: strong evidence or lasting, with nothing against it. Low: something weakens evidence that is not strong."""
    strong = finding.p < policy.strong_evidence
    lasting = months_of(finding) >= policy.lasting_months
    weakened = any(caution in WEAKENING for caution in finding.cautions)
    if weakened:
        return Confidence.MODERATE if strong else Confidence.LOW
    return Confidence.HIGH if strong or lasting else Confidence.MODERATE


def next_step(
    finding: Finding,
    verdict: Verdict,
    working: tuple[Activity, ...],
    policy: MeetingPolicy,
    profile_refused: bool = False,
    restrained: bool = False,
) -> NextStep:
    """What does the finding ask for?

    Nothing where it is better, has cleared, or is a new and weak one that nobody works on. What is neither better nor
    worse is to be understood first. A worsening on which work goes on asks what that has done; one that has lasted
    (meetings.yml: lasting_months) without any asks for a problem profile, unless that was refused lately; a new one for
    a lead, who gathers information first. What is `restrained` (see `is_restrained`) is to be understood first.
    """
    if verdict in (Verdict.IMPROVEMENT, Verdict.UNCLAIMED) or finding.status is Status.CLEARED:
        return NextStep.WATCH
    if verdict is Verdict.NEUTRAL:
        return NextStep.ANALYSE
    if working:
        return NextStep.REVIEW_ACTIVITY
    if restrained:
        return NextStep.ANALYSE
    if months_of(finding) >= policy.lasting_months:
        return NextStep.AGREE_LEAD if profile_refused else NextStep.COMMISSION
    return NextStep.WATCH if confidence(finding, policy) is Confidence.LOW else NextStep.AGREE_LEAD


CALL_OF = {
    NextStep.AGREE_LEAD: Call.ACT,
    NextStep.REVIEW_ACTIVITY: Call.ACT,
    NextStep.COMMISSION: Call.ANALYSE,
    NextStep.ANALYSE: Call.ANALYSE,
    NextStep.WATCH: Call.WATCH,
}
