"""The cases of what is said of one activity: what was done, what came of it, what is next (phrases.md.j2)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from bsafe_analysis.model.activities import Activity, Dated, Effect
from bsafe_analysis.model.findings import Direction


class DidWhat(StrEnum):
    """What is known of an activity's progress."""

    ON_A_DAY = "on_a_day"
    UNDATED = "undated"
    NOTHING = "nothing"


def activity_did(progress: str, on: date | None) -> DidWhat:
    """The newest entry of its progress, with its day."""
    if not progress:
        return DidWhat.NOTHING
    return DidWhat.ON_A_DAY if on else DidWhat.UNDATED


class EffectReading(StrEnum):
    """How what was recorded since an activity began lies to what was expected, or why that cannot be said."""

    TOO_EARLY = "too_early"
    SHORT_HISTORY = "short_history"
    NOT_RECEIVED = "not_received"
    EXCEPTIONAL_TIME = "exceptional_time"
    BEFORE_HISTORY = "before_history"
    BELOW = "below"
    ABOVE = "above"
    WITHIN = "within"


def effect_reading(effect: Effect) -> EffectReading:
    """Both bounds belong to what was expected."""
    if effect.reason:
        return EffectReading(effect.reason)
    if effect.observed < effect.lower:
        return EffectReading.BELOW
    return EffectReading.ABOVE if effect.observed > effect.upper else EffectReading.WITHIN


class EffectBaseline(StrEnum):
    """How the months just before work began stood out, where it is not judged by them."""

    HIGH = "high"
    LOW = "low"


def effect_baseline(effect: Effect) -> EffectBaseline:
    """Work that is to lower a count begins where it is high; work that is to raise one, where it is low."""
    return EffectBaseline.HIGH if effect.direction is Direction.DOWN else EffectBaseline.LOW


class ActivityResult(StrEnum):
    """What came of an activity, as far as anything counts it."""

    FEWER = "fewer"
    MORE = "more"
    NO_CHANGE = "no_change"
    NOT_JUDGED = "not_judged"
    NONE_YET = "none_yet"
    MEASURED_OTHERWISE = "measured_otherwise"
    NONE = "none"


_RESULTS = {
    EffectReading.BELOW: ActivityResult.FEWER,
    EffectReading.ABOVE: ActivityResult.MORE,
    EffectReading.WITHIN: ActivityResult.NO_CHANGE,
}


def activity_result(effect: Effect | None, adopted: bool, measure: str) -> ActivityResult:
    """`effect`: where a count is set against it; `adopted`: not in the plan yet; `measure`: in the plan's words."""
    if effect:
        return _RESULTS.get(effect_reading(effect), ActivityResult.NOT_JUDGED)
    if adopted:
        return ActivityResult.NONE_YET
    return ActivityResult.MEASURED_OTHERWISE if measure else ActivityResult.NONE


class WorkResult(StrEnum):
    """What a meeting is told of an activity in one line."""

    BLOCKED = "blocked"
    FEWER = "fewer"
    MORE = "more"
    NO_CHANGE = "no_change"
    DONE = "done"


def work_result(activity: Activity, effect: Effect | None) -> WorkResult:
    """`effect`: what followed it, where something can be said of that. What blocks it goes first."""
    if activity.is_blocked():
        return WorkResult.BLOCKED
    return WorkResult(_RESULTS[effect_reading(effect)]) if effect else WorkResult.DONE


class StuckHow(StrEnum):
    """What of an activity is wrong on a day: the same words wherever it is told."""

    NEITHER = "neither"
    BLOCKED = "blocked"
    OVERDUE = "overdue"
    BLOCKED_AND_OVERDUE = "blocked_and_overdue"


def stuck_how(blocked: bool, overdue: bool) -> StuckHow:
    """By its days and its blockage, whatever the plan calls its state."""
    if blocked:
        return StuckHow.BLOCKED_AND_OVERDUE if overdue else StuckHow.BLOCKED
    return StuckHow.OVERDUE if overdue else StuckHow.NEITHER


class ActivityNext(StrEnum):
    """What is to be done next."""

    NOTHING = "nothing"
    MILESTONE = "milestone"
    SET_A_DATE = "set_a_date"
    ENTER_IT = "enter_it"
    TARGET_FROM_BASELINE = "target_from_baseline"
    TARGET = "target"
    FINISH = "finish"


def activity_next(activity: Activity, coming: Dated | None, on: date) -> ActivityNext:
    """`coming`: its next milestone after the day `on`."""
    if not activity.is_open:
        return ActivityNext.NOTHING
    if coming:
        return ActivityNext.MILESTONE
    if activity.is_overdue(on):
        return ActivityNext.SET_A_DATE
    if activity.adopted:
        return ActivityNext.ENTER_IT
    if activity.target and activity.measure:
        return ActivityNext.TARGET_FROM_BASELINE if activity.baseline else ActivityNext.TARGET
    return ActivityNext.FINISH


class EffectsHeading(StrEnum):
    """On which sides of what was expected the counts of activities lie."""

    BELOW_AND_ABOVE = "below_and_above"
    BELOW = "below"
    ABOVE = "above"
    WITHIN = "within"
    ALL_BELOW = "all_below"
    ALL_ABOVE = "all_above"


def effects_heading(above: int, below: int, every: int) -> EffectsHeading:
    """How many lie above and below, of how many in all."""
    if every in (above, below):
        return EffectsHeading.ALL_ABOVE if above else EffectsHeading.ALL_BELOW
    if below:
        return EffectsHeading.BELOW_AND_ABOVE if above else EffectsHeading.BELOW
    return EffectsHeading.ABOVE if above else EffectsHeading.WITHIN


class EffectBeside(StrEnum):
    """How a count moved beside places where no such work ran, or why that cannot be said."""

    FEWER = "fewer"
    MORE = "more"
    NOT_JUDGED = "not_judged"
    EVERYWHERE = "everywhere"
    NO_PLACE_LEFT = "no_place_left"
    NO_YEAR_BEFORE = "no_year_before"


def effect_beside(effect: Effect) -> EffectBeside:
    """ValueError: there is neither a comparison nor a reason for its absence."""
    if effect.comparison:
        return EffectBeside.FEWER if effect.comparison.difference < 0 else EffectBeside.MORE
    return EffectBeside.NOT_JUDGED if effect.reason else EffectBeside(str(effect.no_comparison))


class FewerOrMore(StrEnum):
    """The sign of a difference of counts, in words."""

    FEWER = "fewer"
    MORE = "more"
    NONE = "none"


def fewer_or_more(difference: float) -> FewerOrMore:
    """A difference that rounds to nought has none."""
    if difference <= -0.5:
        return FewerOrMore.FEWER
    return FewerOrMore.MORE if difference >= 0.5 else FewerOrMore.NONE


SENTENCES = (
    activity_did, stuck_how, effect_reading, effect_baseline, activity_result, work_result, activity_next,
    effects_heading,
    effect_beside,
    fewer_or_more,
)  # fmt: skip
