"""The cases of what is told of hours and of repeats (times.md.j2)."""

from __future__ import annotations

from enum import StrEnum

from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.same_again import RepeatOf


class WeekWindowTold(StrEnum):
    """Which part of the week stands out."""

    NONE = "none"
    WEEKDAY_MORNINGS = "weekday_mornings"
    SCHOOL_HOURS = "school_hours"
    AFTER_SCHOOL = "after_school"
    EVENINGS = "evenings"
    NIGHTS = "nights"
    WEEKEND_NIGHTS = "weekend_nights"
    WEEKEND_DAYS = "weekend_days"


def week_window(window: str) -> WeekWindowTold:
    """`window`: the key of a part of the week, "" for none; ValueError where it is none of these."""
    return WeekWindowTold(window or "none")


class HoursStandOut(StrEnum):
    """Whether the hours of a signal are told."""

    NOT_HELD = "unsaid"
    NONE = "none"
    SOME = "some"


def hours_stand_out(held: bool, window: str) -> HoursStandOut:
    """`held`: whether enough times are held of it; `window`: the part of the week that stands out, "" for none."""
    if not held:
        return HoursStandOut.NOT_HELD
    return HoursStandOut.SOME if window else HoursStandOut.NONE


class WeekMonths(StrEnum):
    """Over how many months a signal's week is drawn."""

    ONE = "one"
    SEVERAL = "several"


def week_months(one: bool) -> WeekMonths:
    """`one`: whether its first month is its last."""
    return WeekMonths.ONE if one else WeekMonths.SEVERAL


class RunsHeld(StrEnum):
    """What can be told of incidents near one another."""

    NOT_IN_EDITION = "not_in_edition"
    NOT_HELD = "not_held"
    REFERENCES = "references"
    TRIED = "tried"


def near_runs(audience: Audience, tried: int, same: int = 0) -> RunsHeld:
    """`tried`: of how many kinds of incident days and points are held; `same`: of how many victims or addresses."""
    if audience != Audience.INTERNAL:
        return RunsHeld.NOT_IN_EDITION
    if tried:
        return RunsHeld.TRIED
    return RunsHeld.REFERENCES if same else RunsHeld.NOT_HELD


class StillNotHeld(StrEnum):
    """What of repeats is not held where something is."""

    VICTIMS = "victims"
    LINKED = "linked"


def still_not_held(victims: int) -> StillNotHeld:
    """`victims`: of how many kinds of incident references of victims are held."""
    return StillNotHeld.LINKED if victims else StillNotHeld.VICTIMS


class SameAgainTold(StrEnum):
    """How repeats of one kind are told."""

    NO_VICTIM = "no_victim"
    NO_PREMISES = "no_premises"
    VICTIMS = "victims"
    PREMISES = "premises"


def same_again(what: str, again: int) -> SameAgainTold:
    """`what`: victim or premises; `again`: incidents whose victim or address has more than one."""
    if what == RepeatOf.VICTIM:
        return SameAgainTold.VICTIMS if again else SameAgainTold.NO_VICTIM
    return SameAgainTold.PREMISES if again else SameAgainTold.NO_PREMISES


class AsLikely(StrEnum):
    """What chance would give beside repeats."""

    NOT_KNOWN = "unsaid"
    HARDLY_A_RESIDENT = "hardly_a_resident"
    HARDLY_A_HOUSEHOLD = "hardly_a_household"
    RESIDENTS = "residents"
    HOUSEHOLDS = "households"


def as_likely(what: str, known: bool, by_chance: float) -> AsLikely:
    """`known`: whether residents or households are; `by_chance`: incidents that would share theirs with another."""
    if not known:
        return AsLikely.NOT_KNOWN
    if what == RepeatOf.VICTIM:
        return AsLikely.RESIDENTS if by_chance >= 1 else AsLikely.HARDLY_A_RESIDENT
    return AsLikely.HOUSEHOLDS if by_chance >= 1 else AsLikely.HARDLY_A_HOUSEHOLD


class StopsHeld(StrEnum):
    """Whether the police's searches can be told."""

    NOT_IN_EDITION = "not_in_edition"
    NOT_HELD = "not_held"
    TOLD = "told"


def stops_held(audience: Audience, total: int) -> StopsHeld:
    """`total`: searches of the year whose map point lies in the borough."""
    if audience != Audience.INTERNAL:
        return StopsHeld.NOT_IN_EDITION
    return StopsHeld.TOLD if total else StopsHeld.NOT_HELD


class StopPart(StrEnum):
    """How the searches with one result are told."""

    FEW = "few"
    COUNT = "count"


def stop_part(n: int, fewest: int) -> StopPart:
    """`n`: searches; `fewest`: below so many no number is told, but nought."""
    return StopPart.FEW if 0 < n < fewest else StopPart.COUNT


class WhenToGo(StrEnum):
    """Whether a part of the week is named to whoever is sent somewhere."""

    UNSAID = "unsaid"
    NAMED = "named"


def when_to_go(window: str) -> WhenToGo:
    """`window`: the part of the week that stands out, "" where none does or no times are held."""
    return WhenToGo.NAMED if window else WhenToGo.UNSAID


SENTENCES = (
    when_to_go,
    stops_held,
    stop_part,
    week_window,
    hours_stand_out,
    week_months,
    near_runs,
    still_not_held,
    same_again,
    as_likely,
)
