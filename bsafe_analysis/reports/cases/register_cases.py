"""The cases of what is said of what people wrote: decisions, explanations, promoted findings (register, raised)."""

from __future__ import annotations

from enum import StrEnum

from bsafe_analysis.model.activities import Progress, Strand
from bsafe_analysis.model.promoted_findings import PromotedReview
from bsafe_analysis.model.register_entries import Choice


class DecidedOn(StrEnum):
    """What a meeting decided on a proposal."""

    ACCEPT = "accept"
    AMEND = "amend"
    REFUSE = "refuse"
    NOT_YET = "not_yet"


def decided(choice: Choice | None) -> DecidedOn:
    """`choice`: what a decision sheet says of a proposal; None: nothing yet."""
    return DecidedOn(choice) if choice else DecidedOn.NOT_YET


class Explained(StrEnum):
    """What became of the explanations that analysts wrote of a signal."""

    UNSAID = "unsaid"
    SUPPORTED = "supported"
    NONE_SUPPORTED = "none_supported"


def explanations(none: bool, supported: int) -> Explained:
    """`none`: no explanation is held; `supported`: how many a test bore out."""
    if none:
        return Explained.UNSAID
    return Explained.SUPPORTED if supported else Explained.NONE_SUPPORTED


class BecameOfIt(StrEnum):
    """What became of an explanation that no test bore out."""

    REJECTED = "rejected"
    UNCLEAR = "unclear"
    WAITING = "waiting"


def became(outcome: str) -> BecameOfIt:
    """The case of a field of Explanations (reports). ValueError: it counts no such explanations."""
    return BecameOfIt(outcome)


class WhyRecommended(StrEnum):
    """Why an option is put to the meeting, where its evidence does not say it."""

    UNSAID = "unsaid"
    FIRST_BECAUSE = "first_because"
    """It may be done before the cause is known, and options.yml says why."""
    FIND_THE_CAUSE = "find_the_cause"
    EXPLAINED = "explained"


def why_recommended(profile: bool, strand: Strand, supported: int, first_because: str = "") -> WhyRecommended:
    """`profile`: the option commissions a problem profile; `supported`: explanations that a test bore out;
    `first_because`: why it comes first of what is not explained, "" for nothing.
    """
    if profile:
        return WhyRecommended.FIND_THE_CAUSE
    if first_because and not supported:
        return WhyRecommended.FIRST_BECAUSE
    return WhyRecommended.EXPLAINED if supported or strand is Strand.INFORMATION else WhyRecommended.UNSAID


class SentWhere(StrEnum):
    """Where to begin with what is put to the meeting about a signal."""

    PLACE_SAYS_IT = "unsaid"
    """It is a study, or a fall: the signal's own place is all there is to say."""
    POINTS = "points"
    PARTS = "parts"
    SPREAD = "spread"
    """No map point holds enough of it for anybody to be sent there first."""
    ASK = "ask"
    """No street is held that its page may show."""


def sent_where(profile: bool, up: bool, spots: int, first: int, parts: int) -> SentWhere:
    """`spots`: map points that the page may name, `first` of which hold enough to begin at; `parts`: of the signal's
    place, that hold most of the rise.
    """
    if profile or not up:
        return SentWhere.PLACE_SAYS_IT
    if parts:
        return SentWhere.PARTS
    if first:
        return SentWhere.POINTS
    return SentWhere.SPREAD if spots else SentWhere.ASK


class WorkHours(StrEnum):
    """Whether hours are held of what somebody is to be sent to."""

    HELD = "unsaid"
    NOT_HELD = "not_held"


def work_hours(without: int) -> WorkHours:
    """`without`: of how many kinds of incident that are put to the meeting no time of day is held."""
    return WorkHours.NOT_HELD if without else WorkHours.HELD


class HowFar(StrEnum):
    """How far an activity has come, in a few words."""

    AGREED_WITHOUT_OWNER = "agreed_without_owner"
    PROPOSED = "proposed"
    AGREED = "agreed"
    AS_THE_PLAN_SAYS = "as_the_plan_says"


def how_far(status: Progress, adopted: bool) -> HowFar:
    """`adopted`: read from a meeting's decisions, not yet in the plan."""
    if status is Progress.PROPOSED:
        return HowFar.AGREED_WITHOUT_OWNER if adopted else HowFar.PROPOSED
    return HowFar.AGREED if status is Progress.AGREED else HowFar.AS_THE_PLAN_SAYS


class InPlanThere(StrEnum):
    """What of the delivery plan is told beside a proposal."""

    NOT_SHOWN = "not_shown"
    LISTED = "listed"
    NOTHING = "nothing"


def in_plan_there(plan_shown: bool, activities: int) -> InPlanThere:
    """`plan_shown`: in this edition; `activities`: how many work there on what is proposed."""
    if not plan_shown:
        return InPlanThere.NOT_SHOWN
    return InPlanThere.LISTED if activities else InPlanThere.NOTHING


class RefusedFor(StrEnum):
    """What is told of like work that was refused elsewhere."""

    REASON = "reason"
    NO_REASON = "no_reason"
    AS_ABOVE = "as_above"


def refused_for(again: bool, reason: str) -> RefusedFor:
    """`again`: whether it is told above already; `reason`: as the meeting wrote it."""
    if again:
        return RefusedFor.AS_ABOVE
    return RefusedFor.REASON if reason else RefusedFor.NO_REASON


class CameOfIt(StrEnum):
    """What came of a finding that an analyst promoted in an earlier month."""

    CLOSED = "closed"
    REVIEWED = "reviewed"
    NOT_REVIEWED = "not_reviewed"


def came_of_it(latest: PromotedReview | None) -> CameOfIt:
    """`latest`: its last review."""
    if latest is None:
        return CameOfIt.NOT_REVIEWED
    return CameOfIt.CLOSED if latest.closed else CameOfIt.REVIEWED


SENTENCES = (
    decided, explanations, became, why_recommended, sent_where, work_hours, how_far, in_plan_there, refused_for,
    came_of_it,
)  # fmt: skip
